"""Findings: what the candidate says of the student's code, with the student's own line."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Finding, Mode
from tests.examiner.bench import outcome
from tests.support.claims import nonempty

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


def found(source: str, check: Any, mode: Mode) -> list[tuple[str, int]]:
    """(kind, line) of every finding of one check."""
    return [(finding.kind, finding.line) for finding in outcome(source, check, mode=mode).findings]


async def check_work(kata: Any) -> None:
    """work() can be awaited."""
    await kata.work()


@BOTH
def test_a_coroutine_never_awaited(mode: Mode) -> None:
    """A coroutine made and dropped is told at the line that made it."""
    source = "async def save(): pass\nasync def work():\n    save()\n"

    assert found(source, check_work, mode) == [("never awaited", 3)]


@BOTH
def test_a_blocking_call(mode: Mode) -> None:
    """time.sleep on the loop's thread is told with its line, its virtual seconds and who had to wait."""
    source = """import asyncio, time
from time import sleep
async def other():
    await asyncio.sleep(1)
async def work():
    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    sleep(3)
    await task
"""
    findings = outcome(source, check_work, mode=mode).findings

    assert [(one.kind, one.line, one.seconds) for one in findings] == [("blocking call", 8, 3.0)]
    assert "1 other task could not run" in findings[0].message


@BOTH
def test_a_task_left_behind(mode: Mode) -> None:
    """A task still running at the end is told with the line it stands at."""
    source = """import asyncio
kept = []
async def background():
    await asyncio.sleep(9)
async def work():
    kept.append(asyncio.create_task(background()))
    await asyncio.sleep(1)
"""
    assert found(source, check_work, mode) == [("task left behind", 4)]


@BOTH
def test_a_swallowed_cancellation(mode: Mode) -> None:
    """A task that was asked to cancel and went on is told apart from one that was merely left."""
    source = """import asyncio
async def stubborn():
    while True:
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            pass
async def work():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(1)
"""
    assert found(source, check_work, mode) == [("swallowed cancellation", 5)]


@BOTH
def test_an_exception_never_retrieved(mode: Mode) -> None:
    """The error of a task nobody awaited is told with the line that made the task, and the one that raised it."""
    source = """import asyncio
async def boom():
    raise ValueError("lost")
async def work():
    asyncio.create_task(boom())
    await asyncio.sleep(1)
"""
    (finding,) = outcome(source, check_work, mode=mode).findings

    assert (finding.kind, finding.line) == ("exception never retrieved", 5)
    assert finding.message == "ValueError of boom(), raised at line 3, was never seen by anybody"


def test_a_task_thrown_away_while_it_waits() -> None:
    """A task that is gone before it ended is told with the line that made it."""
    source = """import asyncio
async def background():
    await asyncio.get_running_loop().create_future()
async def work():
    asyncio.create_task(background())
    await asyncio.sleep(1)
"""
    (finding,) = outcome(source, check_work).findings

    assert (finding.kind, finding.line) == ("task left behind", 5)
    assert finding.message == "background() was thrown away while it was still waiting"


@BOTH
def test_a_generator_left_open(mode: Mode) -> None:
    """An async generator abandoned in the middle is told with the line it stands at."""
    source = """import asyncio
async def numbers():
    for number in range(3):
        yield number
async def work():
    async for number in numbers():
        break
    await asyncio.sleep(1)
"""
    assert found(source, check_work, mode) == [("generator left open", 4)]


def test_a_busy_wait() -> None:
    """A loop that only asks the clock ends, and is told with its line."""
    source = """import time
async def work():
    end = time.monotonic() + 1
    while time.monotonic() < end:
        pass
"""
    result = outcome(source, check_work)

    assert [(one.kind, one.line) for one in result.findings] == [("busy wait", 4)]
    assert (result.misconception, result.line) == ("M10", 4)


def test_findings_are_the_candidates_word() -> None:
    """A check marked inside can ask for findings and pending tasks in the middle of a check."""

    async def check(kata: Any, clock: Any) -> None:
        await kata.start()
        await asyncio.sleep(1)
        inside = clock.inside()
        assert inside.tasks == ("Task-1",) and all(isinstance(one, Finding) for one in nonempty(inside.findings))

    source = """import asyncio
kept = []
async def start():
    kept.append(asyncio.create_task(asyncio.sleep(9)))
"""
    assert outcome(source, check).outcome == "passed"


