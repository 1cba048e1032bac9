#!/usr/bin/env python3
"""Measures `unlinked run` beside its peers: the same removals on the same pages of the practice site, in one run.

Every tool gets the same people in blocks, tool after tool, round after round, each round in another order, so that whatever
else the machine does falls on all of them alike. Before each block the site is put back to its start. A removal is timed from
outside and in the same way for all: from one line of output to the next; the first person of each block warms up and is not
counted. After each block the site itself is asked who was removed: one wrong or missing person ends the benchmark. What is
compared are medians of blocks, round by round; the figure is the median of these ratios.

Needs what `scripts/bench` installs; start that instead. Standard library only.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
TICK = os.sysconf("SC_CLK_TCK")
# What a phone says that it is; `%s` would be the browser's version where the driver fills it in.
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"

SCENARIOS = {
    "no delay": {"front_end": "ember", "delay": 0},
    "100 ms delays": {"front_end": "ember", "delay": 100},
    "sdui": {"front_end": "sdui", "delay": 0},
    "mobile": {"front_end": "ember", "pages": "mobile", "surface": "mobile", "delay": 0},
    "pictures": {"front_end": "ember", "delay": 0, "pictures": True},
}
TOOLS = ["unlinked", "playwright", "selenium", "fantoccini", "bare", "floor"]
# Not tools that anybody would use, but what the others are held against.
MEASURES = ("bare", "floor")


class Site:
    """A practice site in a process of its own."""

    def __init__(self, unlinked, scenario, people):
        command = [unlinked, "practice", "--json", "--people", str(people), "--front-end", scenario["front_end"]]
        command += ["--delay", str(scenario["delay"])]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = json.loads(self.process.stdout.readline())["url"].rstrip("/")

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return answer.read()

    def state(self):
        return json.loads(self.get("/practice/state"))

    def reset(self):
        request = urllib.request.Request(self.url + "/practice/reset", method="POST", data=b"")
        urllib.request.urlopen(request, timeout=30).close()

    def end(self):
        self.process.terminate()
        self.process.wait()


def driver_programs():
    """The browser's and the driver's program."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return chromium, shutil.which("chromedriver") or "/usr/lib/chromium/chromedriver"


