"""Shows that the checks of outputs.py find what they are for."""

import base64
import struct
import sys
import tempfile
import unittest

from nbformat import v4

import outputs


def png(width=640, size=1_000):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, 400)
    return base64.b64encode(head.ljust(size, b"\0")).decode("ascii")


def shown(text="Miso\n", name="stdout"):
    return v4.new_output("stream", name=name, text=text)


def picture(**form):
    return v4.new_output("display_data", {"image/png": png(**form), "text/plain": "<Figure>"})


def notebook(*results, pictures=0):
    """An executed notebook with a cell for each list of outputs."""
    cells = [
        v4.new_code_cell(f"cell({number})", execution_count=number, outputs=list(result))
        for number, result in enumerate(results, 1)
    ]
    made = v4.new_notebook(cells=[v4.new_markdown_cell("# Pets"), *cells], metadata={outputs.NAME: {"pictures": pictures}})
    made.metadata[outputs.NAME]["executed"] = outputs.fingerprint(made)
    return made


class CommittedTest(unittest.TestCase):
    def assert_problem(self, made, part):
        problems = outputs.committed_problems(made)
        self.assertEqual(1, len(problems), problems)
        self.assertIn(part, problems[0])

    def test_nothing_is_wrong_with_what_was_executed(self):
        self.assertEqual([], outputs.committed_problems(notebook([shown()], [], [picture()], pictures=1)))

    def test_a_cell_that_was_not_executed(self):
        made = notebook([shown()], [])
        made.cells[2].execution_count = None
        self.assert_problem(made, "but as [1, None]")

    def test_cells_that_were_executed_in_another_order(self):
        made = notebook([], [])
        made.cells[1].execution_count = 3
        self.assert_problem(made, "but as [3, 2]")

    def test_code_that_was_changed_afterwards(self):
        made = notebook([shown()])
        made.cells[1].source += "  # later"
        self.assert_problem(made, "not of the code")

    def test_words_between_the_cells_may_change(self):
        made = notebook([shown()])
        made.cells[0].source = "# Cats"
        self.assertEqual([], outputs.committed_problems(made))

    def test_an_error(self):
        error = v4.new_output("error", ename="ValueError", evalue="x", traceback=[])
        self.assert_problem(notebook([error]), "ends with an error")

    def test_a_log(self):
        self.assert_problem(notebook([shown("WARN\n", name="stderr")]), "shows a log")

    def test_what_is_of_one_machine(self):
        for text in (tempfile.gettempdir() + "/x", sys.prefix, "http://127.0.0.1:40123", "/home/ada/x", "pk_0123456789abcdef"):
            with self.subTest(text):
                self.assert_problem(notebook([shown(f"see {text}\n")]), "of one machine")

    def test_the_documented_address_is_of_no_machine(self):
        self.assertEqual([], outputs.committed_problems(notebook([shown("http://127.0.0.1:8080\n")])))

    def test_links(self):
        for link, is_sound in (("../docs/objects.md#delete", True), ("../docs/objects.md#nowhere", False), ("../docs/pets.md", False)):
            with self.subTest(link):
                made = notebook([])
                made.cells[0].source = f"See [more]({link})."
                self.assertEqual([] if is_sound else [f"its link {link} leads nowhere"], outputs.committed_problems(made))

    def test_a_picture_that_is_missing(self):
        self.assert_problem(notebook([shown()], pictures=1), "it shows 0 pictures and says 1")

    def test_a_picture_that_is_too_large(self):
        for form in ({"size": 200_000}, {"width": 3_000}):
            with self.subTest(form):
                self.assert_problem(notebook([picture(**form)], pictures=1), "picture 1 has")

    def test_a_picture_that_is_none(self):
        broken = v4.new_output("display_data", {"image/png": base64.b64encode(b"<svg/>").decode("ascii")})
        self.assert_problem(notebook([broken], pictures=1), "no PNG")


class DifferencesTest(unittest.TestCase):
    def test_the_same_text_in_other_parts(self):
        self.assertEqual([], outputs.differences(notebook([shown("a\nb\n")]), notebook([shown("a\n"), shown("b\n")])))

    def test_another_text(self):
        self.assertIn("'Rex\\n'", outputs.differences(notebook([shown()]), notebook([shown("Rex\n")]))[0])

    def test_another_value(self):
        old, new = (notebook([v4.new_output("execute_result", {"text/plain": text}, execution_count=1)]) for text in "12")
        self.assertEqual(1, len(outputs.differences(old, new)))

    def test_a_cell_that_says_that_it_varies(self):
        old = notebook([shown()])
        old.cells[1].metadata["tags"] = ["varies"]
        self.assertEqual([], outputs.differences(old, notebook([shown("Rex\n")])))


class CleanTest(unittest.TestCase):
    def test_logs_and_times_go_and_answers_stay(self):
        made = notebook([shown("WARN\n", name="stderr"), shown()])
        made.cells[1].metadata["execution"] = {"iopub.status.busy": "2026-07-01T00:00:00Z"}
        made.metadata.language_info = {"name": "python", "version": "3.11.7"}
        outputs.clean(made)
        self.assertEqual(notebook([shown()]).cells[1].outputs, made.cells[1].outputs)
        self.assertNotIn("execution", made.cells[1].metadata)
        self.assertEqual({"name": "python"}, made.metadata.language_info)


if __name__ == "__main__":
    unittest.main()
