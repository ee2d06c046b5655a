"""Runs the benchmarks one after the other, and writes what was seen: figures, a page with tables, and charts.

The whole of it takes about three quarters of an hour and writes docs/benchmarks.md and the charts beside it; the subset takes ten
minutes and leaves its page in the working folder. Ratios are of one run: what is compared is measured in turns on the same machine.
"""

import argparse
import datetime
import json
import pathlib
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cluster"))

import charts  # noqa: E402
import micro  # noqa: E402
import page  # noqa: E402
import whole  # noqa: E402
from contenders import Tools  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("emulator", "bundle", "bare-loop", "micro", "work"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--subset", choices=("true", "false"), default="false")
    parser.add_argument("--only", default="all", help="names of measurements with commas between them, for work on these")
    return parser.parse_args()


def measurements(tools, jar, is_subset):
    """What is measured, by name: in the subset less of each, and the same code."""
    if is_subset:
        return {
            "micro": lambda: micro.run(jar, tools.folder, micro.SUBSET),
            "writes": lambda: whole.unthrottled_writes(tools, requests=400, rounds=2),
            "reads": lambda: whole.unthrottled_reads(tools, profiles=20_000, rounds=2),
            "shares": lambda: whole.shares(tools, windows=2, topologies=("1 task", "2 executors of 4")),
            "ragged": lambda: whole.ragged(tools, rows=50_000),
            "scale": lambda: whole.scale(tools, (10_000, 100_000, 1_000_000)),
            "hundred-million": lambda: whole.hundred_million(tools, rows=100_000),
            "peers": lambda: whole.beside_peers(tools, minutes=2),
        }
    return {
        "micro": lambda: micro.run(jar, tools.folder, micro.WHOLE),
        "writes": lambda: whole.unthrottled_writes(tools, requests=2_000, rounds=5),
        "reads": lambda: whole.unthrottled_reads(tools, profiles=100_000, rounds=5),
        "shares": lambda: whole.shares(tools, windows=4, topologies=whole.TOPOLOGIES),
        "ragged": lambda: whole.ragged(tools, rows=200_000),
        "scale": lambda: whole.scale(tools, (10_000, 100_000, 1_000_000, 10_000_000)),
        "hundred-million": lambda: whole.hundred_million(tools, rows=1_000_000),
        "peers": lambda: whole.beside_peers(tools, minutes=6),
    }


def main():
    given = arguments()
    is_subset = given.subset == "true"
    work = pathlib.Path(given.work).resolve()
    results_file = work / ("subset.json" if is_subset else "results.json")
    for old in ("logs", "local"):
        shutil.rmtree(work / old, ignore_errors=True)
    tools = Tools(given.emulator, given.bundle, given.bare_loop, work)
    todo = measurements(tools, given.micro, is_subset)
    names = list(todo) if given.only == "all" else given.only.split(",")

    # A part of them alone is put beside what the others saw before: for work on one, not for a page.
    results = json.loads(results_file.read_text()) if given.only != "all" and results_file.exists() else {}
    for name in names:
        whole.say(name)
        began = time.monotonic()
        results[name] = todo[name]()
        whole.say(f"{name} took {time.monotonic() - began:.0f} s")
        results_file.write_text(json.dumps(results, indent=1))
    if set(todo) - set(results):
        return
    results["date"] = datetime.date.today().isoformat()
    results["ratios"] = page.ratios(results)

    images = work if is_subset else HERE.parent / "docs" / "images"
    text = work / "subset.md" if is_subset else HERE.parent / "docs" / "benchmarks.md"
    charts.draw(results, images)
    page.write(results, text)
    print(page.tables(results))
    whole.say(f"written to {text.name}, with charts")


if __name__ == "__main__":
    main()
