"""Believes that what was cancelled after a failure stops within a minute."""
# misconception: M39
# breaks: rule 6
# caught by: test_a_failure_in_its_turn
# student reads: had not ended when it left

from __future__ import annotations

import asyncio


async def in_completion_order(jobs):
    ended = asyncio.Queue()
    keys = {}
    for key, job in jobs.items():
        task = asyncio.ensure_future(job)
        keys[task] = key
        task.add_done_callback(ended.put_nowait)
    try:
        for _ in range(len(keys)):
            task = await ended.get()
            try:
                result = task.result()
            except Exception:
                rest = [other for other in keys if not other.done()]
                for other in rest:
                    other.cancel()
                if rest:
                    await asyncio.wait(rest, timeout=60)
                raise
            yield keys[task], result
    except (GeneratorExit, asyncio.CancelledError):
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
        raise
