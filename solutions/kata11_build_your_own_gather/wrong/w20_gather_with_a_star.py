"""Believes that gather without a module in front of it is another function."""
# misconception: M00
# breaks: rule 11
# caught by: locked
# student reads: uses asyncio.gather

from __future__ import annotations

from asyncio import *


async def my_gather(*aws, return_exceptions=False):
    return await gather(*aws, return_exceptions=return_exceptions)
