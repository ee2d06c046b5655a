"""The processes that are measured, and what they took: the connector, bare loops, and what users would write instead."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent


class Tools:
    """Where the finished jars and the peers are, and where work may be left."""

    def __init__(self, emulator, bundle, bare, folder):
        self.emulator, self.bundle, self.bare, self.folder = emulator, bundle, bare, folder
        self.peers = folder / "peers"

    def connector(self, klaviyo, verb, master, rows, **more):
        """Starts the connector in a Spark of its own."""
        job = {"verb": verb, "master": master, "rows": rows, "bundle": self.bundle, "endpoint": klaviyo.endpoint, **more}
        return Measured(self, klaviyo, f"connector-{verb}", [sys.executable, HERE / "connector.py", json.dumps(job)])

    def bare_loop(self, klaviyo, *arguments):
        """Starts OkHttp in a loop."""
        main = "io.github.klaviyospark.benchmarks.BareLoop"
        return Measured(self, klaviyo, "bare-loop", ["java", "-Xmx1g", "-cp", self.bare, main, *arguments])

    def node(self, klaviyo, file, source, part=0, parts=1):
        """Starts Klaviyo's Node SDK in a loop."""
        return Measured(self, klaviyo, f"node-{part}",
                        ["node", self.peers / "loop.js", file, klaviyo.endpoint, source, part, parts])

    def python(self, klaviyo, file, source, partitions):
        """Starts Klaviyo's Python SDK in a foreachPartition."""
        return Measured(self, klaviyo, "python",
                        [sys.executable, HERE / "peers" / "foreach_partition.py", file, klaviyo.endpoint, source, partitions])


class Measured:
    """A process with all that it starts, and the memory that they held; its output is kept in files of the working folder."""

    _count = 0

    def __init__(self, tools, klaviyo, name, command):
        Measured._count += 1
        self._name = name
        self._log = tools.folder / "logs" / f"{Measured._count:03}-{name}.log"
        self._out = self._log.with_suffix(".out")
        self._log.parent.mkdir(parents=True, exist_ok=True)
        environment = dict(
            os.environ,
            KLAVIYO_API_KEY=klaviyo.key,
            SPARK_LOCAL_IP="127.0.0.1",
            SPARK_LOCAL_DIRS=str(tools.folder / "local"),
            PYSPARK_PYTHON=sys.executable,
        )
        with open(self._out, "w") as out, open(self._log, "w") as log:
            self._process = subprocess.Popen(
                [*map(str, command)],
                stdout=out, stderr=log, stdin=subprocess.DEVNULL, env=environment, start_new_session=True,
            )
        self._peaks = {}
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _look(self):
        while self.is_running():
            for pid, peak in peaks_of_session(self._process.pid):
                self._peaks[pid] = peak
            time.sleep(0.5)

    def is_running(self):
        return self._process.poll() is None

    def result(self, seconds=1800):
        """Waits for the end, and gives what the process printed last."""
        try:
            code = self._process.wait(timeout=seconds)
        finally:
            self.end()
        if code != 0:
            raise RuntimeError(f"{self._name} ended with {code}, see {self._log}:\n{self._log.read_text()[-2000:]}")
        lines = self._out.read_text().strip().splitlines()
        return lines[-1] if lines else ""

    def end(self):
        """Ends the process and all that it started."""
        for how in (signal.SIGINT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=20)
        self._watch.join(timeout=20)

    def peak_megabytes(self):
        """The most memory that its processes held, added up: of each what /usr/bin/time -v would say."""
        return sum(self._peaks.values()) / 1_000_000


def peaks_of_session(session):
    """The processes of a session, and the most memory in bytes that each has held so far."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            # Behind the name in parentheses: state, parent, group, session.
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[3]) != session:
                continue
            for line in (folder / "status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    yield int(folder.name), int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError):
            # It has ended meanwhile.
            continue
