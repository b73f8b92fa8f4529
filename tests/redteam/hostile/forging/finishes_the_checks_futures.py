"""Sets results on every future and task that it is given, and on what the jobs wait for."""

import asyncio


async def my_gather(*aws, return_exceptions=False):
    for aw in aws:
        for name, value in (("set_result", None), ("set_exception", ValueError()), ("uncancel", None)):
            try:
                method = getattr(aw, name)
                method() if name == "uncancel" else method(value)
            except Exception:
                pass
        try:
            iterator = aw.__await__()
            waits = iterator.send(None)
            waits.set_result(None)
            asyncio.Future.set_result(waits, None)
        except BaseException:
            pass
    return None
