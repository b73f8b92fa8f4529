"""Pause, then greet."""

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    """Pause for so many seconds, then return the greeting."""
    await asyncio.sleep(pause)
    return f"Hello, {name}!"
