"""What a check says whose code would never end: who waits for what, at which line, and nothing that is not so."""

from __future__ import annotations

from typing import Any

import pytest

from grader.model import CheckResult, Mode, Outcome
from grader.testing import M08, M10, M33, M41, check
from tests.examiner.bench import grade, loaded, outcome

BOTH = pytest.mark.parametrize("mode", list(Mode))

FORGOTTEN = """
import asyncio

async def work():
    queue = asyncio.Queue()

    async def worker():
        while True:
            await queue.get()

    for number in range(3):
        queue.put_nowait(number)
    for _ in range(2):
        asyncio.create_task(worker())
    await queue.join()
"""
BELL = """
import asyncio

async def ring(bell):
    await bell.wait()

async def work():
    await asyncio.gather(ring(asyncio.Event()), ring(asyncio.Event()))
"""
TWICE = """
import asyncio

class Bank:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def deposit(self):
        async with self.lock:
            await self.audit()

    async def audit(self):
        async with self.lock:
            pass

async def work():
    await Bank().deposit()
"""
POLLS = """
import asyncio

async def waits(bell):
    await bell.wait()

async def polls(task):
    while not task.done():
        await asyncio.sleep(0)

async def work():
    task = asyncio.create_task(waits(asyncio.Event()))
    await asyncio.create_task(polls(task))
"""


@check(points=1)
async def works(kata: Any) -> None:
    """It works."""
    await kata.work()


@check(points=1, tells=M08.because("the work was left behind"))
async def with_words(kata: Any) -> None:
    """It works."""
    with M08.because("something was left behind"):
        await kata.work()


def _said(source: str, mode: Mode, function: Any = works) -> CheckResult:
    return outcome(source, function, mode=mode)


@BOTH
def test_a_forgotten_report_is_told(mode: Mode) -> None:
    """Queue.join() that waits for task_done() is told with the count, and not as a task that was left behind."""
    result = _said(FORGOTTEN, mode)

    assert (result.outcome, result.misconception, result.line) == (Outcome.FAILED, M33.code, 15)
    assert result.headline == (
        "Everybody waits for something that can no longer happen: work() waits at line 15 for Queue.join(), but 3 "
        "items were taken out and never reported with task_done()."
    )
    assert result.findings == ()


@BOTH
def test_words_for_another_failure_are_not_said(mode: Mode) -> None:
    """What a check says of a wrong answer is not said where nothing was answered."""
    assert _said(FORGOTTEN, mode, with_words).headline == _said(FORGOTTEN, mode).headline


@BOTH
def test_who_waits_for_what_nobody_does_comes_first(mode: Mode) -> None:
    """Those who wait for an event are told before who waits for them, and together where they stand at one line."""
    result = _said(BELL, mode)

    assert (result.misconception, result.line) == ("", 5)
    assert result.headline == (
        "Everybody waits for something that can no longer happen: ring() waits at line 5 for Event.wait(), but nobody "
        "sets it any more (2 times); work() waits at line 8 for gather()."
    )


@BOTH
def test_a_lock_taken_twice_is_told(mode: Mode) -> None:
    """Who waits for a lock that it holds is told so."""
    result = _said(TWICE, mode)

    assert (result.misconception, result.line) == (M41.code, 13)
    assert result.headline == (
        "Everybody waits for something that can no longer happen: audit() waits at line 13 for Lock.acquire(), but "
        "Bank.deposit() holds it itself."
    )


@BOTH
def test_a_hidden_check_quotes_no_name(mode: Mode) -> None:
    """Of a hidden check only lines are told, and what asyncio itself calls what is waited for."""
    (result,) = grade(FORGOTTEN, loaded(works, hidden=True), mode=mode).results

    assert result.line == 15
    assert result.headline == (
        "Everybody waits for something that can no longer happen: somebody waits at line 15 for Queue.join(), but not "
        "everything that was put into it was reported with task_done()."
    )


@BOTH
def test_who_polls_is_told_and_who_waits_is_not(mode: Mode) -> None:
    """A loop that only turns names those who give their turn away; a task that waits for an event does not poll."""
    result = _said(POLLS, mode)

    assert (result.misconception, result.line) == (M10.code, 9)
    assert result.headline == (
        "The loop turned 10000 times at 0 s and no time passed: polls() at line 9 gives its turn away again and again "
        "instead of waiting for something."
    )


@BOTH
def test_endless_callbacks_are_no_poll(mode: Mode) -> None:
    """Callbacks that ask for each other turn the loop too: nobody is said to ask again and again."""
    source = """
    import asyncio

    async def work():
        loop = asyncio.get_running_loop()
        def again():
            loop.call_soon(again)
        again()
        await asyncio.Event().wait()
    """

    result = _said(source, mode)

    assert (result.misconception, result.line) == ("", 0)
    assert result.headline == "The loop turned 10000 times at 0 s and no time passed."


def test_a_thread_that_waits_for_ever_is_told_in_the_student_s_words() -> None:
    """A wait that holds the loop's thread crosses with its line and with what was called."""
    source = """
    import queue

    async def work():
        queue.Queue().get()
    """

    result = _said(source, Mode.SPLIT)

    assert result.line == 5
    assert "work() waits at line 5 for Queue.get()" in result.headline


def test_what_was_left_prints_nothing_later() -> None:
    """Tasks that a deadlock left are thrown away in the next check: what they and Python say then is not printed."""
    source = """
    import asyncio

    async def waits(queue):
        try:
            await queue.get()
        finally:
            print("cleaned up")
            await asyncio.sleep(1)

    async def work():
        print("begins")
        tasks = [asyncio.create_task(waits(asyncio.Queue())) for _ in range(2)]
        await asyncio.wait(tasks)
    """

    results = grade(source, loaded(works), loaded(works), loaded(works)).results

    assert [result.output for result in results] == ["0 s  begins"] * 3


def test_what_a_student_logs_is_printed() -> None:
    """Only what Python and asyncio say is left out: the student's own logging and stderr are shown."""
    source = """
    import asyncio, logging, sys

    class Odd:
        def __del__(self):
            raise ValueError("nobody can catch this")

    async def work():
        logging.getLogger("asyncio").warning("asyncio's own")
        Odd()
        logging.warning("mine")
        print("mine, too", file=sys.stderr)
    """

    assert _said(source, Mode.SPLIT).output == "0 s  WARNING:root:mine\n0 s  mine, too"
