#!/usr/bin/env python3
"""What `unlinked` itself costs: size, start-up, memory, CPU and traffic of a removal and where its time goes, CPU of a wait.

`scripts/bench --footprint`. Linux only: it reads /proc. Standard library only.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from relay import Relay
from run import Site, TICK, cpu_of, driver_programs

# The commands of one removal without pictures, in their order.
STEPS = ["load the page", "read whom it is about, find the overflow button", "click it",
         "find the remove item, arm its guard", "click it", "wait for the dialog, arm the guard of its button",
         "click it", "wait for proof in the page", "load the page afresh", "read it"]


def thread_cpu(pid):
    """CPU seconds of all threads of a process, to the nanosecond."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def peak_memory(pid):
    """The highest resident memory of a process so far, in MB (10^6 bytes)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def environment_in(folder, **more):
    return dict(os.environ, XDG_CONFIG_HOME=str(folder), XDG_STATE_HOME=str(folder), **more)


def start_up(program, arguments, folder, times):
    """Milliseconds from start to end of a command, lowest and median."""
    taken = []
    for _ in range(times):
        started = time.monotonic()
        subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env=environment_in(folder), check=False)
        taken.append(1000 * (time.monotonic() - started))
    return {"lowest": round(min(taken), 1), "median": round(statistics.median(taken), 1)}


def removals(program, count, pictures, relayed):
    """One run of `count` removals: memory and CPU of the tool; with relays traffic and the time of each command too."""
    chromium, chromedriver = driver_programs()
    site = Site(program, {"front_end": "ember", "delay": 0}, count + 5)
    driver, relays, url = None, [], site.url
    with tempfile.TemporaryDirectory(prefix="unlinked-bench-") as folder:
        folder = Path(folder)
        (folder / "roster.csv").write_bytes(site.get(f"/practice/roster.csv?people={count}"))
        environment = environment_in(folder, UNLINKED_EVIDENCE_PICTURES="true" if pictures else "false")
        if relayed:
            driver = subprocess.Popen([chromedriver, "--port=0"], stdout=subprocess.PIPE, text=True)
            port = next(line.rsplit(" ", 1)[1].strip(". \n") for line in driver.stdout if "successfully on port" in line)
            relays = [Relay(int(port), commands=True), Relay(urlsplit(site.url).port)]
            url = f"http://127.0.0.1:{relays[1].port}"
            environment["UNLINKED_WEBDRIVER_URL"] = f"http://127.0.0.1:{relays[0].port}"
            environment["UNLINKED_WEBDRIVER_BINARY"] = chromium
            if os.geteuid() == 0:
                environment["UNLINKED_WEBDRIVER_ARGS"] = "--no-sandbox"
        process = subprocess.Popen([program, "-q", "run", str(folder / "roster.csv"), "--site", url,
                                    "--state", str(folder / "state"), "--no-limits", "--yes", "--json"],
                                   stdout=subprocess.PIPE, text=True, env=environment)
        people, cpu, at_first, at_last = 0, [], [0, 0, 0, 0], [0, 0, 0, 0]
        summary, memory = {}, 0.0
        for text in process.stdout:
            line = json.loads(text)
            if line["event"] == "summary":
                summary = line
                continue
            people += 1
            memory = peak_memory(process.pid)
            if people in (1, count):
                cpu.append(cpu_of(process.pid)[0])
                sums = [n for relay in relays for n in (relay.bytes_out, relay.bytes_back)]
                at_first, at_last = (sums, at_last) if people == 1 else (at_first, sums)
        status = process.wait()
        if status != 0 or summary.get("outcomes", {}).get("removed") != count:
            sys.exit(f"footprint: the run ended with {status}: {summary}")
        evidence = sum(file.stat().st_size for file in (folder / "state").rglob("*") if "/runs/" in str(file) and file.is_file())
        if driver:
            driver.terminate()
    site.end()
    result = {
        "removals": count,
        "own_cpu_ms": round(1000 * (cpu[1] - cpu[0]) / (count - 1), 2),
        "peak_memory_mb": round(memory, 1),
        "commands": round((summary["commands"] - 2) / count, 2),
        "evidence_kb": round(evidence / count / 1000, 1),
    }
    if relayed:
        per = [round((last - first) / (count - 1) / 1000, 1) for first, last in zip(at_first, at_last)]
        result["driver_kb"], result["site_kb"] = sum(per[:2]), sum(per[2:])
        result["steps"] = steps(relays[0].commands, count)
    return result


def steps(commands, count):
    """Median milliseconds of each command of a removal, and of the time between them, which is the tool's own."""
    # The session is opened and ended by one command each; the page script takes one, and the look at the owner two.
    own = [one for one in commands if one[0] not in ("session",)][3:]
    size = len(STEPS)
    if len(own) < size * count:
        return []
    rows, gaps = [], []
    for at, step in enumerate(STEPS):
        took, before = [], []
        for person in range(1, count):
            index = person * size + at
            took.append(1000 * (own[index][2] - own[index][1]))
            before.append(1000 * (own[index][1] - own[index - 1][2]))
        rows.append({"step": step, "ms": round(statistics.median(took), 1), "lowest": round(min(took), 1)})
        gaps.append(statistics.median(before))
        rows[-1]["own_before"] = round(gaps[-1], 1)
    return rows


