"""What the kit notes carries the time of the check's own clock."""

from __future__ import annotations

from typing import Any

import pytest

from grader.model import Mode, Outcome
from grader.testing import Job, Log, Probe, check, expect
from tests.examiner.bench import outcome

# The caller pretends that no loop runs, or that another one does.
PRETENDS = """
import asyncio

class Elsewhere:
    elapsed = 0.0
    def time(self):
        return 0.0

async def late(call):
    await asyncio.sleep(5)
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop({pretended})
    try:
        call()
    finally:
        asyncio._set_running_loop(loop)

def alone(call):
    async def main():
        await asyncio.sleep(2.5)
        call()
    asyncio.run(main())
"""


@pytest.mark.parametrize("pretended", ["None", "Elsewhere()"])
def test_a_log_has_the_checks_time_whatever_its_caller_pretends(pretended: str) -> None:
    """A line that comes at 5 s is noted at 5 s."""

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """It is late."""
        log = Log()
        await kata.late(lambda: log("line"))
        expect(log.timed, [(5.0, "line")])

    assert outcome(PRETENDS.format(pretended=pretended), test_it).outcome is Outcome.PASSED


@pytest.mark.parametrize("mode", Mode)
def test_a_callback_of_the_students_own_loop_has_the_checks_time(mode: Mode) -> None:
    """Inside the student's own asyncio.run the clock of the check counts."""

    @check(points=1)
    def test_it(kata: Any) -> None:
        """It takes 2.5 s."""
        log = Log()
        kata.alone(lambda: log("line"))
        expect(log.timed, [(2.5, "line")])

    assert outcome(PRETENDS.format(pretended="None"), test_it, mode=mode).outcome is Outcome.PASSED


DRIVES = """
import asyncio

async def drive(coroutine):
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        coroutine.send(None)
    except StopIteration:
        pass
    finally:
        asyncio._set_running_loop(loop)
"""


def test_a_job_that_is_stepped_without_a_loop_has_ended_all_the_same() -> None:
    """Jobs and probes note the start and the end of what the candidate steps by hand."""

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """It is driven by hand."""
        job, probe = Job(0), Probe()
        await kata.drive(job())
        await kata.drive(probe.job("one", 0))
        expect([job.started, job.ended, probe.started, probe.ended], [[0.0], [0.0], [("one", 0.0)], [("one", 0.0)]])

    assert outcome(DRIVES, test_it).outcome is Outcome.PASSED
