"""What nbgrader makes of a cell, seen with the real package: why a verdict is one clamped float and no word more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

POINTS = 4
CELLS = {
    "stderr": "import sys\nprint('a word', file=sys.stderr)\n4.0",
    "never awaited": "async def f(): pass\nf()\nimport gc\ngc.collect()\n4.0",
    "silent": "x = 1",
    "no number": "'nothing at all'",
    "a coroutine": "async def g(): assert False\nc = g()\nc",
    "negative": "-3.0",
    "too much": "4.5",
    "asyncio.run": "import asyncio\nasyncio.run(asyncio.sleep(0))\n4.0",
    "skipped": "0.0",
    "right": "2.5",
}


@pytest.fixture(scope="module")
def executed() -> Mapping[str, Any]:
    """Cells like an autograded one, by what they do, executed as nbgrader does."""
    pytest.importorskip("nbgrader")
    from nbformat.v4 import new_code_cell, new_notebook
    from nbgrader.preprocessors import Execute

    about = {"grade": True, "solution": False, "locked": True, "points": POINTS, "schema_version": 3, "task": False}
    cells = [
        new_code_cell(source, metadata={"nbgrader": about | {"grade_id": name.replace(" ", "-")}})
        for name, source in CELLS.items()
    ]
    cells[list(CELLS).index("skipped")].metadata["tags"] = ["skip-execution"]
    book, _ = Execute().preprocess(new_notebook(cells=cells), {})
    return dict(zip(CELLS, book.cells, strict=True))


def grade(cell: Any) -> float:
    """What nbgrader gives for it."""
    from nbgrader.utils import determine_grade

    points, most = determine_grade(cell)
    assert most == POINTS
    return float(points)


@pytest.mark.parametrize(
    ("what", "points"),
    [
        ("stderr", 0),
        ("never awaited", 0),
        ("silent", POINTS),
        ("no number", POINTS),
        ("a coroutine", POINTS),
        ("negative", POINTS),
        ("skipped", POINTS),
        ("asyncio.run", 0),
        ("right", 2.5),
    ],
)
def test_what_a_cell_is_given(executed: Mapping[str, Any], what: str, points: float) -> None:
    """Any word on stderr costs everything; silence, no number and a negative one earn everything."""
    assert points == grade(executed[what])


def test_more_than_the_maximum_is_an_error(executed: Mapping[str, Any]) -> None:
    """nbgrader raises, and the student's whole notebook goes ungraded."""
    with pytest.raises(ValueError, match="cannot be greater than maximum"):
        grade(executed["too much"])


def test_a_kernel_has_a_loop_already(executed: Mapping[str, Any]) -> None:
    """asyncio.run raises inside a kernel: a solution cannot be run there as a file is."""
    (error,) = [output for output in executed["asyncio.run"].outputs if output.output_type == "error"]

    assert "cannot be called from a running event loop" in error.evalue


def test_a_cell_has_thirty_seconds() -> None:
    """nbgrader's own limit is longer than ours, which is longer than the one of an attempt."""
    pytest.importorskip("nbgrader")
    from nbgrader.preprocessors import Execute

    from grader.classroom.nbgrader.autograde import LIMIT_S
    from grader.engine.examiner.candidate_host import ATTEMPT_WALL_S

    assert ATTEMPT_WALL_S < LIMIT_S < Execute().timeout == 30


def test_feedback_shows_hidden_regions() -> None:
    """nbgrader keeps a hidden region's text in its gradebook for autograding, before it clears it from the release."""
    pytest.importorskip("nbgrader")
    from nbgrader.converters.generate_assignment import GenerateAssignment
    from nbgrader.preprocessors import ClearHiddenTests, SaveCells

    order = GenerateAssignment.class_traits()["preprocessors"].default()

    assert order.index(SaveCells) < order.index(ClearHiddenTests)