@BOTH
@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param(
            "async def work():\n    asyncio.create_task(last_turn())\n"
            "async def last_turn():\n    asyncio.create_task(other())\n"
            "async def other():\n    await asyncio.sleep(1)\n",
            [("task left behind", "other() had not begun", 5)],
            id="a task that never had its first step",
        ),
        pytest.param(
            "kept = []\n"
            "async def work():\n    kept.append(asyncio.create_task(other()))\n    await asyncio.sleep(1)\n"
            "    asyncio.create_task(last_turn())\n"
            "async def last_turn():\n    kept[0].cancel()\n"
            "async def other():\n    await asyncio.sleep(9)\n",
            [("task left behind", "other() was asked to cancel and had not ended", 10)],
            id="a task that was cancelled at the very end",
        ),
        pytest.param(
            "async def work():\n    maker = asyncio.create_task(makes())\n    await asyncio.sleep(1)\n"
            "    assert False\n"
            "async def makes():\n    await asyncio.create_task(other())\n"
            "async def other():\n    await asyncio.sleep(9)\n",
            [("task left behind", "makes() was still running", 7)],
            id="a task whose maker waits for it",
        ),
        pytest.param(
            "class Odd:\n    async def __call__(self):\n        await asyncio.sleep(9)\n"
            "kept = []\n"
            "async def work():\n    kept.append(asyncio.create_task(Odd()()))\n    await asyncio.sleep(1)\n",
            [("task left behind", "Odd.__call__() was still running", 4)],
            id="a task of a callable object",
        ),
        pytest.param(
            "async def values():\n    yield 1\n    await asyncio.sleep(9)\n"
            "kept = []\n"
            "async def work():\n    got = values()\n    await anext(got)\n"
            "    kept.append(asyncio.create_task(later(got)))\n    await asyncio.sleep(1)\n"
            "def later(got):\n    made = one(got)\n    made.__qualname__ = ''\n    return made\n"
            "async def one(got):\n    return await anext(got)\n",
            [("task left behind", "a coroutine without a name was still running", 4)],
            id="a task without a name",
        ),
        pytest.param(
            "async def work():\n    asyncio.get_running_loop().call_soon(other)\n    await asyncio.sleep(1)\n"
            "async def other(): pass\n",
            [("never awaited", "other() was made but never awaited", 0)],
            id="a coroutine function for a callback",
        ),
        pytest.param(
            "async def work():\n    asyncio.get_running_loop().call_soon(fails)\n    await asyncio.sleep(1)\n"
            "def fails():\n    raise ValueError('no')\n",
            [("exception in a callback", "ValueError left a callback, and nobody saw it", 6)],
            id="an exception in a callback",
        ),
        pytest.param(
            "import threading\n"
            "async def work():\n    thread = threading.Thread(target=time.sleep, args=(2,))\n    thread.start()\n"
            "    thread.join()\n",
            [("blocking call", "Thread.join held the whole loop for 2 s; 0 other tasks could not run", 6)],
            id="a thread that is joined",
        ),
    ],
)
def test_a_finding_says_what_was_seen(source: str, told: list[tuple[str, str, int]], mode: Mode) -> None:
    """Each finding's sentence is true of programs that nobody had in mind."""
    findings = outcome(f"import asyncio, time\n{source}", check_work, mode=mode).findings

    assert told == [(finding.kind, finding.message, finding.line) for finding in findings]


@BOTH
def test_who_is_still_waited_for_was_not_left_behind(mode: Mode) -> None:
    """Where a check fails in the middle, tasks whose maker still waits for them are no finding."""

    async def check(kata: Any) -> None:
        running = asyncio.create_task(kata.work())
        await asyncio.sleep(1)
        assert running.done()

    source = """import asyncio
async def work():
    await asyncio.gather(other(), other())
async def other():
    await asyncio.sleep(9)
"""
    result = outcome(source, check, mode=mode)

    assert (result.outcome, result.findings) == ("failed", ())


@BOTH
def test_what_a_check_drops_is_no_finding(mode: Mode) -> None:
    """A generator that a check leaves in the middle, and a coroutine that it never awaits, are not the student's."""

    async def check(kata: Any) -> None:
        async for _ in kata.values():
            break
        kata.work()

    source = """import asyncio
async def values():
    yield 1
    yield 2
async def work():
    await asyncio.sleep(1)
"""
    assert found(source, check, mode) == []


@BOTH
@pytest.mark.parametrize(
    ("calls", "told", "seconds"),
    [
        ((1,), "time.sleep(1) held the whole loop for 1 s; 1 other task could not run", 1.0),
        (
            (0.75, 1.625, 3.125),
            "time.sleep(0.75), time.sleep(1.625) and time.sleep(3.125) held the whole loop for 5.5 s in all; "
            "1 other task could not run",
            5.5,
        ),
        ((1, 1, 1, 1), "4 calls of time.sleep(1) held the whole loop for 4 s in all; 1 other task could not run", 4.0),
        ((1, 2, 3, 4), "4 calls of time.sleep held the whole loop for 10 s in all; 1 other task could not run", 10.0),
    ],
)
def test_blocking_calls_of_one_line_are_added_up(
    calls: tuple[float, ...], told: str, seconds: float, mode: Mode
) -> None:
    """No call is told to have lasted as long as all of them, and one line is one finding."""
    source = f"""import asyncio, time
async def other():
    while True:
        await asyncio.sleep(0.5)
async def work():
    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    for seconds in {calls!r}:
        time.sleep(seconds)
    task.cancel()
"""
    (finding,) = outcome(source, check_work, mode=mode).findings

    assert (told, 9, seconds) == (finding.message, finding.line, finding.seconds)
