"""The rules for the text of check files."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from grader.authoring.check_files import check_file_problems, uncollected_problems
from grader.authoring.untrusted import BELIEVES, CONTAINS, GUARDED, ITERATES, MEASURES, SIZES, TOLD
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

    (problem,) = check_file_problems(head + "expect(kata.f(), 1)\n    assert kata.g() == 2\n", "t.py")

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


@pytest.mark.parametrize(
    "source",
    [
        "@check(points=1)\nasync def it_opens(kata, clock):\n    assert kata.f()\n",
        "@testing.check(points=1)\ndef tets_it(kata):\n    assert kata.f()\n",
        "async def opens(kata, clock):\n    assert kata.f()\n",
    ],
)
def test_a_check_that_nothing_collects_is_told(source: str):
    """Decorated, or with the arguments of a check and called by nobody; a helper is neither."""
    (problem,) = check_file_problems(source, "t.py")

    assert problem.endswith(" is not run: the name of a check begins with test_")
    helper = "def ask(kata):\n    return kata.f()\n\n@check(points=1)\ndef test_x(kata):\n    assert ask(kata) == 1\n"
    assert check_file_problems(helper, "t.py") == ()


def test_a_file_that_nothing_collects_is_told(kata: Kata):
    """One with checks in it and another name; the stub and files without checks are let be."""
    hidden = kata.folder / "hidden"
    (hidden / "doors_hidden.py").write_text((hidden / "test_doors_hidden.py").read_text())
    (kata.folder / "notes.py").write_text("x = 1\n")

    assert uncollected_problems(kata.folder, kata.submit) == (
        "hidden/doors_hidden.py is not collected: a file of checks is named test_….py",
    )


ASKS = {
    "assert 3 in kata.bag()": CONTAINS,
    "bag = kata.bag()\nif 3 not in bag: ...": CONTAINS,
    "expect(len(kata.bag()), 3)": MEASURES,
    "bag = await kata.bag()\nassert len(bag.items()) == 2": MEASURES,
    "assert 1 < kata.size()": SIZES,
    "if kata.thing() >= kata.Other(): ...": SIZES,
    "if await kata.empty(): fail(M00)": BELIEVES,
    "found = kata.Box(3)\nassert found.is_open()": BELIEVES,
    "if not kata.DONE: ...": BELIEVES,
    "while kata.more(): ...": BELIEVES,
    "found = [one for one in ours if kata.takes(one)]": BELIEVES,
    "said = kata.yes() or 3": BELIEVES,
    "assert any(kata.answers())": ITERATES,
    "with kata.room() as room:\n    expect(room.value, 3)": GUARDED,
    "async with kata.Room():\n    if x:\n        clock.took(3.0)": GUARDED,
    "room = kata.Room()\nasync with room:\n    assert 1 == 2": GUARDED,
    "async with asyncio.timeout(3), kata.room():\n    fail(M00)": GUARDED,
}


@pytest.mark.parametrize("body", ASKS)
def test_taking_the_word_of_a_students_object_is_told(body: str):
    """Where its own methods answer, the author is told what to do; a check marked inside may take its word."""
    said = ASKS[body]

    told = problems(body)

    assert len(told) == 1 and told[0].endswith(f": test_x {said}")
    marked = check_file_problems(
        "@check(points=1, inside=True)\nasync def test_x(kata, clock):\n" + indent(body, "    "), "t.py"
    )
    assert len(marked) == (said == ITERATES)


@pytest.mark.parametrize(
    "body",
    [
        "bag = plain(kata.bag())\nassert 3 in bag and len(bag) == 2 and bag",
        "bag = kata.bag()\nexpect(bag, [3])\nif bag: assert len(bag) < 2",
        "bag = kata.bag()\nif isinstance(bag, list) and len(bag) == 3: ...",
        "expect(kata.bag() == 3, True)",
        "assert kata.bag() == [3] and kata.other() is None",
        "if inspect.isawaitable(kata.f()): ...",
        "async with kata.Room() as room:\n    value = await room.take()\nexpect(value, 3)",
        "with raising({TypeError: M00}):\n    expect(await kata.f(), 3)",
        "with M00.because('…'):\n    assert kata.f() == 3",
        "assert [kata.f() for one in ours if one > 3] == []",
        "jobs = [Job(1)]\nif jobs and len(jobs) > 0: ...",
    ],
)
def test_what_nobody_else_answers_is_let_be(body: str):
    """Plain values, what was judged, identity, equality, and blocks that compare nothing or are the check's own."""
    assert problems(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        "cuts = await cancellation_sweep(begin, [await kata.total()])",
        "await kata.run(job())\ntook = clock.elapsed\nhalf = took / 2\nawait cancellation_sweep(begin, [half, took])",
        "await kata.run(job())\nawait cancellation_sweep(begin, moments=[at for at, _ in log.timed])",
        "first, rest = job.started, 3\nawait failure_sweep(begin, [first, 2])",
    ],
)
def test_a_sweep_at_moments_that_were_told_is_told(body: str):
    """Whoever decides where it is cut decides what is seen."""
    (problem,) = problems(body)

    assert problem.endswith(f": test_x {TOLD}")


@pytest.mark.parametrize(
    "body",
    [
        "delays = [2, 1]\nawait cancellation_sweep(begin, list(accumulate(delays)))\ntook = clock.elapsed",
        "await failure_sweep(lambda jobs: kata.run(*jobs), delays)",
    ],
)
def test_a_sweep_at_moments_of_ones_own_is_let_be(body: str):
    """The work that is handed over says when something happens."""
    assert problems(body) == ()


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ('_writable = frozenset({"line"})', 1),
        ('_writable: ClassVar = frozenset({"line"})', 1),
        ('_writable = frozenset({"line"})  # it is compared with nothing', 0),
        ('# It is compared with nothing.\n    _writable = frozenset({"line"})', 0),
        ("_writable = frozenset()", 0),
        ('_crosses = frozenset({"line"})', 0),
    ],
)
def test_a_name_to_assign_to_has_its_reason(line: str, count: int):
    """What the student's code may write decides nothing: the class says why, or lists no such name."""
    told = check_file_problems(f"class Board:\n    {line}\n", "t.py")

    said = "t.py:2: Board lets the student's code assign to a name: "
    assert [one[: len(said)] for one in told] == [said] * count
