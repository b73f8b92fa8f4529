"""Keeps the queue in the module, where every call finds it."""
# misconception: M40
# breaks: rule 1
# caught by: test_any_key_and_any_result
# student reads: does not deliver its own jobs

from __future__ import annotations

import asyncio


ENDED = []
NEWS = []


async def in_completion_order(jobs):
    keys = {asyncio.ensure_future(job): key for key, job in jobs.items()}

    def note(task):
        ENDED.append((keys[task], task))
        for news in NEWS:
            news.set()

    for task in keys:
        task.add_done_callback(note)
    news = asyncio.Event()
    NEWS.append(news)
    try:
        for _ in range(len(keys)):
            while not ENDED:
                news.clear()
                await news.wait()
            key, task = ENDED.pop(0)
            yield key, task.result()
    finally:
        NEWS.remove(news)
        for task in keys:
            task.cancel()
        await asyncio.gather(*keys, return_exceptions=True)
