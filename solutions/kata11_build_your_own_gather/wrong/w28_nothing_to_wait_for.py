"""Believes that what is done already needs no care: its result is there."""
# misconception: M09
# breaks: rule 7
# caught by: test_failures_stand_in_their_place
# student reads: before the call, and that left my_gather

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    children = {aw: asyncio.ensure_future(aw) for aw in dict.fromkeys(aws)}
    if all(child.done() for child in children.values()):
        return [children[aw].result() for aw in aws]
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

    for child in children.values():
        child.add_done_callback(finished)
    if children:
        try:
            await outer
        except asyncio.CancelledError:
            if outer.cancelled():
                for child in children.values():
                    child.cancel()
            raise
    return [outcome(children[aw]) for aw in aws]


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure
