#!/usr/bin/env python3
"""What a removal on the connections page costs as the network grows: the list is filtered by name, so that its length should
not matter. The other growth tables are benches: `cargo bench --bench lists|ledger|report|plan`.

`scripts/bench --growth`. Linux only: it reads /proc. Standard library only.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from footprint import environment_in, peak_memory
from run import Site

SIZES = [100, 1_000, 10_000, 30_000]


def removals(program, front_end, size, count):
    """One run of `count` removals, of people spread over the whole network."""
    site = Site(program, {"front_end": front_end, "delay": 0}, size)
    with tempfile.TemporaryDirectory(prefix="unlinked-bench-") as folder:
        folder = Path(folder)
        lines = site.get("/practice/roster.csv").decode().splitlines()
        people = [lines[1 + at * (len(lines) - 2) // (count - 1)] for at in range(count)]
        (folder / "roster.csv").write_text("\n".join([lines[0], *people]) + "\n")
        environment = environment_in(folder, UNLINKED_EVIDENCE_PICTURES="false")
        process = subprocess.Popen(
            [program, "-q", "run", str(folder / "roster.csv"), "--site", site.url, "--route", "connections",
             "--state", str(folder / "state"), "--no-limits", "--yes", "--json"],
            stdout=subprocess.PIPE, text=True, env=environment)
        times, summary, memory = [], {}, 0.0
        for text in process.stdout:
            line = json.loads(text)
            if line["event"] == "person":
                times.append(time.monotonic())
                memory = peak_memory(process.pid)
                if line["outcome"] != "removed":
                    print(f"growth: {line['slug']} is {line['outcome']}: {line['detail']}", file=sys.stderr)
            else:
                summary = line
        process.wait()
    site.end()
    return {
        "front_end": front_end,
        "people": size,
        "removed": summary.get("outcomes", {}).get("removed", 0),
        "ms": round(1000 * statistics.median(after - before for before, after in zip(times, times[1:]))),
        "commands": round((summary.get("commands", 0) - 2) / count, 1),
        "peak_memory_mb": round(memory, 1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--unlinked", required=True, help="the program")
    parser.add_argument("--cache", type=Path, required=True, help="where the JSON goes")
    parser.add_argument("--removals", type=int, default=8)
    args = parser.parse_args()
    results = []
    print("| front end | people in the network | ms a removal | commands | peak memory of the tool, MB | removed |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: |")
    for front_end in ("ember", "sdui"):
        for size in SIZES:
            one = removals(args.unlinked, front_end, size, args.removals)
            results.append(one)
            print(f"| {front_end} | {size:,} | {one['ms']} | {one['commands']} | {one['peak_memory_mb']} | "
                  f"{one['removed']} of {args.removals} |", flush=True)
    (args.cache / "growth.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
