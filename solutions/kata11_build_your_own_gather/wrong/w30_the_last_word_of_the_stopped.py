"""Believes that a child which is cancelled ends with CancelledError."""
# misconception: M05
# breaks: rule 9
# caught by: test_a_cancellation_leaves_my_gather
# student reads: left in place of that

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    children = {aw: asyncio.ensure_future(aw) for aw in dict.fromkeys(aws)}
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
                for child in children.values():
                    try:
                        await child
                    except asyncio.CancelledError:
                        pass
            raise
    return [outcome(children[aw]) for aw in aws]


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure
