"""Checks of every kind of value that crosses, and an honest program that passes them: what is recorded and changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from grader.testing import Job, Log, expect, token


async def check_gather(kata: Any, clock: Any) -> None:
    """Two jobs at once."""
    jobs = [Job(2), Job(1)]
    results = await kata.gather(*(job() for job in jobs))
    expect(results, [job.value for job in jobs])
    clock.took(2.0)


async def check_failure(kata: Any, clock: Any) -> None:
    """A job's exception comes out."""
    error, value = ValueError(token()), token()
    with pytest.raises(ValueError) as raised:
        await kata.gather(Job(2, value)(), Job(1, error=error)())
    assert raised.value is error
    expect(await kata.gather(Job(1, value)()), [value])


async def check_log(kata: Any, clock: Any) -> None:
    """Lines are logged when their jobs end."""
    log, jobs = Log(), [Job(1), Job(2)]
    await kata.note(log, *jobs)
    expect(log.timed, [(1.0, jobs[0].value), (2.0, jobs[1].value)])


async def check_objects(kata: Any, clock: Any) -> None:
    """Objects, context managers, async iterators and own exceptions."""
    value = token()
    async with kata.Room(value) as room:
        seen = [(at, item) async for at, item in room.ticks(3)]
        assert isinstance(room, kata.Room) and len(room) == 3
    expect(seen, [(0, value), (1, value), (2, value)])
    with pytest.raises(kata.Closed):
        room.enter(value)
    clock.took(3.0)


async def check_cancel(kata: Any, clock: Any) -> None:
    """A cancellation goes through."""
    job, value = Job(5), token()
    task = asyncio.create_task(kata.gather(job()))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled() and job.cancelled == [1.0]
    expect(await kata.gather(Job(1, value)()), [value])


def check_main(kata: Any) -> None:
    """A plain function that runs a loop of its own."""
    job = Job(2)
    expect(kata.main(job), job.value)


async def check_callback(kata: Any, clock: Any) -> None:
    """Callbacks come one second apart."""
    seen: list[Any] = []
    value = token()
    await kata.each(lambda item: seen.append((clock.elapsed, item)), value)
    expect(seen, [(1.0, value), (2.0, value)])


CHECKS: list[Callable[..., Any]] = [
    check_gather,
    check_failure,
    check_log,
    check_objects,
    check_cancel,
    check_main,
    check_callback,
]

HONEST = """
import asyncio

async def gather(*jobs):
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        return [await task for task in asyncio.as_completed(tasks)] if len(tasks) > 5 else await asyncio.gather(*tasks)
    finally:
        print("gathered")

async def note(log, *jobs):
    async def one(job):
        log.append(await job)
    await asyncio.gather(*map(one, jobs))

class Closed(Exception):
    pass

class Room:
    def __init__(self, value):
        self.value = value
        self.open = False

    async def __aenter__(self):
        self.open = True
        return self

    async def __aexit__(self, *error):
        self.open = False

    def __len__(self):
        return 3

    async def ticks(self, count):
        for number in range(count):
            await asyncio.sleep(1)
            yield number, self.value

    def enter(self, value):
        raise Closed(value) from KeyError(value)

def main(job):
    async def wait():
        return await job
    return asyncio.run(wait())

async def each(callback, item):
    for _ in range(2):
        await asyncio.sleep(1)
        callback(item)
"""
