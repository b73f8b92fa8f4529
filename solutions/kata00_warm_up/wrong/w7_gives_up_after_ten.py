"""Believes that nobody pauses for longer than ten seconds."""
# misconception: M00
# breaks: rule 2
# caught by: test_any_pause
# student reads: A pause takes as long as was asked for

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    await asyncio.wait_for(asyncio.sleep(pause), timeout=10)
    return f"Hello, {name}!"
