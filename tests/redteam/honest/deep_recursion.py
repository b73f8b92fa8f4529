"""Recurses eight hundred calls deep, and comes back."""

import asyncio
import functools


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure


async def gather(aws, return_exceptions):
    outer = asyncio.get_running_loop().create_future()
    children = []
    for place, aw in enumerate(aws):
        first = next(spot for spot, other in enumerate(aws) if other is aw)
        children.append(asyncio.ensure_future(aw) if first == place else children[first])
    pending = len(children)

    def one_done(child):
        nonlocal pending
        pending -= 1
        failure = asyncio.CancelledError() if child.cancelled() else child.exception()
        if failure is not None and not return_exceptions and not outer.done():
            outer.set_exception(failure)
        if pending == 0 and not outer.done():
            outer.set_result([outcome(child) for child in children])

    for child in children:
        child.add_done_callback(one_done)
    if not children:
        return []
    try:
        return await outer
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children:
                child.cancel()
        raise


@functools.cache
def depth(number):
    return 0 if number == 0 else 1 + depth(number - 1)


def nested(number):
    return [] if number == 0 else [nested(number - 1)]


async def down(number, aws, return_exceptions):
    if number:
        return await down(number - 1, aws, return_exceptions)
    return await gather(aws, return_exceptions)


async def my_gather(*aws, return_exceptions=False):
    assert depth(400) == 400
    assert nested(300)
    return await down(100, aws, return_exceptions)
