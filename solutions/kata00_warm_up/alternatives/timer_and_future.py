"""A timer of the loop fills in a future, and the greeting waits for it."""

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    """Pause for so many seconds, then return the greeting."""
    loop = asyncio.get_running_loop()
    greeting: asyncio.Future[str] = loop.create_future()
    loop.call_later(pause, greeting.set_result, f"Hello, {name}!")
    return await greeting
