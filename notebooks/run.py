"""Executes every notebook of this folder from top to bottom against an embedded Klaviyo, each with one of its own.

Called by Maven; --help lists what it takes. Ends with a line that counts what passed and failed, and with exit code 1 when
one failed. A notebook fails when a cell raises, when Klaviyo has not received what the notebook says, when it shows the key, or
when what is committed is not what an execution shows; outputs.py says what that means. With --write true, what was executed becomes
what is committed. The Python in the documentation is read as well, and fails when it is none.

What a notebook says stands in its metadata, below "klaviyo-spark":

    emulator   flags of the emulator and their values, such as {"profiles": 2000, "events": 500}
    received   how many records each operation that writes has taken, such as {"POST /api/profile-bulk-import-jobs": 10}
    sources    data sources by title: how many records, and in which member how many distinct ids
    objects    object types by title: how many objects
    pictures   how many pictures there are
    executed   a hash of the code that the outputs stem from, written by --write
"""

import argparse
import ast
import contextlib
import copy
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import textwrap
import time
import traceback
import urllib.parse
import urllib.request

import nbclient
import nbformat

import outputs

HERE = pathlib.Path(__file__).resolve().parent
READY = "klaviyo-emulator ready "
REVISION = "2026-07-15"
CELL_SECONDS = 240
SNIPPET = re.compile(r"^( *)```python\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def read_snippets():
    """Reads the Python of all pages, and gives the number of blocks and what is wrong with some."""
    root = HERE.parent
    read, wrong = 0, []
    for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for snippet in SNIPPET.finditer(text):
            read += 1
            try:
                ast.parse(textwrap.dedent(snippet[2]))
            except SyntaxError as error:
                line = text.count("\n", 0, snippet.start()) + 1 + (error.lineno or 1)
                wrong.append(f"{page.relative_to(root)}:{line}: {error.msg}")
    return read, wrong


class Emulator:
    """An embedded Klaviyo that ends with this process."""

    def __init__(self, jar, key, flags):
        self.key = key
        arguments = [text for name, value in flags.items() for text in (f"--{name}", str(value))]
        self.process = subprocess.Popen(
            ["java", "-jar", jar, "--port", "0", "--exit-with-stdin", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ, KLAVIYO_EMULATOR_API_KEY=key),
        )
        line = self.process.stdout.readline().strip()
        if not line.startswith(READY):
            self.process.kill()
            raise RuntimeError(f"The emulator did not start; it says {line!r}.")
        self.endpoint = line[len(READY):]

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)

    def read(self, path):
        headers = {"Authorization": f"Klaviyo-API-Key {self.key}", "revision": REVISION}
        with urllib.request.urlopen(urllib.request.Request(self.endpoint + path, headers=headers), timeout=30) as answer:
            return answer.read().decode("utf-8")

    def titles(self, path):
        """The ids of what the API lists, by title."""
        found = {}
        while path:
            page = json.loads(self.read(path))
            found.update({one["attributes"]["title"]: one["id"] for one in page["data"]})
            following = page.get("links", {}).get("next")
            path = following[len(self.endpoint):] if following else None
        return found

    def lines(self, path, **query):
        return [json.loads(line) for line in self.read(f"{path}?{urllib.parse.urlencode(query)}").splitlines()]

    def received(self, says):
        """What has arrived, in the form in which a notebook says it."""
        requests = json.loads(self.read("/__emulator/stats"))["requests"]
        written = {name: one.get("records", 0) for name, one in requests.items() if not name.startswith("GET ")}
        found = {"received": {name: records for name, records in written.items() if records}}
        if "sources" in says:
            found["sources"] = {title: self.source(source, says["sources"].get(title, {}).get("id"))
                                for title, source in self.titles("/api/data-sources").items()}
        if "objects" in says:
            found["objects"] = {title: len(self.lines("/__emulator/objects", **{"object-type": type_id}))
                                for title, type_id in self.titles("/api/object-types").items()}
        return found

    def refused(self):
        """How many requests were answered 429, by operation. Told and not judged: on a busy machine requests arrive closer than they left."""
        requests = json.loads(self.read("/__emulator/stats"))["requests"]
        return {name: one["status"]["429"] for name, one in requests.items() if one["status"].get("429")}

    def source(self, source, member):
        records = [line["record"] for line in self.lines("/__emulator/records", **{"data-source": source})]
        return {"id": member, "records": len(records), "distinct": len({record.get(member) for record in records})}


def run_cells(notebook, endpoint, key, bundle_jar):
    environment = {
        "KLAVIYO_API_KEY": key,
        "KLAVIYO_ENDPOINT": endpoint,
        "KLAVIYO_SPARK_BUNDLE": bundle_jar,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "TZ": "UTC",
    }
    nbclient.NotebookClient(
        notebook, timeout=CELL_SECONDS, resources={"metadata": {"path": str(HERE)}}, record_timing=False
    ).execute(env=dict(os.environ, **environment))


def execute(path, arguments):
    """Runs one notebook, keeps the executed copy, and raises when something is not as the notebook says; gives what was refused."""
    key = "pk_" + secrets.token_hex(16)
    committed = nbformat.read(path, as_version=4)
    notebook = copy.deepcopy(committed)
    says = notebook.metadata[outputs.NAME]
    copied = arguments.output / path.name
    with contextlib.closing(Emulator(arguments.emulator_jar, key, says["emulator"])) as emulator:
        try:
            run_cells(notebook, emulator.endpoint, key, arguments.bundle_jar)
        finally:
            nbformat.write(notebook, copied)

        if key in copied.read_text(encoding="utf-8"):
            raise AssertionError("The executed notebook shows the key.")
        expected = {name: says[name] for name in ("received", "sources", "objects") if name in says}
        refused = emulator.refused()
        received = emulator.received(says)
        if received != expected:
            raise AssertionError(f"Klaviyo received {received}, and the notebook says {expected}.")

    outputs.clean(notebook)
    if arguments.write:
        says["executed"] = outputs.fingerprint(notebook)
        committed = notebook
    problems = outputs.committed_problems(committed) + outputs.picture_problems(notebook)
    problems += outputs.differences(committed, notebook)
    if problems:
        raise AssertionError("\n  ".join(["-Dnotebooks.write=true writes what an execution shows. As it stands:", *problems]))
    if arguments.write:
        nbformat.write(notebook, path)
    return refused


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("emulator_jar")
    parser.add_argument("bundle_jar", type=os.path.abspath)
    parser.add_argument("output", type=pathlib.Path, help="a folder for the executed copies")
    parser.add_argument("--write", type=lambda text: text == "true", default=False, metavar="true|false")
    parser.add_argument("--only", default="*", help="a pattern of names, such as 03-*")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    passed, failed = 0, 0
    read, wrong = read_snippets()
    if wrong or read == 0:
        failed += 1
        print("Python of the documentation: FAILED", *wrong, sep="\n  ", flush=True)
    else:
        passed += 1
        print(f"{read} blocks of Python in the documentation: passed", flush=True)

    notebooks = sorted(HERE.glob(arguments.only + ".ipynb"))
    if not notebooks:
        failed += 1
        print(f"No notebook is called {arguments.only}.", flush=True)
    for path in notebooks:
        began = time.monotonic()
        try:
            refused = execute(path, arguments)
            passed += 1
            print(f"{path.name}: passed in {time.monotonic() - began:.0f} s; requests answered 429: {refused or 'none'}", flush=True)
        except Exception:
            failed += 1
            print(f"{path.name}: FAILED", flush=True)
            traceback.print_exc()

    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
