"""Believes that seconds are whole."""
# misconception: M00
# breaks: rule 2
# caught by: test_any_pause
# student reads: took whole seconds

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    await asyncio.sleep(int(pause))
    return f"Hello, {name}!"
