"""Executes every notebook of this folder from top to bottom against an embedded Klaviyo.

Called by Maven: run.py EMULATOR_JAR BUNDLE_JAR OUTPUT_FOLDER. Ends with a line that counts what passed and failed, and with
exit code 1 when one failed. A notebook fails when a cell raises, or when Klaviyo has not received what the notebook says.
The Python in the documentation is read as well, and fails when it is none.
"""

import ast
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import textwrap
import traceback
import urllib.request

import nbclient
import nbformat

HERE = pathlib.Path(__file__).resolve().parent
READY = "klaviyo-emulator ready "
BULK = "POST /api/data-source-record-bulk-create-jobs"
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


def start_emulator(jar, key, profiles):
    """Starts an emulator with some profiles that ends with this process, and gives it with its endpoint."""
    environment = dict(os.environ, KLAVIYO_EMULATOR_API_KEY=key)
    process = subprocess.Popen(
        ["java", "-jar", jar, "--port", "0", "--profiles", str(profiles), "--exit-with-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    line = process.stdout.readline().strip()
    if not line.startswith(READY):
        process.kill()
        raise RuntimeError(f"The emulator did not start; it says {line!r}.")
    return process, line[len(READY):]


def bulk_records(endpoint):
    """How many records the emulator has accepted."""
    with urllib.request.urlopen(endpoint + "/__emulator/stats", timeout=10) as answer:
        requests = json.load(answer)["requests"]
    return requests.get(BULK, {}).get("records", 0)


def execute(path, emulator_jar, bundle_jar, output):
    """Runs one notebook and keeps the executed copy."""
    key = "pk_" + secrets.token_hex(16)
    notebook = nbformat.read(path, as_version=4)
    says = notebook.metadata["klaviyo-spark"]
    process, endpoint = start_emulator(emulator_jar, key, says["profiles"])
    try:
        os.environ["KLAVIYO_API_KEY"] = key
        os.environ["KLAVIYO_ENDPOINT"] = endpoint
        os.environ["KLAVIYO_SPARK_BUNDLE"] = bundle_jar
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        client = nbclient.NotebookClient(notebook, timeout=CELL_SECONDS, resources={"metadata": {"path": str(HERE)}})
        try:
            client.execute()
        finally:
            nbformat.write(notebook, output / path.name)

        text = (output / path.name).read_text()
        if key in text:
            raise AssertionError("The executed notebook shows the key.")
        expected = says["records"]
        received = bulk_records(endpoint)
        if received != expected:
            raise AssertionError(f"Klaviyo received {received} records, and the notebook says {expected}.")
    finally:
        process.stdin.close()
        process.wait(timeout=20)


def main():
    emulator_jar, bundle_jar, output = sys.argv[1:4]
    output = pathlib.Path(output)
    output.mkdir(parents=True, exist_ok=True)

    passed, failed = 0, 0
    read, wrong = read_snippets()
    if wrong or read == 0:
        failed += 1
        print("Python of the documentation: FAILED", *wrong, sep="\n  ", flush=True)
    else:
        passed += 1
        print(f"{read} blocks of Python in the documentation: passed", flush=True)

    for path in sorted(HERE.glob("*.ipynb")):
        try:
            execute(path, emulator_jar, bundle_jar, output)
            passed += 1
            print(f"{path.name}: passed", flush=True)
        except Exception:
            failed += 1
            print(f"{path.name}: FAILED", flush=True)
            traceback.print_exc()

    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
