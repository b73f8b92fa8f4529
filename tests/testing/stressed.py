"""Programs with and without a race, and stressed checks for them."""

from __future__ import annotations

import asyncio
from typing import Any

from grader.testing import M15, Log, check, expect, token

RACE = """
import asyncio

balance = 0
SEEN = []

async def deposit():
    global balance
    before = balance
    await asyncio.sleep(0)
    balance = before + 1

async def late():
    for _ in range(3):
        await asyncio.sleep(0)
    await deposit()

async def both():
    await asyncio.gather(deposit(), late())

def run_both():
    asyncio.run(both())

def total():
    return balance
"""

LOCKED = RACE.replace(
    """    before = balance
    await asyncio.sleep(0)
    balance = before + 1
""",
    """    async with LOCK:
        before = balance
        await asyncio.sleep(0)
        balance = before + 1
""",
).replace("SEEN = []", "LOCK = asyncio.Lock()")

TOLD = M15.because("a deposit was lost")


@check(points=1, stress=30, tells=TOLD)
async def test_tasks_of_the_check(kata: Any) -> None:
    """Deposits that the check starts all count."""

    async def late() -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        await kata.deposit()

    await asyncio.gather(kata.deposit(), late())
    expect(kata.total(), 2)


@check(points=1, stress=30, tells=TOLD)
async def test_tasks_of_the_student(kata: Any) -> None:
    """Deposits that the student's code starts all count."""
    await kata.both()
    expect(kata.total(), 2)


@check(points=1, stress=30, tells=TOLD)
def test_a_loop_of_the_student(kata: Any) -> None:
    """Deposits in the student's own asyncio.run all count."""
    kata.run_both()
    expect(kata.total(), 2)


@check(points=1)
async def test_plain_order(kata: Any) -> None:
    """In asyncio's plain order the race is never seen."""
    await kata.both()
    expect(kata.total(), 2)


STRESSED = (test_tasks_of_the_check, test_tasks_of_the_student, test_a_loop_of_the_student)

FAIR = """
import asyncio

async def in_turn(log, names):
    lock = asyncio.Lock()

    async def one(name):
        async with lock:
            log(name)
            await asyncio.sleep(1)

    tasks = []
    for place, name in enumerate(names):
        tasks.append(asyncio.create_task(one(name)))
        await asyncio.sleep(0.125)
    await asyncio.gather(*tasks)

async def through_a_queue(log, names):
    queue = asyncio.Queue(1)

    async def producer():
        for name in names:
            await queue.put(name)
        await queue.put(None)

    async def consumer():
        while (name := await queue.get()) is not None:
            log(name)

    await asyncio.gather(producer(), consumer())

async def soon(log, names):
    loop = asyncio.get_running_loop()
    for name in names:
        loop.call_soon(log, name)
    await asyncio.sleep(1)

async def futures(log, names, given):
    loop = asyncio.get_running_loop()

    async def wait():
        log(await given)

    waiting = [asyncio.create_task(wait()), asyncio.create_task(given_back(log, names[1]))]
    await asyncio.wait(waiting)

async def given_back(log, name):
    try:
        async with asyncio.timeout(0.25):
            await asyncio.sleep(5)
    except TimeoutError:
        log(name)
"""

CHEAT = """
import sys

def seen(values):
    kept = sys.__dict__.setdefault("kept", [])
    known = values in kept
    kept.append(values)
    return known
"""


@check(points=1, stress=20)
async def test_values_differ_from_turn_to_turn(kata: Any) -> None:
    """What was seen in one turn is not the value of the next."""
    expect(kata.seen(token()), False)


RACERS = """
import asyncio

async def race(log, names):
    async def run(name):
        for _ in range(3):
            await asyncio.sleep(0)
        log(name)

    await asyncio.gather(*(run(name) for name in names))
"""


def finish(turn: int) -> Any:
    """A check that fails in that turn, and so shows who came in when; it can be run once."""
    turns = iter(range(turn + 1))

    async def test_finish(kata: Any) -> None:
        log = Log()
        await kata.race(log, "abcdef")
        if next(turns) == turn:
            expect("".join(log.lines), "")

    test_finish.__name__ = f"test_finish_{turn}"
    test_finish.__doc__ = "Who came in when."
    return check(points=1, stress=turn)(test_finish)


SEARCH = """
import gc
import os
import sys

known = []

def learn(text):
    known.append(text)

def holds(backwards):
    wanted = backwards[::-1]
    found = [*sys.argv, *sys.orig_argv, *os.environ.values()]
    for thing in gc.get_objects():
        if type(thing) in (list, tuple, set, frozenset):
            found += [part for part in thing if type(part) is str]
        elif type(thing) is dict:
            found += [part for pair in thing.items() for part in pair if type(part) is str]
    return any(wanted in text for text in found if text != wanted)
"""
