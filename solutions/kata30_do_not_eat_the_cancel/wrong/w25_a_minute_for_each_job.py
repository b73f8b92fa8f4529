"""Polls with a limit of a minute for each job, which nobody asked for."""
# misconception: M00
# breaks: rule 1
# caught by: test_poll_at_any_moment
# student reads: a job of poll took an hour

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Job = Callable[[], Awaitable[Any]]


async def poll(job: Job, pause: float, log: Callable[[str], object]) -> None:
    """Run the job again and again, with a pause between, and log its failures."""
    while True:
        try:
            async with asyncio.timeout(60):
                await job()
        except Exception as error:
            log(f"failed: {error}")
        await asyncio.sleep(pause)


async def deliver(jobs: list[Job], log: Callable[[str], object]) -> list[Any]:
    """Run the jobs one after the other, log their failures, and return the values of the others."""
    values = []
    for job in jobs:
        try:
            values.append(await job())
        except Exception as error:
            log(f"failed: {error}")
    return values


async def limited(job: Job, seconds: float) -> Any:
    """Return the job's value, or None where it takes too long and is cancelled."""
    task = asyncio.ensure_future(job())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    finally:
        task.cancel()
    if done:
        return task.result()
    await asyncio.wait([task])
    return None


async def lit(job: Job, switch_off: Job, log: Callable[[str], object]) -> Any:
    """Run the job, and switch the light off whatever happens."""
    try:
        return await job()
    except Exception as error:
        log(f"failed: {error}")
        return None
    finally:
        await switch_off()
