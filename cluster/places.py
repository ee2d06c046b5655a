"""The processes that a place where jobs run is made of: an embedded Klaviyo, and daemons of the Spark that PySpark brings along.

All of them listen on loopback only, write their output below one folder, and end with the context that started them.
"""

import contextlib
import json
import os
import pathlib
import re
import secrets
import signal
import subprocess
import time
import urllib.parse
import urllib.request

import pyspark

SPARK_HOME = pathlib.Path(pyspark.__file__).resolve().parent
READY = "klaviyo-emulator ready "
BULK = "POST /api/data-source-record-bulk-create-jobs"
REVISION = "2026-07-15"


def port_of(service, log):
    """The port that a daemon of Spark took, which says so in its log; one that is chosen for it may be taken before it starts."""
    found = []

    def is_there():
        found.extend(re.findall(rf"Successfully started service '?{re.escape(service)}'? on port (\d+)", log.read_text()))
        return found

    wait_until(f"port of {service}", 120, is_there)
    return int(found[0])


def wait_until(what, seconds, is_there):
    """Looks again and again, and says what did not come."""
    end = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > end:
            raise AssertionError(f"After {seconds} s: no {what}.")
        time.sleep(0.1)


class Klaviyo:
    """An embedded Klaviyo with a key of its own."""

    def __init__(self, jar, *flags):
        self.key = "pk_" + secrets.token_hex(16)
        self._process = subprocess.Popen(
            ["java", "-jar", str(jar), "--port", "0", "--exit-with-stdin", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ, KLAVIYO_EMULATOR_API_KEY=self.key),
        )
        line = self._process.stdout.readline().strip()
        if not line.startswith(READY):
            self._process.kill()
            raise RuntimeError(f"The emulator did not start; it says {line!r}.")
        self.endpoint = line[len(READY):]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(timeout=20)

    def _get(self, path, body=None, **headers):
        request = urllib.request.Request(self.endpoint + path, data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def bulk(self, figure):
        """What it has counted at the bulk endpoint: count, records or bytes."""
        return json.loads(self._get("/__emulator/stats"))["requests"].get(BULK, {}).get(figure, 0)

    def windows(self, operation):
        """What it granted and refused in each steady window of an operation's quota."""
        return json.loads(self._get("/__emulator/quotas")).get(operation, {}).get("windows", [])

    def requests(self, operation):
        """How many requests of an operation there were."""
        return json.loads(self._get("/__emulator/stats"))["requests"].get(operation, {}).get("count", 0)

    def _headers(self):
        return {
            "Authorization": f"Klaviyo-API-Key {self.key}",
            "revision": REVISION,
            "Accept": "application/vnd.api+json",
        }

    def create_data_source(self, title):
        """A data source, by its id."""
        body = {"data": {"type": "data-source", "attributes": {"title": title, "visibility": "private", "description": ""}}}
        answer = self._get("/api/data-sources", json.dumps(body).encode(), **self._headers(), **{"Content-Type": "application/vnd.api+json"})
        return json.loads(answer)["data"]["id"]

    def records(self, title):
        """Every record that a data source was sent, in order of arrival."""
        sources = json.loads(self._get("/api/data-sources", **self._headers()))["data"]
        source = next(each["id"] for each in sources if each["attributes"]["title"] == title)
        lines = self._get("/__emulator/records?" + urllib.parse.urlencode({"data-source": source}))
        return [json.loads(line)["record"] for line in lines.splitlines()]


@contextlib.contextmanager
def daemon(name, folder, *arguments, **environment):
    """A process of Spark in a session of its own, so that all that it starts can be ended with it."""
    with open(folder / f"{name}.log", "w") as log:
        process = subprocess.Popen(
            [str(SPARK_HOME / "bin" / "spark-class"), *arguments],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=spark_environment(folder, **environment),
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """Ends a process and all that it has started, as a machine does that goes away."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


def spark_environment(folder, **more):
    return dict(
        os.environ,
        SPARK_HOME=str(SPARK_HOME),
        SPARK_LOCAL_IP="127.0.0.1",
        SPARK_LOCAL_DIRS=str(folder / "local"),
        SPARK_CONF_DIR=str(pathlib.Path(__file__).resolve().parent / "conf"),
        **more,
    )


@contextlib.contextmanager
def standalone_cluster(folder, workers):
    """A master and its workers; gives the master's address and the workers' processes."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(
            daemon(
                "master",
                folder,
                "org.apache.spark.deploy.master.Master",
                "--host", "127.0.0.1",
                "--port", "0",
                "--webui-port", "0",
                SPARK_DAEMON_MEMORY="512m",
            )
        )
        log = folder / "master.log"
        master = f"spark://127.0.0.1:{port_of('sparkMaster', log)}"
        ui = port_of("MasterUI", log)
        processes = [
            stack.enter_context(
                daemon(
                    f"worker-{number}",
                    folder,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host", "127.0.0.1",
                    "--port", "0",
                    "--webui-port", "0",
                    "--cores", "1",
                    "--memory", "1g",
                    "--work-dir", str(folder / f"work-{number}"),
                    master,
                    SPARK_DAEMON_MEMORY="512m",
                )
            )
            for number in range(workers)
        ]

        def registered():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{ui}/json/", timeout=10) as answer:
                    return json.load(answer)["aliveworkers"] == workers
            except OSError:
                return False

        wait_until(f"{workers} workers", 90, registered)
        yield master, processes


def submit(master, jar, klaviyo, log, folder, *arguments):
    """Starts a verb of the jobs jar as users do."""
    return subprocess.Popen(
        [
            str(SPARK_HOME / "bin" / "spark-submit"),
            "--master", master,
            "--class", "io.github.klaviyospark.jobs.Main",
            "--conf", "spark.driver.host=127.0.0.1",
            "--conf", "spark.driver.bindAddress=127.0.0.1",
            "--conf", "spark.ui.enabled=false",
            "--conf", "spark.executor.memory=640m",
            str(jar),
            *arguments,
        ],
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env=spark_environment(
            folder, KLAVIYO_ENDPOINT=klaviyo.endpoint, KLAVIYO_API_KEY=klaviyo.key
        ),
    )
