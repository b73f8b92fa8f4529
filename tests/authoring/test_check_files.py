"""The rules for the text of check files."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from grader.authoring.check_files import check_file_problems
from grader.model import Kata

SAID = (
    "test_x iterates over what the student's code gave: compare it whole with expect(), or take plain(...) of it first"
)


def problems(body: str) -> tuple[str, ...]:
    """What is said of a check with this body, which starts on line 2."""
    return check_file_problems("async def test_x(kata, clock):\n" + indent(dedent(body).strip("\n"), "    "), "t.py")


def test_imports_of_a_check_file(kata: Kata):
    """The standard library, pytest and grader.testing are welcome; the rest of the grader and others are not."""
    source = (
        "import asyncio, pytest\nfrom collections import abc\nfrom grader.testing import check\n"
        "import grader.model\nfrom grader import testing\nimport numpy as np\nfrom . import kit\nimport doors\n"
    )

    told = check_file_problems(source, "hidden/test_doors.py")

    named = [problem.partition(": a check file")[0] for problem in told]
    assert named == [
        "hidden/test_doors.py:4: imports grader.model",
        "hidden/test_doors.py:5: imports grader",
        "hidden/test_doors.py:6: imports numpy",
        "hidden/test_doors.py:7: imports .",
        "hidden/test_doors.py:8: imports doors",
    ]


def test_a_tell_for_several_comparisons_claims_too_much():
    """What a whole check tells is said of whichever comparison fails: with several, nobody observed it."""
    head = "@check(points=1, tells=M00)\ndef test_x(kata):\n    "

    (problem,) = check_file_problems(head + "expect(kata.f(), 1)\n    assert kata.g()\n", "t.py")

    assert problem.startswith("t.py:2: test_x has one tell for 2 comparisons: ")
    assert check_file_problems(head + "expect(kata.f(), 1)\n", "t.py") == ()
    assert check_file_problems(head.replace(", tells=M00", "") + "assert 1\n    assert 2\n", "t.py") == ()


def test_a_file_that_is_no_python_is_told():
    """A syntax error is one problem, not a crash."""
    (problem,) = check_file_problems("def test_x(:\n", "t.py")

    assert problem.startswith("t.py is not Python: ")


@pytest.mark.parametrize(
    "body",
    [
        "for item in await kata.items(): ...",
        "for item in kata.Store().items(): ...",
        "assert all(type(item) is int for item in await kata.items())",
        "found = asyncio.run(kata.items())\nassert [item for item in found] == [1]",
        "found = await asyncio.wait_for(kata.items(), 3)\nnames = {item.name for item in found}",
    ],
)
def test_iterating_over_what_a_student_gave_is_told(body: str):
    """A `for` or a comprehension over the result of a call, also through a name."""
    line = 2 + body.count("\n")

    assert problems(body) == (f"t.py:{line}: {SAID}",)


@pytest.mark.parametrize(
    "body",
    [
        "async for tick in kata.ticks(3): ...",
        "found = [tick async for tick in kata.ticks(3)]",
        "for item in plain(await kata.items()): ...",
        "found = await kata.items()\nexpect(found, [1])\nfor item in found: ...",
        "found = await kata.items()\nassert found == [1]\nnames = [item for item in found]",
        "found = await kata.items()\nfound = [1]\nfor item in found: ...",
        "for job in jobs: await kata.run(job)",
        "results = await asyncio.gather(*(kata.run(job) for job in jobs))\nfor result in results: ...",
        "first, second = await kata.pair()",
        "assert list(kata.countdown(3)) == [3, 2, 1]",
    ],
)
def test_what_is_judged_whole_or_asks_for_the_protocol_is_let_be(body: str):
    """No false alarm where the whole value was compared first, or where iterating is what is tested."""
    assert problems(body) == ()
