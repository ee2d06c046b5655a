"""The benchmarks of parts, by JMH: run in a process of their own, and told as ratios to what stands beside them in the same run."""

import json
import os
import pathlib
import subprocess

WHOLE = ["-f", "2", "-wi", "4", "-w", "1s", "-i", "5", "-r", "1s"]
SUBSET = ["-f", "1", "-wi", "2", "-w", "500ms", "-i", "3", "-r", "500ms"]

# What has a goal: name, benchmark, what it stands beside, the goal.
GOALS = [
    ("rows into JSON, beside Jackson's generator", "EncodeRows.connector", "EncodeRows.rawGenerator", 0.80),
    ("rows into JSON, beside to_json", "EncodeRows.connector", "EncodeRows.toJson", 1.5),
    ("pages into rows, beside Jackson's tokens and values", "ReadPages.connector", "ReadPages.tokensAndValues", 0.70),
    ("pages into rows, beside Jackson's tree", "ReadPages.connector", "ReadPages.tree", 2.0),
]

# What is only told: heading, benchmarks, the limit or the other way.
TOLD = [
    ("Records into chunks (`ChunkRecords`), beside copying the bytes", "ChunkRecords.connector", "ChunkRecords.copy"),
    ("Mapping records to objects (`MapRecords`), beside JsonPath for each property", "MapRecords.connector", "MapRecords.jsonPath"),
]


def run(jar_folder, work, how):
    """Runs all, and gives JMH's figures by name and parameters: operations a second, or milliseconds of a single shot."""
    folder = pathlib.Path(jar_folder)
    file = work / "micro.json"
    path = os.pathsep.join([str(folder / "classes"), (folder / "classpath").read_text().strip()])
    with open(work / "micro.log", "w") as log:
        subprocess.run(
            ["java", "-cp", path, "org.openjdk.jmh.Main", *how, "-rf", "json", "-rff", str(file), "-foe", "true", "io.github.klaviyospark"],
            stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=True, timeout=3600,
        )
    return [
        {
            "name": ".".join(each["benchmark"].split(".")[-2:]),
            "params": " ".join(each.get("params", {}).values()),
            "score": each["primaryMetric"]["score"],
            "error": each["primaryMetric"]["scoreError"],
            "unit": each["primaryMetric"]["scoreUnit"],
        }
        for each in json.loads(file.read_text())
    ]


def scores(figures, name):
    return {each["params"]: each["score"] for each in figures if each["name"] == name}


def beside(figures, name, other):
    """How many times as fast a benchmark is as the other, for each of its parameters."""
    of, limit = scores(figures, name), scores(figures, other)
    return {params: of[params] / limit[params] for params in of}


def ratios(figures):
    return [
        {"name": f"{name}: {params}", "ratio": ratio, "goal": goal}
        for name, of, other, goal in GOALS
        for params, ratio in beside(figures, of, other).items()
    ]


def tables(figures, table):
    parts = []
    for heading, of, other in TOLD:
        ours, limit = scores(figures, of), scores(figures, other)
        rows = [(params, f"{ours[params]:,.0f}", f"{limit[params]:,.0f}", f"{ratio:.2f}")
                for params, ratio in beside(figures, of, other).items()]
        parts += [f"{heading}:", table(("", "a second", "beside", "ratio"), rows)]
    rows = [(int(name[-2:]), f"{scores(figures, name)['']:,.0f}", f"{scores(figures, name.replace('connector', 'lock'))['']:,.0f}")
            for name in sorted({each["name"] for each in figures if each["name"].startswith("ReserveQuota.connector")})]
    parts += ["Reservations of quota a second (`ReserveQuota`), beside a lock that only reads a clock:", table(("threads", "reservations", "the lock"), rows)]
    rows = [(each["name"].split(".")[1], each["params"], f"{each['score']:,.0f} {each['unit'].split('/')[0]}")
            for each in figures if each["name"].startswith("KeepReceipts")]
    parts += ["Receipts of a run on a local disk (`KeepReceipts`):", table(("", "receipts", "time"), rows)]
    return "\n\n".join(parts)
