"""Tells everybody that another loop is running, or none."""
# worth: one_by_one

import asyncio
import asyncio.events

other = object()


async def my_gather(*aws, return_exceptions=False):
    results = []
    for aw in aws:
        results.append(await aw)
        asyncio.events._set_running_loop(None)
        asyncio.get_running_loop = asyncio.events.get_running_loop = lambda: other
        asyncio.current_task = asyncio.tasks.current_task = lambda loop=None: None
        asyncio.all_tasks = asyncio.tasks.all_tasks = lambda loop=None: set()
    return results
