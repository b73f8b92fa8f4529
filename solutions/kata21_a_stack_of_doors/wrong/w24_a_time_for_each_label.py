"""Keeps the beginnings for the whole module, by label."""
# misconception: M40
# breaks: rule 1
# caught by: test_timed_whatever_happens
# student reads: with the same label

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

_began = {}


class timed:
    def __init__(self, label, record):
        self.label = label
        self.record = record

    async def __aenter__(self):
        _began[self.label] = asyncio.get_running_loop().time()
        return self

    async def __aexit__(self, kind, error, trace):
        seconds = asyncio.get_running_loop().time() - _began[self.label]
        self.record(self.label, seconds)
        return False


async def _enter(door):
    return await door.__aenter__()


def _is_open(task):
    return task.done() and not task.cancelled() and task.exception() is None


async def _open_together(doors):
    tasks = [asyncio.ensure_future(_enter(door)) for door in doors]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with AsyncExitStack() as stack:
            for door, task in zip(doors, tasks):
                if _is_open(task):
                    stack.push_async_exit(door)
        raise


@asynccontextmanager
async def open_all(*doors):
    values = await _open_together(doors)
    async with AsyncExitStack() as stack:
        for door in doors:
            stack.push_async_exit(door)
        yield values
