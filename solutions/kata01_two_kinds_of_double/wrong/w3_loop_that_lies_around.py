"""Believes that there always is an event loop which may be used and left lying."""
# misconception: M11
# breaks: rule 4
# caught by: test_no_loop_is_left
# student reads: still open

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
    return loop.run_until_complete(coroutine_multiply_by_two(number))
