"""Checks for attacks that kata11 gives no opening for: each list is one small kata of (check, is it hidden?)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.testing import Job, Log, expect, number, token


class Box:
    """An object of a check's own that crosses by reference."""

    _crosses = frozenset({"put", "kept"})

    def __init__(self) -> None:
        self._kept: list[Any] = []

    def put(self, thing: Any) -> None:
        """Keep one thing."""
        self._kept.append(thing)

    def kept(self) -> list[Any]:
        """What was put in."""
        return list(self._kept)


class CheckError(Exception):
    """An exception class of a check's own."""


async def check_log(kata: Any, clock: Any) -> None:
    """Every job's value is logged when it ends."""
    log, jobs = Log(), [Job(1), Job(2)]
    await kata.work(log, *(job() for job in jobs))
    expect(log.timed, [(1.0, jobs[0].value), (2.0, jobs[1].value)])


async def check_lines(kata: Any, clock: Any) -> None:
    """What is said is logged."""
    log = Log()
    await kata.say(log)
    expect(log.lines, ["hello"])


async def check_at_once(kata: Any, clock: Any) -> None:
    """All three begin at once."""
    log, names = Log(), [token() for _ in range(3)]
    await kata.begin(names, log)
    expect(log.timed, [(0.0, name) for name in names])


async def check_box(kata: Any, clock: Any) -> None:
    """The value of a job ends in the box."""
    box, job = Box(), Job(1)
    await kata.fill(box, job())
    expect(box.kept(), [job.value])


async def check_closed(kata: Any, clock: Any) -> None:
    """Using it after it was closed raises Closed."""
    try:
        await kata.use_after_close()
    except kata.Closed:
        return
    raise AssertionError("nothing was raised")


async def check_queue(kata: Any, clock: Any) -> None:
    """What comes into the first queue goes out of the second."""
    coming: asyncio.Queue[str] = asyncio.Queue()
    going: asyncio.Queue[str] = asyncio.Queue()
    value = token()
    asyncio.get_running_loop().call_later(1, coming.put_nowait, value)
    await kata.forward(coming, going)
    expect(going.get_nowait(), value)


def check_main(kata: Any) -> None:
    """main() runs a loop of its own and gives what the job gave."""
    job = Job(2)
    expect(kata.main(job), job.value)


async def check_callback(kata: Any, clock: Any) -> None:
    """Each item is handed to the callback, one second apart."""
    seen: list[tuple[float, Any]] = []
    await kata.each(lambda item: seen.append((clock.elapsed, item)), 3)
    expect(seen, [(1.0, 0), (2.0, 1), (3.0, 2)])


async def check_value(kata: Any, clock: Any) -> None:
    """It gives the value of the job."""
    job = Job(1)
    expect(await kata.give(job()), job.value)


async def check_inside(kata: Any, clock: Any) -> None:
    """It leaves no task behind."""
    job = Job(1)
    expect(await kata.give(job()), job.value)
    assert clock.inside().tasks == ()


async def check_own_error(kata: Any, clock: Any) -> None:
    """The exception of the job comes out."""
    error = CheckError(token())
    with pytest.raises(CheckError) as raised:
        await kata.give(Job(1, error=error)())
    assert raised.value is error


async def check_room(kata: Any, clock: Any) -> None:
    """A room stays open while somebody is in it."""
    value = token()
    async with kata.Room(value) as room:
        async for item in room.ticks():
            expect(item, value)
        await room.stay()


async def check_within(kata: Any, clock: Any) -> None:
    """What is met inside of the block is right."""
    job = Job(1)
    async with kata.within(job()) as met:
        expect(met.value, job.value)


async def check_told(kata: Any, clock: Any) -> None:
    """The listener is told a number that it knows, and that number is given back."""
    secret = number()
    heard: list[Any] = []

    def listener(value: Any) -> None:
        heard.append(value)
        expect(value, secret)

    expect(await kata.tell(listener), secret)
    expect(heard[-1:], [secret])


async def check_priced(kata: Any, clock: Any) -> None:
    """The price is what nobody has said."""
    secret = number()

    def price(item: Any, want: int = secret) -> None:
        assert item == want

    expect(await kata.price(price), secret)


SHARED = (Box, CheckError, Job, Log, asyncio.Queue, asyncio.Event, asyncio.Future, asyncio.Task)

BENCHES: dict[str, list[tuple[Any, bool]]] = {
    "log": [(check_log, False), (check_lines, True)],
    "lines": [(check_lines, False)],
    "at once": [(check_at_once, False)],
    "box": [(check_box, False)],
    "closed": [(check_closed, False)],
    "queue": [(check_queue, False)],
    "main": [(check_main, False)],
    "callback": [(check_callback, False)],
    "value": [(check_value, False)],
    "room": [(check_room, True)],
    "inside": [(check_inside, False)],
    "within": [(check_within, False)],
    "told": [(check_told, False)],
    "priced": [(check_priced, False)],
    "own error": [(check_own_error, False)],
}
