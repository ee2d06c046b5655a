"""Runs the finished jars where users run them: on a standalone cluster, and behind Spark Connect.

Called by Maven: run.py EMULATOR_JAR BUNDLE_JAR JOBS_JAR OUTPUT_FOLDER. Ends with a line that counts what passed and failed, and
with exit code 1 when something failed. Logs of all processes stay in the output folder.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import time
import traceback

from places import Klaviyo, daemon, kill, port_of, standalone_cluster, submit, wait_until

ROWS = 100_000
WRITERS = 2
IN_FLIGHT = 2
CHUNK = 500
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
CONNECT_SERVICE = "org.apache.spark.sql.connect.service.SparkConnectService"


def worker_killed(jars, folder):
    """A backfill of 100,000 rows by spark-submit on two workers, one of which goes away in the middle."""
    rows = folder / "pets.jsonl"
    with open(rows, "w") as file:
        for number in range(ROWS):
            file.write(f'{{"pet_id":"P{number}","name":"Pet {number}"}}\n')
    runs = folder / "runs"

    with Klaviyo(jars.emulator, "--quotas", "off", "--latency", "150ms") as klaviyo, \
            standalone_cluster(folder, 2) as (master, workers), \
            open(folder / "backfill.log", "w") as log:
        began = time.monotonic()
        job = submit(
            master, jars.jobs, klaviyo, log, folder,
            "backfill",
            "--input", f"file://{rows}",
            "--data-source", "shop.pets",
            "--create-data-source",
            "--id-field", "pet_id",
            "--run-path", f"file://{runs}",
            "--option", "duplicates=last",
            "--option", f"writers={WRITERS}",
            "--option", f"inFlight={IN_FLIGHT}",
            "--option", "quotaLimits=1000/1s",
        )
        try:
            wait_until("rows", 120, lambda: job.poll() is not None or klaviyo.bulk("records") > ROWS * 3 // 10)
            kill(workers[0])
            killed_at = klaviyo.bulk("records")
            exit_code = job.wait(timeout=240)
        finally:
            if job.poll() is None:
                job.kill()
        took = time.monotonic() - began
        said = (folder / "backfill.log").read_text()
        assert exit_code == 0, f"The backfill ended with {exit_code}:\n{said}"
        records = klaviyo.records("shop.pets")
        requests = klaviyo.bulk("count")

    assert ROWS * 3 // 10 < killed_at < ROWS * 9 // 10, f"The worker was killed at {killed_at} rows."
    assert "Lost task" in said or "Lost executor" in said, "No task was lost with the worker."
    ids = {record["pet_id"] for record in records}
    assert ids == {f"P{number}" for number in range(ROWS)}, f"{ROWS - len(ids)} rows are missing."
    again = len(records) - ROWS
    # What was under way when the worker died, and when Spark began the other writer anew with the stage.
    assert again <= 2 * WRITERS * IN_FLIGHT * CHUNK, f"{again} records were sent twice."
    (run,) = runs.iterdir()
    report = json.loads((run / "report.json").read_text())
    assert report["status"] == "accepted", report["status"]
    assert report["rows"] == ROWS == report["accepted"] + report["skipped"], report
    assert report["dead"] == 0, report
    assert (run / "FINISHED").exists()
    assert klaviyo.key not in said
    print(
        f"{ROWS:,} rows, worker killed at {killed_at:,}: nothing lost, {again:,} records sent again, {requests} requests,"
        f" {report['skipped']:,} rows skipped by receipt; {took:.0f} s"
    )


def spark_connect(jars, folder):
    """The bundle on a server of Spark Connect: a Python client writes and reads, and the key is nowhere to be seen."""
    events = folder / "events"
    events.mkdir()
    with Klaviyo(jars.emulator, "--profiles", "300", "--quotas", "off") as klaviyo:
        key_file = folder / "key"
        key_file.write_text(klaviyo.key)
        server = daemon(
            "connect",
            folder,
            "org.apache.spark.deploy.SparkSubmit",
            "--master", "local[2]",
            "--jars", str(jars.bundle),
            "--class", CONNECT,
            "--conf", "spark.connect.grpc.binding.port=0",
            "--conf", "spark.connect.grpc.binding.address=127.0.0.1",
            "--conf", "spark.driver.host=127.0.0.1",
            "--conf", "spark.ui.enabled=false",
            "--conf", "spark.eventLog.enabled=true",
            "--conf", f"spark.eventLog.dir=file://{events}",
            "--conf", "spark.eventLog.compress=false",
            "spark-internal",
            KLAVIYO_API_KEY=klaviyo.key,
        )
        with server:
            port = port_of(CONNECT_SERVICE, folder / "connect.log")
            client = subprocess.run(
                [sys.executable, str(pathlib.Path(__file__).resolve().parent / "client.py"),
                 f"sc://127.0.0.1:{port}", klaviyo.endpoint],
                capture_output=True, text=True, timeout=240,
            )
        assert client.returncode == 0, client.stdout + client.stderr + (folder / "connect.log").read_text()
        records = klaviyo.records("shop.pets")
        assert sorted(record["id"] for record in records) == list(range(1_000)), len(records)
        assert klaviyo.bulk("count") == 2, klaviyo.bulk("count")
        said = json.loads(client.stdout.splitlines()[-1])
        assert said["profiles"] == 300, said
        written = "".join(file.read_text() for file in events.rglob("*") if file.is_file())
        assert "SparkListenerSQLExecutionStart" in written, "There are no events to look at."
        for name, text in (("events", written), ("client", client.stdout + client.stderr),
                           ("server's log", (folder / "connect.log").read_text())):
            assert klaviyo.key not in text, f"The key stands in the {name}."
        print(f"1,000 rows written and {said['profiles']} profiles read by a client of Spark Connect {said['spark']};"
              f" {len(written):,} characters of events without the key")


class Jars:
    def __init__(self, emulator, bundle, jobs):
        self.emulator, self.bundle, self.jobs = emulator, bundle, jobs


def main():
    jars = Jars(*sys.argv[1:4])
    output = pathlib.Path(sys.argv[4]).resolve()
    shutil.rmtree(output, ignore_errors=True)
    passed, failed = 0, 0
    for place in (worker_killed, spark_connect):
        folder = output / place.__name__
        folder.mkdir(parents=True)
        try:
            place(jars, folder)
            passed += 1
            print(f"{place.__name__}: passed", flush=True)
        except Exception:
            failed += 1
            print(f"{place.__name__}: FAILED", flush=True)
            traceback.print_exc()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
