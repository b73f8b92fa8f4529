"""Sets up its streams and its log, and looks at its arguments and at its own source, while it is loaded."""

import inspect
import logging
import sys
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


sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
sys.stdout.buffer.write("gäther\n".encode(sys.stdout.encoding))
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
logging.info("loaded %s with %s", __name__, sys.argv[1:])
print(inspect.getsource(my_gather), open(__file__).readline(), file=sys.stderr)
