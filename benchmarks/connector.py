"""One job of the connector in a Spark of its own, as run.py asks for it: connector.py JOB, where JOB is JSON.

It ends with a line of JSON: the seconds that each repetition took, the writer's or reader's report, and the live heap when asked for.
Driver and executor are one process, unless the master is a local cluster.
"""

import json
import os
import pathlib
import re
import sys
import tempfile
import threading
import time

from pyspark.sql import DataFrame, SparkSession

PETS = [
    "concat('pet-', lpad(CAST(id AS STRING), 9, '0')) AS pet_id",
    "element_at(array('Miso', 'Rex', 'Zoë', 'Bär', 'Luna'), CAST(id % 5 AS INT) + 1) AS name",
    "element_at(array('cat', 'dog', 'rabbit'), CAST(id % 3 AS INT) + 1) AS species",
    "date_sub(DATE'2026-01-01', CAST(id % 5000 AS INT)) AS born",
    "CAST(1 + id % 400 / 10 AS DECIMAL(5, 2)) AS weight_kg",
    "id % 2 = 0 AS is_vaccinated",
    "TIMESTAMP'2026-01-01 00:00:00Z' + make_interval(0, 0, 0, 0, 0, 0, id % 1000000) AS seen_at",
    "concat('owner.', id % 70000, '@pets.example.net') AS owner_email",
]
PROFILES = ["id", "email", "phone_number", "external_id", "first_name", "last_name", "created", "updated", "location", "properties"]


def session(job, folder):
    builder = (
        SparkSession.builder.master(job["master"])
        .appName("klaviyo benchmark")
        .config("spark.jars", job["bundle"])
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", job.get("memory", "2g"))
        .config("spark.sql.session.timeZone", "UTC")
    )
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    return spark


def pets(spark, job, rows):
    """Rows as they come: from a file, in even partitions, or in ragged ones, of which each is two hundredths longer than the last."""
    if "file" in job:
        return spark.read.json(job["file"])
    if "ragged" in job:
        # The k-th of n partitions has a share of rows that grows with k, so nearly none is a whole number of requests.
        parts = job["ragged"]
        numbered = spark.range(rows).selectExpr("id", f"CAST(sqrt(id / {rows}D) * {parts} AS INT) AS part")
        return numbered.repartitionByRange(parts, "part").selectExpr(*PETS)
    return spark.range(0, rows, 1, job.get("partitions", 2)).selectExpr(*PETS)


def common(job, report):
    reports = {"reportPath": report.as_uri()} if job["verb"] != "read" else {}
    return {"endpoint": job["endpoint"], **reports, **job.get("options", {})}


def write(spark, job, rows, source, report):
    (pets(spark, job, rows).write.format("klaviyo")
        .options(**common(job, report))
        .option("dataSource", source)
        .option("createDataSource", "true")
        .option("idField", "pet_id")
        .option("duplicates", "last")
        .mode("append")
        .save("data-source-records"))


def read(spark, job, report):
    profiles = spark.read.format("klaviyo").options(**common(job, report)).load("profiles").select(*PROFILES)
    profiles.write.format("noop").mode("overwrite").save()


def plan(spark, job, rows, report):
    """How many requests rows take as they are, and packed: nothing is sent."""
    requests = {}
    packs = spark._jvm.io.github.klaviyospark.spark.objects.ObjectPacks
    flat = pets(spark, job, rows)
    packed = DataFrame(packs.by("pet_id").orderedBy("seen_at").pack(flat._jdf), spark)
    for name, frame, options in (("flat", flat, {"idField": "pet_id"}), ("packed", packed, {"writers": "input"})):
        (frame.write.format("klaviyo").options(**common(job, report)).options(**options)
            .option("dataSource", "benchmark").option("dryRun", "true")
            .mode("append").save("data-source-records"))
        requests[name] = json.loads(report.read_text())["chunks"]
    return requests


def asked_for(spark, job):
    """The parameters that the scan says it asks with, so that a bare loop can ask for the same."""
    profiles = spark.read.format("klaviyo").options(endpoint=job["endpoint"], **job.get("options", {})).load("profiles")
    plan = profiles.select(*PROFILES)._jdf.queryExecution().toString()
    return re.search(r"fields\[profile\]=\S+", plan)[0]


class Heap:
    """The live heap of this process's JVM: what is left after a collection, looked at now and then while a job runs."""

    def __init__(self, spark):
        self._system = spark._jvm.java.lang.System
        self._runtime = spark._jvm.java.lang.Runtime.getRuntime()
        self._stop = threading.Event()
        self._most = 0

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self):
        wait = 0.25
        while not self._stop.wait(wait):
            self._system.gc()
            self._most = max(self._most, self._runtime.totalMemory() - self._runtime.freeMemory())
            wait = min(2 * wait, 4)

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def megabytes(self):
        return self._most / 1_000_000


def main():
    job = json.loads(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        spark = session(job, folder)
        report = folder / "report.json"
        runs = []
        if job["verb"] == "asked-for":
            print(json.dumps({"query": asked_for(spark, job)}), flush=True)
            return
        if job["verb"] == "plan":
            print(json.dumps(plan(spark, job, job["rows"][0], report)), flush=True)
            return

        for number, rows in enumerate(job["rows"]):
            began = time.monotonic()
            heap = Heap(spark) if job.get("heap") else None
            with heap or open(os.devnull):
                if job["verb"] == "write":
                    write(spark, job, rows, f"{job.get('source', 'benchmark')}.{number}", report)
                else:
                    read(spark, job, report)
            run = {"rows": rows, "seconds": time.monotonic() - began}
            if job["verb"] == "write":
                run["report"] = json.loads(report.read_text())
            if heap:
                run["heap"] = heap.megabytes()
            runs.append(run)
        spark.stop()
    print(json.dumps(runs), flush=True)


if __name__ == "__main__":
    main()
