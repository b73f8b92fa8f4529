"""A class of an nbgrader course: what each student does with the released notebooks, and what that should earn."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.cli import run
from grader.cli.world import real_world
from grader.curriculum import find_course
from grader.model import Kata
from grader.student import memory, pristine_stub

COURSE = find_course(Path(__file__))
WARM_UP = COURSE / "solutions" / "kata00_warm_up"
GATHER = COURSE / "solutions" / "kata11_build_your_own_gather"
EXPORTED = "canvas.csv"
RIGHT = (WARM_UP / "warm_up.py").read_text("utf-8")


def stub_of(kata: Kata) -> bytes:
    """The stub as its author left it: in this clone somebody may be at work on it."""
    return pristine_stub(memory(COURSE), kata) or kata.stub.read_bytes()


def grade(here: Path, *arguments: str) -> tuple[int, str]:
    """Run `grade` there as it is; gives its exit code and all it says."""
    said = io.StringIO()
    world = replace(real_world(), here=here, out=said, err=said, ask=lambda question: True)
    return run(arguments, world), said.getvalue()


# A notebook as it was released.
UNTOUCHED = "untouched"


def inside(line: str) -> str:
    """The right answer with this line first in its function."""
    return RIGHT.replace("    await asyncio.sleep(pause)\n", f"    {line}\n    await asyncio.sleep(pause)\n")


@dataclass(frozen=True)
class Work:
    """What a student writes into each solution cell, and what they earn; a notebook that is not here is not handed in.

    `files` are handed in beside the notebooks.
    """

    cells: Mapping[str, str]
    earns: Mapping[str, float]
    files: Mapping[str, str] = field(default_factory=dict)


def warm_up(cell: str, earns: float) -> Work:
    """Work at kata00 alone."""
    return Work({"kata00": cell}, {"kata00": earns})


# Handed in beside a notebook, they would be imported by the kernel of an nbgrader that is not told otherwise.
FORGED = "def verdict(kata, check):\n    return 99.0\n"
FORGED_KERNEL = "raise SystemExit('a kernel of the student')\n"

STUDENTS = {
    "reference": Work(
        {"kata00": RIGHT, "kata11": (GATHER / "gather.py").read_text("utf-8")}, {"kata00": 10, "kata11": 25}
    ),
    "wrong": Work(
        {
            "kata00": (WARM_UP / "wrong" / "w2_blocks_everybody.py").read_text("utf-8"),
            "kata11": (GATHER / "wrong" / "w1_one_by_one.py").read_text("utf-8"),
        },
        {"kata00": 4, "kata11": 2},
    ),
    "hanging": warm_up(inside("while True: pass"), 0),
    "crashing": warm_up(inside("import os; os._exit(0)"), 0),
    "never-awaiting": warm_up((WARM_UP / "wrong" / "w1_forgets_await.py").read_text("utf-8"), 2),
    "empty": Work({"kata00": "", "kata11": UNTOUCHED}, {"kata00": 0, "kata11": 0}),
    "trying-out": warm_up(f'{RIGHT}\nprint(asyncio.run(greet("Ada", 1)))\nprint(await greet("Ada", 1))\n', 10),
    # Takes the first line away, tags verdicts to be left out, deletes one, adds a cell, and hands in modules.
    "forging": Work(
        {"kata00": (WARM_UP / "wrong" / "w2_blocks_everybody.py").read_text("utf-8")},
        {"kata00": 4},
        {"grader.py": FORGED, "ipykernel_launcher.py": FORGED_KERNEL, "ipython_config.py": FORGED_KERNEL},
    ),
}


def solve(released: str, cell: str, *, forging: bool = False) -> str:
    """The released notebook with this in its solution cell, as a student saves it."""
    import nbformat
    from nbformat.v4 import new_code_cell

    book = nbformat.reads(released, as_version=4)
    for one in book.cells:
        about = one.metadata.get("nbgrader", {})
        if about.get("solution") and cell != UNTOUCHED:
            first = one.source.partition("\n")[0]
            one.source = cell and (cell if forging else f"{first}\n{cell}")
        elif about.get("grade") and forging:
            one.metadata["tags"] = ["skip-execution"]
    if forging:
        book.cells = [new_code_cell(FORGING), *(one for one in book.cells if not _judges(one, "kata00-h1"))]
    text: str = nbformat.writes(book)
    return text


def _judges(cell: Any, grade_id: str) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


# What a student's own cell could do to a kernel that ran it.
FORGING = """\
import grader.classroom.nbgrader, grader.classroom.nbgrader.autograde, IPython
grader.classroom.nbgrader.verdict = grader.classroom.nbgrader.autograde.verdict_of = lambda kata, check: 2.0
open("forged.txt", "w").write("a cell of the student's ran")
"""
