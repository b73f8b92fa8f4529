"""Adds instead of multiplying, reuses the ordinary doubler in the coroutine, and opens the door with a Runner."""

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    """Return twice the number, at once."""
    return number + number


async def coroutine_multiply_by_two(number: float) -> float:
    """Return twice the number, when awaited."""
    return multiply_by_two(number)


def run_double(number: float) -> float:
    """Start an event loop, let the coroutine calculate in it, and return the answer."""

    async def main() -> float:
        return await coroutine_multiply_by_two(number)

    with asyncio.Runner() as runner:
        return runner.run(main())
