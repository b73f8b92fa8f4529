"""The timeline of a module beside its checks tells the calls of one step apart, and keeps nothing of them alive."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Mode, Outcome
from tests.examiner.bench import outcome

SOURCE = """
    import asyncio, time, weakref

    class Thing:
        pass

    async def summarise(rests=0):
        thing = Thing()
        time.sleep(1)
        await asyncio.sleep(0) if rests else None
        return weakref.ref(thing)

    async def summarise_all(times):
        for _ in range(times):
            await summarise()
"""


async def calls_in_one_step(kata: Any) -> None:
    for _ in range(5):
        await kata.summarise()


async def calls_in_steps_of_their_own(kata: Any) -> None:
    for _ in range(5):
        await kata.summarise(1)


async def calls_that_await_more(kata: Any) -> None:
    await kata.summarise_all(3)
    await kata.summarise()


CHECKS = {calls_in_one_step: 5, calls_in_steps_of_their_own: 5, calls_that_await_more: 2}


@pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_call_that_a_check_awaits_is_one_row(check: Any, mode: Mode) -> None:
    """A call has one row from its beginning to its end, and the next call another, though its frame may lie in the
    same place of memory."""
    result = outcome(SOURCE, check, mode=mode)

    assert result.outcome is Outcome.PASSED
    rows = [event.task for event in result.timeline if event.event == "made"]
    assert len(rows) == len(set(rows)) == CHECKS[check]
    blocks = [event.task for event in result.timeline if event.event == "block"]
    assert sorted(set(blocks)) == sorted(rows)


def test_what_a_call_held_is_let_go() -> None:
    """When the check's step is over, nothing that a finished call of the student's held is still alive."""
    alive: list[bool] = []

    async def check(kata: Any) -> None:
        gone = await kata.summarise()
        await asyncio.sleep(0)
        alive.append(gone() is not None)

    result = outcome(SOURCE, check, mode=Mode.IN_PROCESS)

    assert (result.outcome, alive) == (Outcome.PASSED, [False])
