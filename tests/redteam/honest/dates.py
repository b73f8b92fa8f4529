"""Asks for the date, in each of the ways there are."""

import datetime as dt
import time
from datetime import date, datetime, timedelta
import asyncio


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


async def my_gather(*aws, return_exceptions=False):
    return await gather(aws, return_exceptions)


before = datetime.now(), dt.datetime.utcnow(), date.today(), time.time_ns(), time.localtime()
time.sleep(86_400)
assert datetime.now() - before[0] == dt.datetime.utcnow() - before[1] == date.today() - before[2] == timedelta(days=1)
assert time.time_ns() - before[3] == 86_400 * 10**9
assert time.mktime(time.localtime()) - time.mktime(before[4]) == 86_400
assert type(datetime.now() + timedelta(1)) is datetime and isinstance(datetime.now(), date)
