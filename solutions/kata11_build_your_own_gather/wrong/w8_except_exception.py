"""Believes that every exception is an Exception."""
# misconception: M06
# breaks: rule 8
# caught by: test_a_cancelled_child_is_listed
# student reads: CancelledError is no Exception

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    tasks = {id(aw): aw for aw in aws}
    tasks = {key: asyncio.ensure_future(aw) for key, aw in tasks.items()}
    first_failure = asyncio.get_running_loop().create_future()

    def finished(task):
        failure = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failure is not None and not return_exceptions and not first_failure.done():
            first_failure.set_exception(failure)
        if all(other.done() for other in tasks.values()) and not first_failure.done():
            first_failure.set_result(None)

    for task in tasks.values():
        task.add_done_callback(finished)
    try:
        if tasks:
            await first_failure
    except asyncio.CancelledError:
        if first_failure.cancelled():
            for task in tasks.values():
                task.cancel()
        raise
    results = []
    for aw in aws:
        try:
            results.append(tasks[id(aw)].result())
        except Exception as error:
            results.append(error)
    return results
