"""Files, signals and threads of the student's loop are heard before time passes, wherever that loop runs.

What comes from outside comes in real time: where a test waits for it, it waits for what is on its way already.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest

from grader.model import Mode, Outcome
from tests.examiner.bench import outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals and no pipes in a loop there")
BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
OWN = pytest.mark.parametrize("own_run", [False, True], ids=["awaited", "in a loop of its own"])

SOURCE = """
import asyncio, os, signal, socket, threading, time

def run(name, *arguments):
    return asyncio.run(globals()[name](*arguments))

def elapsed(loop=None):
    return (loop or asyncio.get_running_loop()).time() - 100_000

async def by_handler(send, at):
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, came.set)
    senders = {
        "kill": lambda: os.kill(os.getpid(), signal.SIGUSR1),
        "raise_signal": lambda: signal.raise_signal(signal.SIGUSR1),
        "a thread": lambda: threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGUSR1)).start(),
    }
    loop.call_later(at, senders[send]) if at else senders[send]()
    await came.wait()
    seen = elapsed()
    return [seen, loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1)]

async def by_alarm():
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGALRM, came.set)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    await came.wait()
    return [elapsed(), loop.remove_signal_handler(signal.SIGALRM)]

def interrupted():
    seen = []
    async def waits():
        asyncio.get_running_loop().call_later(1, signal.raise_signal, signal.SIGINT)
        try:
            await asyncio.Event().wait()
        finally:
            seen.append(elapsed())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        asyncio.run(waits())
    except KeyboardInterrupt:
        seen.append("KeyboardInterrupt")
    return seen

async def by_pipe(at):
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    reader, writer = os.pipe()
    loop.add_reader(reader, came.set)
    loop.call_later(at, os.write, writer, b"x") if at else os.write(writer, b"x")
    await came.wait()
    loop.remove_reader(reader)
    return [elapsed(), os.read(reader, 9)]

async def by_sockets():
    loop = asyncio.get_running_loop()
    near, far = socket.socketpair()
    near.setblocking(False), far.setblocking(False)
    async def answers():
        await loop.sock_sendall(far, (await loop.sock_recv(far, 9)).upper())
    task = asyncio.create_task(answers())
    await asyncio.sleep(1)
    await loop.sock_sendall(near, b"hello")
    said = await loop.sock_recv(near, 9)
    await task
    near.close(), far.close()
    return [elapsed(), said]

async def polls_while_it_turns():
    loop, came = asyncio.get_running_loop(), []
    reader, writer = os.pipe()
    loop.add_reader(reader, lambda: came.append(os.read(reader, 9)))
    os.write(writer, b"x")
    for turn in range(50):
        await asyncio.sleep(0)
        if came:
            break
    loop.remove_reader(reader)
    return [came, turn < 3]

async def a_loop_in_a_thread():
    def work():
        async def sleeps():
            await asyncio.sleep(2)
            return elapsed()
        return asyncio.run(sleeps())
    first = await asyncio.to_thread(work)
    together = await asyncio.gather(asyncio.to_thread(work), asyncio.sleep(1, "slept"))
    return [first, together]

async def nobody_writes():
    reader, writer = os.pipe()
    asyncio.get_running_loop().add_reader(reader, print)
    await asyncio.Event().wait()

async def stops():
    asyncio.get_running_loop().stop()
    await asyncio.sleep(1)
"""


def seen(name: str, *arguments: Any, mode: Mode, own_run: bool = False) -> Any:
    """What the student's coroutine function gives, awaited by a check or run by the student."""
    found: list[Any] = []

    async def awaits(kata: Any) -> None:
        found.append(await getattr(kata, name)(*arguments))

    def calls(kata: Any) -> None:
        found.append(kata.run(name, *arguments))

    result = outcome(SOURCE, calls if own_run else awaits, mode=mode)
    assert (result.outcome, result.headline) == (Outcome.PASSED, "")
    return found[0]


@BOTH
@OWN
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("send", ["kill", "raise_signal", "a thread"])
def test_a_signal_to_oneself_reaches_its_handler(send: str, at: int, own_run: bool, mode: Mode) -> None:
    """A handler of add_signal_handler runs at the virtual moment at which the signal was sent."""
    assert seen("by_handler", send, at, mode=mode, own_run=own_run) == [float(at), True, False]


@BOTH
@OWN
def test_an_alarm_is_waited_for(own_run: bool, mode: Mode) -> None:
    """An alarm that is on its way in real time holds the clock: nobody calls that a deadlock."""
    assert seen("by_alarm", mode=mode, own_run=own_run) == [0.0, True]


@BOTH
def test_an_interrupt_ends_the_students_run(mode: Mode) -> None:
    """SIGINT cancels the main task of the student's asyncio.run, which then raises KeyboardInterrupt."""
    found: list[Any] = []

    def check(kata: Any) -> None:
        found.extend(kata.interrupted())

    result = outcome(SOURCE, check, mode=mode)

    assert (result.outcome, result.headline) == (Outcome.PASSED, "")
    assert found == [1.0, "KeyboardInterrupt"]


@BOTH
@OWN
@pytest.mark.parametrize("at", [0, 1])
def test_a_pipe_is_heard(at: int, own_run: bool, mode: Mode) -> None:
    """What is written into a pipe is read at that virtual moment."""
    assert seen("by_pipe", at, mode=mode, own_run=own_run) == [float(at), b"x"]


@BOTH
@OWN
def test_a_pair_of_sockets_is_heard(own_run: bool, mode: Mode) -> None:
    """Two ends of a pair of sockets talk without any virtual time passing."""
    assert seen("by_sockets", mode=mode, own_run=own_run) == [1.0, b"HELLO"]


@BOTH
@OWN
def test_files_are_looked_at_in_every_turn(own_run: bool, mode: Mode) -> None:
    """Also while other callbacks are ready all the time, a file that is ready is heard within a turn or two."""
    assert seen("polls_while_it_turns", mode=mode, own_run=own_run) == [[b"x"], True]


@BOTH
@OWN
def test_a_loop_in_a_thread_is_an_ordinary_one(own_run: bool, mode: Mode) -> None:
    """asyncio.run in a worker thread sleeps on the one virtual clock, beside the loop that is there."""
    assert seen("a_loop_in_a_thread", mode=mode, own_run=own_run) == [2.0, [4.0, "slept"]]


@BOTH
@OWN
def test_a_file_that_nobody_writes_to_is_a_deadlock(own_run: bool, mode: Mode) -> None:
    """Listening is no way to wait for ever."""

    async def awaits(kata: Any) -> None:
        await kata.nobody_writes()

    def calls(kata: Any) -> None:
        kata.run("nobody_writes")

    result = outcome(SOURCE, calls if own_run else awaits, mode=mode)

    assert result.outcome is Outcome.FAILED


@BOTH
def test_stopping_the_checks_loop_ends_the_check(mode: Mode) -> None:
    """A student who stops the loop that awaits them ends the check at once, as asyncio ends run_until_complete."""

    async def check(kata: Any) -> None:
        await kata.stops()

    result = outcome(SOURCE, check, mode=mode)

    assert result.outcome is not Outcome.PASSED
    assert "Event loop stopped before Future completed." in result.headline
