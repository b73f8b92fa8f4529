"""Programs whose timelines are known by heart, graded for real: nothing of asyncio that differs between versions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from grader.model import CheckResult, Mode
from grader.testing import Job, Probe
from tests.examiner.bench import outcome

SOURCE = """
import asyncio
import time

async def fetch(seconds):
    await asyncio.sleep(seconds)
    return seconds

async def sequential():
    first = await fetch(1)
    second = await fetch(2)
    return first + second

async def gathered():
    return await asyncio.gather(fetch(1), fetch(2), fetch(3))

async def careless():
    await asyncio.sleep(0.5)
    time.sleep(2)
    await asyncio.sleep(1)

async def blocked():
    return await asyncio.gather(fetch(1), careless(), fetch(3))

async def ring(bell, seconds):
    await asyncio.sleep(seconds)
    bell.set()

async def rung():
    bell = asyncio.Event()
    ringing = asyncio.create_task(ring(bell, 1.5))
    await bell.wait()
    await ringing

async def deadlocked():
    bell = asyncio.Event()
    other = asyncio.Event()
    ringing = asyncio.create_task(ring(other, 1))
    await bell.wait()
    await ringing

async def cancelled():
    task = asyncio.create_task(fetch(5))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        await asyncio.sleep(0.5)

async def leaked():
    task = asyncio.create_task(fetch(5))
    await asyncio.sleep(1)

async def failed():
    async def broken():
        await asyncio.sleep(1)
        raise ValueError("no")
    await asyncio.gather(broken(), return_exceptions=True)

async def one_task_at_a_time():
    for seconds in (1, 2):
        await asyncio.create_task(fetch(seconds))

async def turns():
    async def hog():
        time.sleep(2)
    task = asyncio.create_task(hog())
    await asyncio.sleep(0)
    await task

async def hands_over():
    done = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(fetch(1))
    task.add_done_callback(lambda _: done.set_result(None))
    await done

def by_itself():
    asyncio.run(sequential())

def by_itself_with_a_task():
    asyncio.run(rung())

async def overslept():
    sleeper = asyncio.create_task(fetch(1))
    await asyncio.sleep(0)
    time.sleep(3)
    sleeper.cancel()
    await asyncio.wait([sleeper])

async def drawn():
    for number in (1, 2):
        await asyncio.sleep(number)
        yield number

async def patient():
    for _ in range(4):
        await asyncio.sleep(0.5)

async def beats():
    while True:
        await asyncio.sleep(0.5)

async def sensor(seconds):
    time.sleep(seconds)

async def held():
    heart = asyncio.create_task(beats())
    sensors = [asyncio.create_task(sensor(seconds)) for seconds in (0.75, 1.625, 1.625)]
    late = asyncio.create_task(fetch(1))
    for each in sensors:
        await each
    heart.cancel()
    await late

async def alike():
    bell = asyncio.Event()

    async def waits():
        await bell.wait()
        await fetch(1)

    waiting = [asyncio.create_task(waits()) for _ in range(10)]
    await fetch(2)
    bell.set()
    for each in waiting:
        await each

async def given(jobs):
    for job in jobs:
        await job()
    await asyncio.gather(*[job() for job in jobs])

async def odd():
    class Door:
        async def __call__(self):
            await asyncio.sleep(1)

    nameless = fetch(2)
    nameless.__qualname__ = ""
    await asyncio.create_task(Door()())
    await asyncio.create_task(nameless)
    async for _ in drawn():
        pass

class Bank:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def deposit(self):
        async with self.lock:
            await asyncio.sleep(1)

async def many():
    for _ in range(3000):
        await asyncio.sleep(0)

async def evil(name='"><script>alert(1)</script>'):
    async def inner():
        await asyncio.sleep(1)
    inner.__qualname__ = name
    coroutine = inner()
    coroutine.__qualname__ = name
    await asyncio.create_task(coroutine)
"""


class _Lift:
    """A callable object of a check's."""

    _crosses = frozenset[str]()

    async def __call__(self) -> None:
        await asyncio.sleep(1)


NAMES = (
    *("sequential", "gathered", "blocked", "rung", "deadlocked", "cancelled", "leaked"),
    *("held", "alike", "given", "odd", "banked"),
)


def graded(name: str, *, possible: float | None = None, mode: Mode = Mode.SPLIT) -> CheckResult:
    """What one check says that awaits (or calls) this function of SOURCE; `possible` is what the check asks for."""
    return outcome(SOURCE, _check(name, possible), mode=mode)


def _check(name: str, possible: float | None) -> Callable[..., Any]:
    async def test_values(kata: Any, clock: Any) -> None:
        assert [number async for number in getattr(kata, name)()] == [1, 2]

    async def test(kata: Any, clock: Any) -> None:
        await getattr(kata, name)()
        if possible is not None:
            clock.took(possible)

    def test_plainly(kata: Any, clock: Any) -> None:
        getattr(kata, name)()

    async def test_given(kata: Any, clock: Any) -> None:
        probe = Probe()
        await kata.given([_Lift(), lambda: probe.job("a secret", 1), Job(1, name="page")])

    async def test_banked(kata: Any, clock: Any) -> None:
        bank = kata.Bank()
        await asyncio.gather(*(bank.deposit() for _ in range(3)))

    special = {
        "by_itself": test_plainly,
        "by_itself_with_a_task": test_plainly,
        "drawn": test_values,
        "given": test_given,
        "banked": test_banked,
    }
    chosen = special.get(name, test)
    chosen.__name__ = f"test_{name}"
    return chosen
