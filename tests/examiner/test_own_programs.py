"""Programs of a check's own run without the candidate, until they ask it something."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from grader.model import Outcome
from grader.testing import Job, Log, check, expect
from tests.examiner.bench import outcome

# When it is asked for its answer, it leaves a timer behind that holds up everybody.
MEDDLES = """
import asyncio
import sys
import time

def __getattr__(name):
    meddle()
    return 9.0

def meddle():
    frame = sys._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    loop = frame.f_locals["state"].clock.loops[-1]
    loop.call_later(0.001, lambda: time.sleep(8.999))
    loop.call_soon(lambda: time.sleep(1))
"""


def test_a_candidate_cannot_slow_a_program_of_the_checks_own() -> None:
    """What a program takes by itself is what the check sees, whatever waits in the candidate's loop."""

    @check(points=1)
    def test_it(kata: Any) -> None:
        """It takes 1.5 s, and 2 s more for the blocking call."""
        answer = kata.ANSWER

        async def program() -> float:
            begin = asyncio.get_running_loop().time()
            await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1.5))
            time.sleep(2)
            return asyncio.get_running_loop().time() - begin

        expect([asyncio.run(program()), answer], [3.5, 9.0])

    result = outcome(MEDDLES, test_it)

    assert (result.outcome, result.expected, result.got) == (Outcome.PASSED, "", "")


TAKES_TURNS = """
import asyncio

async def steps(log, name):
    for step in range(3):
        log(f"{name}{step}")
        await asyncio.sleep(0)

async def nap(seconds):
    await asyncio.sleep(seconds)
"""


def test_a_loop_of_a_check_has_the_candidate_as_soon_as_it_asks() -> None:
    """A plain check's own asyncio.run awaits the student's coroutines beside its own, in asyncio's order."""

    @check(points=1)
    def test_it(kata: Any, clock: Any) -> None:
        """They take turns."""
        log = Log()

        async def mine() -> None:
            for step in range(3):
                log(f"mine{step}")
                await asyncio.sleep(0)

        async def program() -> None:
            await asyncio.gather(kata.steps(log, "a"), mine(), kata.steps(log, "b"))
            await asyncio.gather(kata.nap(2), Job(1)(), kata.nap(0.5))

        asyncio.run(program())
        expect(log.lines, [f"{name}{step}" for step in range(3) for name in ("a", "mine", "b")])
        clock.took(2.0)

    assert outcome(TAKES_TURNS, test_it).outcome is Outcome.PASSED
