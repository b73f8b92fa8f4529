"""Believes that a host has to be locked while she pauses."""
# misconception: M14
# breaks: rule 3
# caught by: test_pauses_stop_nobody_else
# student reads: something lets in one at a time

from __future__ import annotations

import asyncio

HOST = asyncio.Lock()


async def greet(name: str, pause: float) -> str:
    async with HOST:
        await asyncio.sleep(pause)
        return f"Hello, {name}!"
