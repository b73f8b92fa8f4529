"""Believes that a name which stands in quotes is not used."""
# misconception: M00
# breaks: rule 11
# caught by: locked
# student reads: uses asyncio.gather

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    return await getattr(asyncio, "gather")(*aws, return_exceptions=return_exceptions)
