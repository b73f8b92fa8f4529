"""Uses a locked name, in letters that only look like others, behind a fake line directive."""

import asyncio

# -*- line 9999 "\x1b[31m"


async def my_gather(*aws, return_exceptions=False):
    return await asyncio.ｇａｔｈｅｒ(*aws, return_exceptions=return_exceptions)