def waiting(program, seconds):
    """CPU of a run that waits between two people, its browser closed."""
    site = Site(program, {"front_end": "ember", "delay": 0}, 10)
    with tempfile.TemporaryDirectory(prefix="unlinked-bench-") as folder:
        folder = Path(folder)
        (folder / "roster.csv").write_bytes(site.get("/practice/roster.csv?people=3"))
        environment = environment_in(
            folder, UNLINKED_PACE_BETWEEN_PEOPLE_MIN="1h", UNLINKED_PACE_BETWEEN_PEOPLE_MAX="1h",
            UNLINKED_CALENDAR_TIME_ZONE="UTC")
        process = subprocess.Popen([program, "run", str(folder / "roster.csv"), "--site", site.url, "--now",
                                    "--state", str(folder / "state"), "--yes", "--json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        process.stdout.readline()
        # The browser is ended before a long wait, and threads that are no longer needed end after ten seconds.
        time.sleep(30)
        before, started = thread_cpu(process.pid), time.monotonic()
        time.sleep(seconds)
        used, lasted = thread_cpu(process.pid) - before, time.monotonic() - started
        resident = peak_memory(process.pid)
        process.send_signal(2)
        process.wait()
    site.end()
    return {"seconds": round(lasted), "cpu_ms": round(1000 * used, 2), "share_of_a_core": used / lasted,
            "cpu_seconds_a_day": round(86_400 * used / lasted, 2), "peak_memory_mb": round(resident, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--unlinked", required=True, help="the program")
    parser.add_argument("--cache", type=Path, required=True, help="where the JSON goes")
    parser.add_argument("--removals", type=int, default=40)
    parser.add_argument("--wait", type=int, default=120, help="seconds of waiting that are measured")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unlinked-bench-") as folder:
        started = {
            "--version": start_up(args.unlinked, ["--version"], folder, 40),
            "status, empty state": start_up(args.unlinked, ["status", "--state", folder + "/state"], folder, 40),
        }
    results = {
        "binary_mb": round(Path(args.unlinked).stat().st_size / 1e6, 1),
        "start_up_ms": started,
        "plain": removals(args.unlinked, args.removals, False, False),
        "pictures": removals(args.unlinked, args.removals, True, False),
        "relayed": removals(args.unlinked, args.removals, False, True),
        "waiting": waiting(args.unlinked, args.wait),
    }
    out = args.cache / "footprint.json"
    out.write_text(json.dumps(results, indent=1) + "\n")
    show(results)
    print(f"\nall of it: {out}")


def show(results):
    plain, pictures, relayed, wait = (results[key] for key in ("plain", "pictures", "relayed", "waiting"))
    rows = [
        ("size of the binary", f"{results['binary_mb']} MB"),
        *((f"start-up, `{name}`", f"{took['median']} ms (lowest {took['lowest']})") for name, took in results["start_up_ms"].items()),
        ("peak resident memory, without pictures", f"{plain['peak_memory_mb']} MB"),
        ("peak resident memory, with pictures", f"{pictures['peak_memory_mb']} MB"),
        ("own CPU a removal, without pictures", f"{plain['own_cpu_ms']} ms"),
        ("own CPU a removal, with pictures", f"{pictures['own_cpu_ms']} ms"),
        ("commands a removal, without and with pictures", f"{plain['commands']} and {pictures['commands']}"),
        ("evidence a removal, without and with pictures", f"{plain['evidence_kb']} and {pictures['evidence_kb']} kB"),
        ("traffic with the driver a removal", f"{relayed['driver_kb']:.0f} kB"),
        ("traffic with the site a removal", f"{relayed['site_kb']:.0f} kB"),
        (f"CPU of {wait['seconds']} s of waiting", f"{wait['cpu_ms']} ms: {100 * wait['share_of_a_core']:.5f} % of a core, "
         f"{wait['cpu_seconds_a_day']} s a day"),
    ]
    print("| what | figure |\n| --- | ---: |")
    for what, figure in rows:
        print(f"| {what} | {figure} |")
    print("\n| step of a removal | command, ms | lowest | own before it, ms |\n| --- | ---: | ---: | ---: |")
    for step in relayed["steps"]:
        print(f"| {step['step']} | {step['ms']} | {step['lowest']} | {step['own_before']} |")


if __name__ == "__main__":
    main()
