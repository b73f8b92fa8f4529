"""An ordinary function that hands out the coroutine object of an inner one, and a loop made and closed by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


def multiply_by_two(number: float) -> float:
    """Return twice the number, at once."""
    return sum((number, number))


def coroutine_multiply_by_two(number: float) -> Coroutine[Any, Any, float]:
    """Give a coroutine object for twice the number."""

    async def later() -> float:
        return sum((number, number))

    return later()


def run_double(number: float) -> float:
    """Start an event loop, let the coroutine calculate in it, and return the answer."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine_multiply_by_two(number))
    finally:
        loop.close()
