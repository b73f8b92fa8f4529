"""Believes that an ordinary function may start an event loop wherever it is called."""
# misconception: M11
# breaks: rule 1
# caught by: test_plain_double
# student reads: called while an event loop was running

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return run_double(number)


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    return asyncio.run(coroutine_multiply_by_two(number))
