"""Believes that no more than a hundred guests ever come at once."""
# misconception: M14
# breaks: rule 3
# caught by: test_however_many_guests
# student reads: only so many at a time

from __future__ import annotations

import asyncio

CHAIRS = asyncio.Semaphore(100)


async def greet(name: str, pause: float) -> str:
    async with CHAIRS:
        await asyncio.sleep(pause)
    return f"Hello, {name}!"
