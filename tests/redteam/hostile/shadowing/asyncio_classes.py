"""Replaces the classes and functions of asyncio with ones that are done at once."""
# worth: one_by_one

import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.futures
import asyncio.tasks


class Done:
    def __init__(self, *args, **kwargs):
        pass

    def done(self):
        return True

    def result(self):
        return None

    def __await__(self):
        return None
        yield


for module in (asyncio, asyncio.tasks, asyncio.futures, asyncio.events, asyncio.base_events):
    for name in ("Future", "Task", "ensure_future", "create_task", "wait_for", "Event", "TimerHandle", "Handle"):
        if hasattr(module, name):
            setattr(module, name, Done)


async def my_gather(*aws, return_exceptions=False):
    return [await aw for aw in aws]
