"""`%load_ext grader.classroom.nbgrader` and `%%kata` in a plain notebook, executed."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pytest

from tests.notebooks.students import RIGHT, WARM_UP

WRONG = (WARM_UP / "wrong" / "w2_blocks_everybody.py").read_text("utf-8")
SEED = "get_ipython().magics_manager.registry['KataMagics'].document('kata00')['seed']"
CELLS = {
    "load": "%load_ext grader.classroom.nbgrader",
    "right": f"%%kata kata00\n{RIGHT}",
    "seed": SEED,
    "not run": "'greet' in globals()",
    "hidden": "from grader.classroom.nbgrader import verdict\nverdict('kata00', 'h1')",
    "unknown check": "verdict('kata00', 'test_of_nobody')",
    "unknown kata": "verdict('kata98', 'h1')",
    "noise": "import gc\ngc.disable()\nasync def late(): pass\nkept = [late()]\nkept.append(kept)\ndel kept",
    "after noise": "found = verdict('kata00', 'h1')\ngc.collect()\nfound",
    "same seed": SEED,
    "wrong": f"%%kata kata00\n{WRONG}",
    "after wrong": "verdict('kata00', 'h1')",
    "no such kata": "%%kata kata98\nx = 1",
    "no kata": "%%kata\nx = 1",
}


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The outputs of each cell of a notebook that stands in a folder of its own."""
    pytest.importorskip("nbclient")
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    book = new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])
    where = {"metadata": {"path": str(tmp_path_factory.mktemp("plain"))}}
    NotebookClient(book, timeout=60, allow_errors=True, resources=where).execute()
    return {name: cell.outputs for name, cell in zip(CELLS, book.cells, strict=True)}


def value(outputs: Any) -> str:
    """The cell's last value."""
    (found,) = [output.data["text/plain"] for output in outputs if output.output_type == "execute_result"]
    return str(found)


def test_the_report_is_shown_inline(executed: Mapping[str, Any]) -> None:
    """The cell shows the whole page, with its timeline, in a frame that runs no script; and words beside it."""
    (shown,) = executed["right"]

    page = html.unescape(shown.data["text/html"])
    assert "accepted" in page
    assert "<svg" in page
    assert 'sandbox=""' in page
    assert "10 of 10 points, accepted" in shown.data["text/plain"]


def test_the_cell_itself_is_not_run(executed: Mapping[str, Any]) -> None:
    """What the cell defines does not come into the notebook."""
    assert value(executed["not run"]) == "False"


def test_one_marking_serves_all_verdicts(executed: Mapping[str, Any]) -> None:
    """A solution is graded once, however many cells ask; another one is graded anew."""
    assert value(executed["seed"]) == value(executed["same seed"])
    assert tuple(value(executed[name]) for name in ("hidden", "after noise", "after wrong")) == ("2.0", "2.0", "0.0")


def test_what_cannot_be_told_is_zero(executed: Mapping[str, Any]) -> None:
    """A check or a kata that is not there is 0.0, in words, and no silence that would score in full."""
    for name, said in (("unknown check", "was not judged"), ("unknown kata", "no cell that begins with %%kata kata98")):
        assert value(executed[name]) == "0.0"
        assert said in executed[name][0].text


def test_a_verdict_is_silent_on_stderr(executed: Mapping[str, Any]) -> None:
    """A coroutine that another cell forgot does not complain in a verdict's cell."""
    assert {"stdout", None} == {output.get("name") for output in executed["after noise"]}


@pytest.mark.parametrize(
    ("name", "said"), [("no such kata", "There is no kata 'kata98'"), ("no kata", "Name one kata")]
)
def test_a_misused_magic_says_so(executed: Mapping[str, Any], name: str, said: str) -> None:
    """One sentence, and no traceback."""
    assert said in "".join(output.get("text", "") for output in executed[name])
    assert "Traceback" not in str(executed[name])
