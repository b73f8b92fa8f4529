"""Believes that building gather means calling it."""
# misconception: M00
# breaks: rule 11
# caught by: locked
# student reads: uses asyncio.gather

from __future__ import annotations

import asyncio


async def my_gather(*aws, return_exceptions=False):
    return await asyncio.gather(*aws, return_exceptions=return_exceptions)
