"""Believes that calling asyncio.sleep is already the pause."""
# misconception: M01
# breaks: rule 2
# caught by: test_pauses_before_the_greeting
# student reads: nobody paused

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    asyncio.sleep(pause)
    return f"Hello, {name}!"
