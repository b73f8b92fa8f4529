"""Believes that every guest waits as long as the one of the example."""
# misconception: M00
# breaks: rule 2
# caught by: test_pauses_before_the_greeting
# student reads: the pause took 1.5 s

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    await asyncio.sleep(1.5)
    return f"Hello, {name}!"
