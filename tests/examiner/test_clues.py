"""Clues in the syntax tree: found by the candidate, believed within bounds, and worth words only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.engine.candidate import loader
from grader.engine.wire import clues
from grader.engine.wire.channel import Gone
from grader.engine.wire.clues import KINDS, read_clues
from grader.model import Clue, Mode
from tests.examiner.bench import grade

HEAD = "import asyncio, time\nfrom asyncio import create_task as go\n"
FOUND = {
    clues.AWAIT_IN_LOOP: "async def work(jobs):\n    for job in jobs:\n        await job()\n",
    clues.BLOCKING_SLEEP: "async def work():\n    pass\n    time.sleep(1)\n",
    clues.TASK_DROPPED: "async def work(job):\n    pass\n    go(job())\n",
    clues.AWAITED_AT_ONCE: "async def work(job):\n    pass\n    await asyncio.create_task(job())\n",
    clues.NEVER_AWAITED: "async def work():\n    pass\n    work()\n",
    clues.RUN_INSIDE: "async def work(job):\n    pass\n    asyncio.run(job())\n",
    clues.CATCHES_CANCEL: "async def work(job):\n    try: await job()\n    except: pass\n",
    clues.PLAIN_FOR: "async def ticks(): yield 1\nasync def work():\n    for tick in ticks(): pass\n",
    clues.POLLS: "async def work(job):\n    pass\n    while not job.done(): await asyncio.sleep(0.1)\n",
}
INNOCENT = """
async def work(jobs, bell):
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(job())
    kept = asyncio.create_task(work([], bell))
    try:
        await kept
    except asyncio.CancelledError:
        raise
    except ValueError:
        pass
    async for job in jobs:
        await job()
    while True:
        await asyncio.sleep(1)
        bell.ring()

def main():
    time.sleep(1)
    asyncio.run(work([], None))
"""


def clues_of(source: str) -> tuple[tuple[str, int], ...]:
    """What the candidate finds in a file."""
    return loader.clues_of(loader.compile_submission(source.encode(), "code.py", frozenset()))


def test_every_kind_has_its_program() -> None:
    """No kind is left without a program below."""
    assert FOUND.keys() == KINDS


@pytest.mark.parametrize("kind", FOUND)
def test_a_clue_is_found_at_its_line(kind: str) -> None:
    """Each of these programs has one clue, whatever name asyncio's functions go by there."""
    assert ((kind, 5),) == clues_of(HEAD + FOUND[kind])


def test_good_code_has_none() -> None:
    """A group's tasks, a task that is kept, a cancellation let out, a clock that ticks: nothing to say."""
    assert clues_of(HEAD + INNOCENT) == ()


def test_each_kind_is_told_once() -> None:
    """However long a file is, it has no more clues than there are kinds."""
    source = HEAD + "async def work():\n" + "    time.sleep(1)\n" * 1000

    assert clues_of(source) == ((clues.BLOCKING_SLEEP, 4),)


def test_deep_nesting_is_no_trouble() -> None:
    """An expression nested as deeply as Python compiles is gone through without Python's own stack."""
    deep = "async def work():\n    return " + "-" * 90 + "1" + "".join(f" + {n}" for n in range(500)) + "\n"

    assert clues_of(deep) == ()


@pytest.mark.parametrize("mode", list(Mode))
def test_the_report_has_them(mode: Mode) -> None:
    """Both ways of running tell the same clues where a check has failed; they change neither points nor verdict."""

    async def check_work(kata: Any, clock: Any) -> None:
        await kata.work()
        assert clock.elapsed == 0

    report = grade(HEAD + "async def work():\n    pass\n    time.sleep(1)\n", check_work, mode=mode)

    assert (Clue(clues.BLOCKING_SLEEP, 5),) == report.clues
    assert report.verdict == "rejected"
    assert (report.points, report.max) == (replace(report, clues=()).points, 1)


def test_a_candidate_that_is_gone_leaves_them_to_another() -> None:
    """Where the process ended in the failed check, a new one reads the file."""

    async def check_work(kata: Any, clock: Any) -> None:
        await kata.work()

    source = HEAD + "import os\nasync def work():\n    time.sleep(1)\n    os._exit(0)\n"

    assert (Clue(clues.BLOCKING_SLEEP, 5),) == grade(source, check_work).clues


def test_an_accepted_submission_is_not_searched() -> None:
    """Without a failure there is nothing to explain."""

    async def check_work(kata: Any, clock: Any) -> None:
        await kata.work()

    assert grade(HEAD + "async def work():\n    time.sleep(1)\n", check_work).clues == ()


@pytest.mark.parametrize(
    "told",
    [
        None,
        "POLLS",
        {clues.POLLS: 1},
        [[clues.POLLS]],
        [(clues.POLLS, 1)],
        [[clues.POLLS, 1, 1]],
        [["anything else", 1]],
        [[["POLLS"], 1]],
        [[clues.POLLS, 0]],
        [[clues.POLLS, True]],
        [[clues.POLLS, 1.0]],
        [[clues.POLLS, 1 << 60]],
        [[clues.POLLS, "\x1b[2J"]],
        [[clues.POLLS, 1]] * 100,
    ],
)
def test_a_lie_breaks_the_protocol(told: object) -> None:
    """Only known kinds and lines of a file are read, and no more of them than there are kinds."""
    with pytest.raises(Gone):
        read_clues(told)


def test_what_is_told_twice_is_read_once() -> None:
    """The first line of a kind counts."""
    assert read_clues([[clues.POLLS, 3], [clues.POLLS, 9]]) == ((clues.POLLS, 3),)


def test_a_clue_that_the_contract_contradicts_is_dropped() -> None:
    """Where one call has to follow the other, nobody is told that they do."""
    source = "async def work(jobs):\n    for job in jobs:\n        await job()\n"

    async def test_it(kata: Any, clock: Any) -> None:
        await kata.work([])
        assert clock.elapsed == 1

    assert (Clue(clues.AWAIT_IN_LOOP, 3),) == grade(source, test_it).clues
    assert grade(source, test_it, not_guessed=("M02",)).clues == ()
