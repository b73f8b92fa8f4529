"""Its function is wrapped in decorators of its own, sync and async."""

import asyncio
import functools
import time


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


def timed(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return await function(*args, **kwargs)
        finally:
            print(f"{function.__name__} took {time.perf_counter() - start:.3f} s")

    return wrapper


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@counted
@timed
async def my_gather(*aws, return_exceptions=False):
    return await gather(aws, return_exceptions)
