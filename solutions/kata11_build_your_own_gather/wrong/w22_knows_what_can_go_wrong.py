"""Believes that it can list every exception that may be raised."""
# misconception: M09
# breaks: rule 5
# caught by: test_the_others_go_on_after_a_failure
# student reads: came back as if nothing had happened

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
        if isinstance(failure, (ValueError, OSError, asyncio.CancelledError)) and not return_exceptions:
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
    failure = child.exception()
    return child.result() if failure is None else failure
