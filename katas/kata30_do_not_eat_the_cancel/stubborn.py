"""Do not eat the cancel: four workers who do their jobs and do not stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Job = Callable[[], Awaitable[Any]]


async def poll(job: Job, pause: float, log: Callable[[str], object]) -> None:
    """Run the job again and again, with a pause between, and log its failures."""
    while True:
        try:
            await job()
        except:
            log("failed")
        await asyncio.sleep(pause)


async def deliver(jobs: list[Job], log: Callable[[str], object]) -> list[Any]:
    """Run the jobs one after the other, log their failures, and return the values of the others."""
    values = []
    for job in jobs:
        try:
            values.append(await job())
        except BaseException as error:
            log(f"failed: {error}")
    return values


async def limited(job: Job, seconds: float) -> Any:
    """Return the job's value, or None where it takes too long and is cancelled."""
    task = asyncio.ensure_future(job())
    await asyncio.wait([task], timeout=seconds)
    if task.done():
        return task.result()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    return None


class Light:
    """Is switched off on the way out."""

    def __init__(self, switch_off: Job) -> None:
        self.switch_off = switch_off

    async def __aenter__(self) -> Light:
        return self

    async def __aexit__(self, *error: object) -> bool:
        await self.switch_off()
        return True


async def lit(job: Job, switch_off: Job, log: Callable[[str], object]) -> Any:
    """Run the job, and switch the light off whatever happens."""
    async with Light(switch_off):
        try:
            return await job()
        except Exception as error:
            log(f"failed: {error}")
