"""Believes that nobody needs longer than an hour."""
# misconception: M27
# breaks: rule 2
# caught by: test_every_kind_of_awaitable
# student reads: one job takes a day

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    started = {}
    for aw in aws:
        if id(aw) not in started:
            started[id(aw)] = asyncio.ensure_future(aw)
    children = list(started.values())
    outer = asyncio.get_running_loop().create_future()
    left = len(children)

    def finished(child):
        nonlocal left
        left -= 1
        failure = asyncio.CancelledError() if child.cancelled() else child.exception()
        if outer.done():
            return
        if failure is not None and not return_exceptions:
            outer.set_exception(failure)
        elif left == 0:
            outer.set_result(None)

    for child in children:
        child.add_done_callback(finished)
    if not children:
        return []
    try:
        await asyncio.wait_for(outer, 3600)
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children:
                child.cancel()
        raise
    return [outcome(started[id(aw)]) for aw in aws]


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure
