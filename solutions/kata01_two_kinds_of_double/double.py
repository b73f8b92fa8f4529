"""The same calculation as a function and as a coroutine, and asyncio.run as the door."""

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    """Return twice the number, at once."""
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    """Return twice the number, when awaited."""
    return number * 2


def run_double(number: float) -> float:
    """Start an event loop, let the coroutine calculate in it, and return the answer."""
    return asyncio.run(coroutine_multiply_by_two(number))