def cpu_of(pid):
    """CPU seconds of one process, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK, int(fields[1])


def cpu_of_tree(root):
    """CPU seconds of a process alone, and of it with its driver and its browser."""
    parents, cpu = {}, {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                cpu[int(entry)], parents[int(entry)] = cpu_of(entry)
            except OSError:
                continue
    total, level = 0.0, {root}
    while level:
        total += sum(cpu.get(pid, 0.0) for pid in level)
        level = {pid for pid, parent in parents.items() if parent in level}
    return cpu.get(root, 0.0), total


def command_of(tool, args, scenario, site, people, folder):
    """The command line of one tool for one block, with the files that it reads."""
    surface = scenario.get("surface", "desktop")
    pictures = None
    if scenario.get("pictures"):
        pictures = folder / "pictures"
        pictures.mkdir()
    environment = dict(os.environ, XDG_CONFIG_HOME=str(folder), XDG_STATE_HOME=str(folder))
    if tool == "unlinked":
        # The site's own file, which begins with the same people.
        roster = folder / "roster.csv"
        roster.write_bytes(site.get(f"/practice/roster.csv?people={len(people)}"))
        environment["UNLINKED_EVIDENCE_PICTURES"] = "true" if pictures else "false"
        command = [args.unlinked, "-q", "run", str(roster), "--site", site.url, "--state", str(folder / "state")]
        return command + ["--surface", surface, "--no-limits", "--yes", "--json"], environment
    job = {
        "site": site.url,
        "front_end": scenario.get("pages", scenario["front_end"]),
        "surface": surface,
        "people": [{"slug": person["slug"], "name": person["name"]} for person in people],
        "delay_ms": scenario["delay"],
        "stand_ms": args.stand,
        "pictures": str(pictures) if pictures else None,
        "chromium": args.chromium,
        "chromedriver": args.chromedriver,
        "modules": str(args.cache),
        "phone": PHONE,
        "tool": tool,
    }
    path = folder / "job.json"
    path.write_text(json.dumps(job))
    if tool == "playwright":
        return ["node", str(HERE / "peers/playwright.mjs"), str(path)], environment
    if tool == "selenium":
        return [str(args.cache / "venv/bin/python"), str(HERE / "peers/selenium_peer.py"), str(path)], environment
    return [str(args.cache / "fantoccini/release/peer-fantoccini"), str(path)], environment


def block(tool, args, scenario, site, people):
    """One block of one tool: seconds a removal, and what it cost."""
    site.reset()
    with tempfile.TemporaryDirectory(prefix="unlinked-bench-") as folder:
        command, environment = command_of(tool, args, scenario, site, people, Path(folder))
        errors = open(Path(folder) / "stderr", "w+")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
        lines, times, samples, summary = [], [], [], {}
        for text in process.stdout:
            now = time.monotonic()
            line = json.loads(text)
            if line.get("event") == "summary":
                summary = line
            if line.get("event") == "person":
                lines.append(line)
                times.append(now)
                # Not after the last one: some of its processes are gone by then.
                if len(times) in (1, len(people) - 1):
                    samples.append(cpu_of_tree(process.pid))
        status = process.wait()
        errors.seek(0)
        check(tool, status, lines, people, site, errors.read())
        errors.close()
    count = len(people) - 2
    own, tree = (samples[1][index] - samples[0][index] for index in (0, 1))
    commands = [line["commands"] for line in lines[1:] if "commands" in line]
    return {
        "seconds": [after - before for before, after in zip(times, times[1:])],
        "own_cpu": own / count,
        "all_cpu": tree / count,
        # `unlinked` counts over the whole run, in which the look at who is signed in takes two.
        "commands": statistics.median(commands) if commands else max(summary.get("commands", 0) - 2, 0) / len(people) or None,
    }


def check(tool, status, lines, people, site, errors):
    """The site's own account: exactly these people were removed, once each, by trusted clicks, and nothing else was touched."""
    state = site.state()
    removed = [(one["slug"], one["effect"], one["trusted"]) for one in state["removals"]]
    expected = [] if tool == "floor" else [(person["slug"], True, True) for person in people]
    if status != 0 or len(lines) != len(people) or removed != expected or state["other_actions"]:
        sys.exit(f"bench: {tool} ended with {status}; removed {removed}, expected {expected}\n{errors}")


def measure(args, name):
    """All rounds of one scenario."""
    scenario = SCENARIOS[name]
    count = args.block + 1
    site = Site(args.unlinked, scenario, count + 5)
    # They take no pictures, and the bare one has a mouse and no finger.
    left_out = MEASURES if scenario.get("pictures") else ("bare",) if scenario.get("surface") == "mobile" else ()
    tools = [tool for tool in args.tools if tool not in left_out]
    blocks = {tool: [] for tool in tools}
    try:
        people = site.state()["people"][:count]
        for round_ in range(args.rounds):
            shift = round_ % len(tools)
            for tool in tools[shift:] + tools[:shift]:
                blocks[tool].append(block(tool, args, scenario, site, people))
                print(f"  {name}, round {round_ + 1} of {args.rounds}, {tool}: "
                      f"{1000 * statistics.median(blocks[tool][-1]['seconds']):.0f} ms", file=sys.stderr)
    finally:
        site.end()
    return {tool: figures(tool, blocks) for tool in tools}


