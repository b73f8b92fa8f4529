"""Believes that asking a failed child for its result gives the exception instead of raising it."""
# misconception: M09
# breaks: rule 7
# caught by: test_failures_stand_in_their_place
# student reads: It was asked to put exceptions into the list

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
        await outer
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children:
                child.cancel()
        raise
    return [outcome(started[id(aw)]) for aw in aws]


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    return child.result()
