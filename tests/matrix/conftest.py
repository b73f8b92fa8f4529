"""A small kata, as values and as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.matrix_report import Matrix, ProgramRow
from grader.model import Check, Outcome
from tests.dev_new.bench import Bench
from tests.support.katas import write_files

SIGNS = {".": Outcome.PASSED, "x": Outcome.FAILED, "e": Outcome.ERRORED, "t": Outcome.TIMED_OUT, "-": Outcome.NOT_RUN}
Draw = Callable[..., Matrix]


def row(role: str, name: str, signs: str, caught_by: str = "", code: str = "") -> ProgramRow:
    """A program whose outcomes are written as signs, one for each check."""
    return ProgramRow(role, name, tuple(SIGNS[sign] for sign in signs), caught_by, code)


def wrong(name: str, signs: str, caught_by: str = "test_first") -> ProgramRow:
    """A wrong solution."""
    return row("wrong solution", name, signs, caught_by, "M02")


@pytest.fixture
def draw() -> Draw:
    """A matrix of three checks, or more, with these rows below a right reference."""

    def made(*rows: ProgramRow, checks: int = 3) -> Matrix:
        names = ["test_first", "test_second", *(f"test_number_{number}" for number in range(3, checks + 1))]
        found = tuple(Check(name, "It holds.", 2, hidden=name != "test_first") for name in names)
        return Matrix("kata61", "Graceful shutdown", found, (row("reference", "r", "." * checks), *rows))

    return made


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A folder with one kata, whose programs are easy to make wrong."""
    bench = Bench(tmp_path)
    write_files(tmp_path, FILES)
    return bench


HOME, SOLUTIONS = "katas/kata61_twice", "solutions/kata61_twice"
CLAIM = '"""Believes something."""\n# misconception: M00\n# caught by: {}\n# student reads: did not hold\n\n'
RUNS = """\
import asyncio


def twice(number):
    async def doubled():
        return number * 2

    return asyncio.run(doubled())
"""
FILES = {
    f"{HOME}/kata.yaml": (
        "title: Twice\ntrack: tasks\nkind: build\ndifficulty: 1\nsubmit: twice.py\n"
        "locked: [asyncio.run]\nhints: [Look., Think., Write.]\n"
    ),
    f"{HOME}/README.md": "# Twice\n\nDouble it. `grade kata61`\n",
    f"{HOME}/twice.py": "def twice(number):\n    raise NotImplementedError\n",
    f"{HOME}/test_twice.py": (
        "from grader.testing import check, expect\n\n\n"
        "@check(points=4)\ndef test_of_three(kata):\n"
        '    """Twice three is six."""\n    expect(kata.twice(3), 6)\n'
    ),
    f"{HOME}/hidden/test_twice_hidden.py": (
        "from grader.testing import check, expect, number\n\n\n"
        "@check(points=4, needs='test_of_three')\ndef test_of_any(kata):\n"
        '    """Twice is twice."""\n    some = number(10, 99)\n    expect(kata.twice(some), 2 * some)\n\n\n'
        "@check(points=2)\ndef test_of_none(kata):\n"
        '    """Twice nothing is nothing."""\n    expect(kata.twice(0), 0)\n'
    ),
    f"{SOLUTIONS}/twice.py": "def twice(number):\n    return number * 2\n",
    f"{SOLUTIONS}/alternatives/sum.py": "def twice(number):\n    return number + number\n",
    f"{SOLUTIONS}/wrong/w1_six.py": CLAIM.format("test_of_any") + "def twice(number):\n    return 6 if number else 0\n",
    f"{SOLUTIONS}/wrong/w10_squares.py": CLAIM.format("test_of_three") + "def twice(number):\n    return number**2\n",
    f"{SOLUTIONS}/wrong/w2_runs.py": CLAIM.format("locked") + RUNS,
    f"{SOLUTIONS}/wrong/w3_one_more.py": (
        CLAIM.format("test_of_none") + "def twice(number):\n    return number * 2 or 1\n"
    ),
}