def figures(tool, blocks):
    """What the blocks of one tool come to, and `unlinked` beside it, round by round."""
    own = blocks[tool]
    result = {
        "ms": round(1000 * statistics.median([s for one in own for s in one["seconds"]]), 1),
        "ms_by_round": [round(1000 * statistics.median(one["seconds"]), 1) for one in own],
        "own_cpu_ms": round(1000 * statistics.median(one["own_cpu"] for one in own), 1),
        "all_cpu_ms": round(1000 * statistics.median(one["all_cpu"] for one in own), 1),
    }
    commands = [one["commands"] for one in own if one["commands"]]
    if commands:
        result["commands"] = round(statistics.median(commands), 1)
    if tool != "unlinked" and "unlinked" in blocks:
        pairs = list(zip(blocks["unlinked"], own))
        wall = [statistics.median(ours["seconds"]) / statistics.median(theirs["seconds"]) for ours, theirs in pairs]
        cpu = [ours["all_cpu"] / theirs["all_cpu"] for ours, theirs in pairs if theirs["all_cpu"]]
        result["unlinked_to_it"] = round(statistics.median(wall), 3)
        result["unlinked_to_it_range"] = [round(min(wall), 3), round(max(wall), 3)]
        result["unlinked_to_it_cpu"] = round(statistics.median(cpu), 3) if cpu else None
    return result


def table(results):
    """The results as a Markdown table."""
    rows = ["| pages | tool | ms a removal | unlinked to it (lowest to highest) | CPU ms, all | CPU ms, tool | commands |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, tools in results.items():
        for tool, one in tools.items():
            ratio = ""
            if "unlinked_to_it" in one:
                low, high = one["unlinked_to_it_range"]
                ratio = f"**{one['unlinked_to_it']:.2f}** ({low:.2f} to {high:.2f})"
            rows.append(f"| {name} | {tool} | {one['ms']:.0f} | {ratio} | {one['all_cpu_ms']:.0f} | "
                        f"{one['own_cpu_ms']:.0f} | {one.get('commands', '')} |")
    return "\n".join(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="2 rounds of 3 removals, without pictures: under three minutes")
    parser.add_argument("--rounds", type=int, help="rounds of each kind of page (10, quick 2)")
    parser.add_argument("--block", type=int, help="removals counted in a block (8, quick 3)")
    # `STOOD` in src/browser/page_script/waits.js: what the first page has shown, with the site's answer, counts on the fresh load as soon as
    # that has loaded; else it must stand for 600 ms.
    parser.add_argument("--stand", type=int, default=0, help="ms that the proof must stand on the loaded page, for the peers (0)")
    parser.add_argument("--pages", action="append", choices=SCENARIOS, help="only these; may be given more than once")
    parser.add_argument("--tools", type=lambda text: text.split(","), default=TOOLS, help="only these, with commas")
    parser.add_argument("--out", type=Path, help="where the JSON goes (bench.json in the cache folder)")
    parser.add_argument("--unlinked", required=True, help="the program")
    parser.add_argument("--cache", type=Path, required=True, help="the folder that scripts/bench filled")
    args = parser.parse_args()
    args.rounds = args.rounds or (2 if args.quick else 10)
    args.block = args.block or (3 if args.quick else 8)
    args.cache = args.cache.resolve()
    args.chromium, args.chromedriver = driver_programs()
    wanted = args.pages or [name for name in SCENARIOS if not (args.quick and name == "pictures")]
    if "mobile" in wanted and not (HERE.parent / "selectors/mobile.toml").exists():
        print("bench: there is no selectors/mobile.toml, so the mobile pages are left out", file=sys.stderr)
        wanted.remove("mobile")
    started = time.monotonic()
    results = {name: measure(args, name) for name in wanted}
    out = args.out or args.cache / "bench.json"
    about = {"rounds": args.rounds, "block": args.block, "cores": os.cpu_count(), "seconds": round(time.monotonic() - started),
             "load": os.getloadavg()[0], "pages": results}
    out.write_text(json.dumps(about, indent=1) + "\n")
    print(table(results))
    print(f"\n{args.rounds} rounds of {args.block} removals in {about['seconds']} s on {about['cores']} cores; all of it: {out}")


if __name__ == "__main__":
    main()
