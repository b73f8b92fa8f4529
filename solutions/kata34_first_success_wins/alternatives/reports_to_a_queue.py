"""Every task reports its end to a queue; the first report of a value decides."""

from __future__ import annotations

import asyncio


async def first_success(*aws):
    if len(aws) == 0:
        raise ValueError("no mirrors")
    ended = asyncio.Queue()
    runners = []
    for aw in aws:
        runner = asyncio.ensure_future(aw)
        runner.add_done_callback(ended.put_nowait)
        runners.append(runner)
    try:
        for _ in runners:
            runner = await ended.get()
            if runner.exception() is None:
                return runner.result()
    finally:
        losers = [runner for runner in runners if not runner.done()]
        for runner in losers:
            runner.cancel()
        if losers:
            await asyncio.wait(losers)
        for runner in runners:
            if not runner.cancelled():
                runner.exception()
    raise ExceptionGroup("all mirrors failed", [runner.exception() for runner in runners])
