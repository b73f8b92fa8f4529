"""A class of an nbgrader course: what each student does with the released notebooks, and what that should earn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.curriculum import find_course

COURSE = find_course(Path(__file__))
WARM_UP = COURSE / "solutions" / "kata00_warm_up"
GATHER = COURSE / "solutions" / "kata11_build_your_own_gather"
RIGHT = (WARM_UP / "warm_up.py").read_text("utf-8")


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
        {"kata00": 4, "kata11": 3},
    ),
    "hanging": warm_up(inside("while True: pass"), 0),
    "crashing": warm_up(inside("import os; os._exit(0)"), 0),
    "never-awaiting": warm_up((WARM_UP / "wrong" / "w1_forgets_await.py").read_text("utf-8"), 2),
    "empty": warm_up("", 0),
    "asyncio-run": warm_up(f'{RIGHT}\nprint(asyncio.run(greet("Ada", 1)))\n', 10),
    "top-level-await": warm_up(f'{RIGHT}\nprint(await greet("Ada", 1))\n', 10),
    # Takes the first line away, tags verdicts to be left out, adds a cell, and hands in modules.
    "forging": Work(
        {"kata00": (WARM_UP / "wrong" / "w2_blocks_everybody.py").read_text("utf-8")},
        {"kata00": 4},
        {"grader.py": FORGED, "ipykernel_launcher.py": FORGED_KERNEL},
    ),
}


def solve(released: str, cell: str, *, forging: bool = False) -> str:
    """The released notebook with this in its solution cell, as a student saves it."""
    import nbformat
    from nbformat.v4 import new_code_cell

    book = nbformat.reads(released, as_version=4)
    for one in book.cells:
        about = one.metadata.get("nbgrader", {})
        if about.get("solution"):
            first = one.source.partition("\n")[0]
            one.source = cell and (cell if forging else f"{first}\n{cell}")
        elif about.get("grade") and forging:
            one.metadata["tags"] = ["skip-execution"]
    if forging:
        book.cells.insert(0, new_code_cell(FORGING))
    text: str = nbformat.writes(book)
    return text


# What a student's own cell could do to a kernel that ran it.
FORGING = """\
import grader.notebooks, grader.notebooks.verdicts, IPython
grader.notebooks.verdict = grader.notebooks.verdicts.verdict_of = lambda kata, check: 2.0
open("forged.txt", "w").write("a cell of the student's ran")
"""
