"""Believes that gather is only ever called with something to wait for."""
# misconception: M27
# breaks: rule 4
# caught by: test_nothing_to_wait_for
# student reads: none at all is fine too

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    outer = asyncio.get_running_loop().create_future()
    unique = {id(aw): aw for aw in aws}
    children = {key: asyncio.ensure_future(aw) for key, aw in unique.items()}
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
    try:
        await outer
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children.values():
                child.cancel()
        raise
    return [outcome(children[id(aw)]) for aw in aws]


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    return child.exception() or child.result()
