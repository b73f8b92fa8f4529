"""Two kinds of double: an ordinary function, a coroutine, and the door between them."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it


def multiply_by_two(number: float) -> float:
    """Return twice the number, at once."""
    raise NotImplementedError("write multiply_by_two")


# This one is still an ordinary function: something is missing in front of it.
def coroutine_multiply_by_two(number: float):
    """Return twice the number, when awaited."""
    raise NotImplementedError("write coroutine_multiply_by_two")


def run_double(number: float) -> float:
    """Start an event loop, let the coroutine calculate in it, and return the answer."""
    raise NotImplementedError("write run_double")
