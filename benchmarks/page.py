"""Turns figures into docs/benchmarks.md: the words of page.template, with tables between its marks."""

import os
import pathlib
import platform
import subprocess

import micro

TEMPLATE = pathlib.Path(__file__).resolve().parent / "page.template"
BEGIN, END = "<!-- Written by the benchmarks. -->", "<!-- Until here. -->"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join(" --- " if i == 0 else " ---: " for i in range(len(head))) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def ratios(results):
    """Every comparison of speed with a goal, largest first in what users feel."""
    return [
        {"name": "whole write, beside the bare loop", "ratio": results["writes"]["ratio"], "goal": 0.80},
        {"name": "whole read, beside the bare loop", "ratio": results["reads"]["ratio"], "goal": 0.80},
        *micro.ratios(results["micro"]),
    ]


def goals(results):
    """The goals, what was seen, and whether that is it."""
    shares = results["shares"]
    refused = sum(each["refused"] for each in shares)
    requests = sum(each["requests"] for each in shares)
    contenders = results["peers"]["contenders"]
    ours = [each["rows_a_minute"] for each in contenders if each["name"].startswith("klaviyo-spark")]
    theirs = [each["rows_a_minute"] for each in contenders if not each["name"].startswith("klaviyo-spark")]
    ragged = max(each["ratio"] for each in results["ragged"]["runs"])
    heap = results["scale"][-1]["heap"] - results["scale"][0]["heap"]
    rows = [(each["name"], f"≥ {each['goal']:.2f}", f"{each['ratio']:.2f}", each["ratio"] >= each["goal"]) for each in results["ratios"]]
    smallest = min(each["share"] for each in shares)
    rows += [
        ("share of the quota, write and read, the least of all topologies", "≥ 0.97", f"{smallest:.3f}", smallest >= 0.97),
        ("requests answered 429", "≤ 1 in 500", f"{refused} in {requests:,}", refused * 500 <= requests),
        ("requests over the minimum, 200 ragged partitions, without writers' tails", "≤ 1.01", f"{ragged:.3f}", ragged <= 1.01),
        ("rows a minute under quota, our least over the peers' most", "> 1", f"{min(ours) / max(theirs):.2f}", min(ours) > max(theirs)),
        (f"live heap at {results['scale'][-1]['rows']:,} rows over {results['scale'][0]['rows']:,}", "≤ +64 MB", f"{heap:+.0f} MB", heap <= 64),
    ]
    return table(("what", "goal", "seen", ""), [(name, goal, seen, "holds" if holds else "**does not hold**") for name, goal, seen, holds in rows])


def machine():
    model = next(line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GB, {platform.system()}, {java.replace(chr(34), '')}, Python {platform.python_version()}"


def tables(results):
    scale = results["scale"]
    steps = [
        (f"{after['rows']:,}", f"{after['seconds']:.1f} s", f"{1e6 * after['seconds'] / after['rows']:.1f} µs",
         "" if before is None else f"{1e6 * (after['seconds'] - before['seconds']) / (after['rows'] - before['rows']):.1f} µs",
         f"{after['heap']:.0f} MB", f"{after['memory']:.0f} MB")
        for before, after in zip([None, *scale], scale)
    ]
    hours = results["hundred-million"]["hours"]
    parts = [
        f"Seen on {results['date']} on {machine()}.",
        "### Goals", goals(results),
        "### Under quota, beside what users would write instead",
        f"Rows a minute in whole windows of {results['peers']['minutes']} minutes or more, at 3 requests a second and 15 a minute, all at once.",
        table(
            ("contender", "rows a minute", "share of the quota", "answered 429", "requests", "peak memory"),
            [(each["name"], f"{each['rows_a_minute']:,.0f}", f"{each['share']:.3f}", each["refused"], each["requests"], f"{each['memory']:,.0f} MB")
             for each in results["peers"]["contenders"]],
        ),
        "### Share of the quota",
        table(
            ("topology", "", "share", "whole windows of 750", "answered 429", "requests"),
            [(each["topology"], each["verb"], f"{each['share']:.3f}", " ".join(map(str, each["windows"])), each["refused"], f"{each['requests']:,}")
             for each in results["shares"]],
        ),
        "### Requests over the minimum",
        table(
            ("writers", "requests", "minimum", "over the minimum, without tails"),
            [(each["writers"], each["requests"], each["minimum"], f"{each['ratio']:.3f}") for each in results["ragged"]["runs"]],
        ),
        f"{results['ragged']['rows']:,} rows in 200 partitions of 200 lengths. A loop in `foreachPartition` over the same partitions takes"
        f" {results['ragged']['loop']} requests, by their lengths.",
        "### Unthrottled, beside a bare loop",
        table(
            ("", "rows a second", "the bare loop", "ratio", "of each round", "peak memory"),
            [(name, f"{results[key]['ours']:,.0f}", f"{results[key]['limit']:,.0f}", f"{results[key]['ratio']:.2f}",
              " ".join(f"{ratio:.2f}" for ratio in results[key]["ratios"]), f"{results[key]['memory']:,.0f} MB")
             for name, key in (("write", "writes"), ("read", "reads"))],
        ),
        "### Scale",
        table(("rows written", "time", "a row", "a row more", "live heap", "peak memory"), steps),
        f"At the account's quota 10^8 rows take {hours['flat']:,.0f} hours, and [packed](preview.md#packs-experimental) {hours['packed']:,.1f}:"
        f" computed from the {results['hundred-million']['requests']['flat']:,} and {results['hundred-million']['requests']['packed']:,}"
        f" requests that {results['hundred-million']['rows']:,} rows take.",
        "### Parts", micro.tables(results["micro"], table),
    ]
    return "\n\n".join(parts)


def write(results, to):
    """Writes the page: the words of the template, with these figures in their place."""
    before, rest = TEMPLATE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    pathlib.Path(to).write_text(f"{before}{BEGIN}\n\n{tables(results)}\n\n{END}{after}", encoding="utf-8")
