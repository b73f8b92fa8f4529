"""Makes all its calls at once and has the clock look as if time had passed."""
# bench: callback

import asyncio
import time


async def each(callback, count):
    loop = asyncio.get_running_loop()
    for item in range(count):
        loop.time = lambda at=item: 100_001.0 + at
        time.monotonic = loop.time
        callback(item)
