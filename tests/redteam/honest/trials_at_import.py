"""Tries itself while it is loaded: loops, sleeps, threads, and a task that is left behind."""

import threading
import time
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


BEGIN = time.monotonic()


async def demo():
    asyncio.create_task(asyncio.sleep(99))
    return await my_gather(asyncio.sleep(1, "one"), asyncio.sleep(2, "two"))


print(asyncio.run(demo()))
with asyncio.Runner() as runner:
    runner.run(demo())
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(demo())
time.sleep(3600)
thread = threading.Thread(target=time.sleep, args=(5,))
thread.start()
thread.join()
assert time.monotonic() - BEGIN == 3611
