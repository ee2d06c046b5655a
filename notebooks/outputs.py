"""What is true of every committed notebook: it was executed as it stands, and its outputs tell nothing about a machine."""

import base64
import hashlib
import os
import pathlib
import re
import struct
import sys
import tempfile

NAME = "klaviyo-spark"
LARGEST_PICTURE = 100_000
WIDEST_PICTURE = 1_200
VARIES = "varies"
HERE = pathlib.Path(__file__).resolve().parent
PLACES = {str(HERE.parent), str(pathlib.Path.home()), tempfile.gettempdir(), sys.prefix, sys.base_prefix}
LINK = re.compile(r"\]\(([^)\s]+)\)")
LOCAL = re.compile(
    "|".join(re.escape(place) + r"(?![\w.-])" for place in sorted(PLACES) if len(place) > 1)
    + r"|/(?:tmp|home|root|Users|private|var/folders)/|(?:127\.0\.0\.1|localhost):(?!8080\b)\d+|\bpk_\w{8,}"
)


def code_cells(notebook):
    """The cells of code that there is something to execute in."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def tags(cell):
    return cell.metadata.get("tags", [])


def fingerprint(notebook):
    """A hash of all code, which tells whether outputs stem from it."""
    code = "\0".join(cell.source for cell in code_cells(notebook))
    return "sha256:" + hashlib.sha256(code.encode("utf-8")).hexdigest()


def texts(cell):
    """What a cell shows as text, in order; a stream that came in parts is one text."""
    shown, stream = [], None
    for output in cell.outputs:
        if output.output_type == "stream":
            if stream == output.name:
                shown[-1] += output.text
            else:
                shown.append(output.text)
            stream = output.name
        else:
            stream = None
            shown += [text for mime, text in sorted(output.get("data", {}).items()) if mime.startswith("text/")]
            shown += output.get("traceback", [])
    return shown


def pictures(notebook):
    """The PNGs that are shown, as bytes."""
    return [
        base64.b64decode(output.data["image/png"])
        for cell in code_cells(notebook)
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def clean(notebook):
    """Takes out what an execution leaves that is no answer to a cell: the log of Spark, times, the version of Python."""
    for cell in code_cells(notebook):
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        cell.metadata.pop("execution", None)
    notebook.metadata.language_info = {"name": "python"}


def committed_problems(notebook):
    """Says what is wrong with a notebook that is to be read with its outputs."""
    says = notebook.metadata[NAME]
    problems = []
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        problems.append(f"its cells were not executed once each from top to bottom, but as {counts}")
    if says.get("executed") != fingerprint(notebook):
        problems.append("its outputs are not of the code that it holds")
    for cell in code_cells(notebook):
        first = cell.source.splitlines()[0]
        if any(output.output_type == "error" for output in cell.outputs):
            problems.append(f"the cell {first!r} ends with an error")
        if any(output.get("name") == "stderr" for output in cell.outputs):
            problems.append(f"the cell {first!r} shows a log")
        for found in {match[0] for text in texts(cell) for match in LOCAL.finditer(text)}:
            problems.append(f"the cell {first!r} shows {found!r}, which is of one machine")
    return problems + picture_problems(notebook) + broken_links(notebook)


def broken_links(notebook):
    """Says which links between the cells lead nowhere; those to other hosts are not followed."""
    words = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    broken = []
    for link in LINK.findall(words):
        file, _, anchor = link.partition("#")
        page = HERE / file
        if not link.startswith("https://") and not (page.is_file() and (not anchor or anchor in anchors(page))):
            broken.append(f"its link {link} leads nowhere")
    return broken


def anchors(page):
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def picture_problems(notebook):
    """Says when there are not as many pictures as the notebook says, or one that is no picture or too large."""
    shown, says = pictures(notebook), notebook.metadata[NAME]["pictures"]
    problems = [] if len(shown) == says else [f"it shows {len(shown)} pictures and says {says}"]
    for number, png in enumerate(shown, 1):
        if png[:8] != b"\x89PNG\r\n\x1a\n":
            problems.append(f"picture {number} is no PNG")
        elif len(png) > LARGEST_PICTURE or struct.unpack(">I", png[16:20])[0] > WIDEST_PICTURE:
            problems.append(f"picture {number} has {len(png):,} bytes or is wider than {WIDEST_PICTURE} pixels")
    return problems


def differences(committed, executed):
    """Says where an execution shows another text than the committed notebook; a cell that varies says so by a tag."""
    return [
        f"the cell {old.source.splitlines()[0]!r} shows {os.linesep.join(texts(new))!r},"
        f" and what is committed is {os.linesep.join(texts(old))!r}"
        for old, new in zip(code_cells(committed), code_cells(executed))
        if VARIES not in tags(old) and texts(old) != texts(new)
    ]
