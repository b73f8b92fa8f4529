"""Findings: what the candidate says of the student's code, with the student's own line."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Finding, Mode
from tests.examiner.bench import outcome

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

    assert [("never awaited", 3)] == found(source, check_work, mode)


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

    assert [("blocking call", 8, 3.0)] == [(one.kind, one.line, one.seconds) for one in findings]
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
    assert [("task left behind", 4)] == found(source, check_work, mode)


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
    assert [("swallowed cancellation", 5)] == found(source, check_work, mode)


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

    assert ("exception never retrieved", 5) == (finding.kind, finding.line)
    assert "ValueError of boom(), raised at line 3, was never seen by anybody" == finding.message


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

    assert ("task left behind", 5) == (finding.kind, finding.line)
    assert "background() was thrown away while it was still waiting" == finding.message


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
    assert [("generator left open", 4)] == found(source, check_work, mode)


def test_a_busy_wait() -> None:
    """A loop that only asks the clock ends, and is told with its line."""
    source = """import time
async def work():
    end = time.monotonic() + 1
    while time.monotonic() < end:
        pass
"""
    result = outcome(source, check_work)

    assert [("busy wait", 4)] == [(one.kind, one.line) for one in result.findings]
    assert ("M10", 4) == (result.misconception, result.line)


def test_findings_are_the_candidates_word() -> None:
    """A check marked inside can ask for findings and pending tasks in the middle of a check."""

    async def check(kata: Any, clock: Any) -> None:
        await kata.start()
        await asyncio.sleep(1)
        inside = clock.inside()
        assert ("Task-1",) == inside.tasks and all(isinstance(one, Finding) for one in inside.findings)

    source = """import asyncio
kept = []
async def start():
    kept.append(asyncio.create_task(asyncio.sleep(9)))
"""
    assert "passed" == outcome(source, check).outcome
