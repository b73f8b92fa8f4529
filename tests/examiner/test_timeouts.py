"""What takes too long is stopped, told with its line, and not tried again and again.

Only a real process can compute without end, and only real time can stop it. Nothing here depends on how long that
takes: a busy machine makes these tests slower and changes no outcome.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from grader.engine.examiner.peer import GuardedChannel
from grader.engine.wire.channel import Gone
from grader.model import Outcome
from grader.vtime import REAL
from tests.examiner.bench import grade, outcome
from tests.support.sampling import FULL

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the processor time of others is seen on Linux only")
SPINS = "while True: pass"
SLEEPS = "import time; time.sleep(1000)"
COMES = {
    "in a coroutine": ("async def work():\n    while True:\n        pass\n", 2),
    "in a callback": (
        "import asyncio\n"
        "def spin():\n    while True:\n        pass\n"
        "async def work():\n    asyncio.get_running_loop().call_soon(spin)\n    await asyncio.sleep(1)\n",
        3,
    ),
    "after a wait": (
        "import asyncio\nasync def work():\n    await asyncio.sleep(1)\n    while True:\n        pass\n",
        4,
    ),
    "in the library": ("import itertools\nasync def work():\n    sum(itertools.repeat(0))\n", 3),
}


class Process:
    """As much of a candidate as a channel needs: a process that never says anything."""

    layers = ()
    flooded = False

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.pid = self.process.pid
        self.read_fd, self.write_fd = self.process.stdout.fileno(), self.process.stdin.fileno()

    def last_line(self, file: str, *, ended: bool) -> int:
        return 0

    def stand_back(self) -> None: ...

    def kill(self) -> None:
        self.process.kill()

    def close(self) -> None:
        self.kill()
        self.process.communicate()


@pytest.fixture
def started(request: pytest.FixtureRequest) -> Iterator[Process]:
    """A process that runs this program."""
    process = Process(request.param)
    yield process
    process.close()


async def check_work(kata: Any) -> None:
    """It works."""
    await kata.work()


@on_linux
@pytest.mark.parametrize("started", [SPINS], indirect=True)
def test_who_only_computes_is_not_waited_for(started: Process) -> None:
    """A process that computes and says nothing is given up by its processor time, however far the deadline is."""
    channel = GuardedChannel(started)
    channel.deadline, channel.computes_s = REAL.monotonic() + 1e6, 0.1

    with pytest.raises(Gone) as gone:
        channel.read_some()

    assert gone.value.timed_out


@pytest.mark.parametrize("started", [SLEEPS], indirect=True)
def test_who_does_not_compute_has_until_the_deadline(started: Process) -> None:
    """A process that uses no processor time is waited for: the machine may be busy with others."""
    channel = GuardedChannel(started)
    deadline = channel.deadline = REAL.monotonic() + 1.0
    channel.computes_s = 0.3

    with pytest.raises(Gone):
        channel.read_some()

    assert REAL.monotonic() >= deadline


@pytest.mark.parametrize("where", COMES if FULL else ("in a coroutine", "in the library"))
def test_a_loop_that_never_ends_is_told_with_its_line(where: str) -> None:
    """Wherever it stands, the line is told at which the code was seen last."""
    source, line = COMES[where]

    result = outcome(source, check_work)

    assert Outcome.TIMED_OUT is result.outcome
    assert result.line in (line, line + 1)


def test_after_two_checks_that_took_too_long_the_rest_are_not_run() -> None:
    """The third check is not run, and says why; one that was quick before counts for what it is."""

    async def check_quick(kata: Any) -> None:
        assert await kata.quick() == 1

    async def check_again(kata: Any) -> None:
        await kata.work()

    source = "async def quick():\n    return 1\nasync def work():\n    while True:\n        pass\n"
    results = grade(source, check_work, check_quick, check_again, check_quick).results

    assert [result.outcome for result in results] == [
        Outcome.TIMED_OUT,
        Outcome.PASSED,
        Outcome.TIMED_OUT,
        Outcome.NOT_RUN,
    ]
    assert results[-1].headline == "Not run: two checks took too long already."


@pytest.mark.parametrize("ending", ["os._exit(3)", "os.abort()", "leave(3)"])
def test_the_line_that_ends_the_process_is_told(ending: str) -> None:
    """It is the line of the call itself, and not that of the last wait before it."""
    source = f"""
        import asyncio, os
        from os import _exit as leave
        async def work():
            await asyncio.sleep(1)
            before = 1
            {ending}
            after = 2
    """

    assert outcome(source, check_work).line == 7


def test_a_process_that_is_killed_has_no_line() -> None:
    """Where nobody can say at which line it ended, none is told."""
    source = """
        import asyncio, os, signal
        async def work():
            await asyncio.sleep(1)
            os.kill(os.getpid(), signal.SIGKILL)
    """

    assert outcome(source, check_work).line == 0
