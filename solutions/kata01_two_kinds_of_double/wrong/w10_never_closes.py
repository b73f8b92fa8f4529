"""Believes that a loop which nobody uses any more closes itself."""
# misconception: M11
# breaks: rule 4
# caught by: test_no_loop_is_left
# student reads: its event loop was not closed

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(coroutine_multiply_by_two(number))
