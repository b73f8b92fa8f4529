"""Believes that a coroutine has to wait for something."""
# misconception: M00
# breaks: rule 6
# caught by: test_coroutine_double
# student reads: nothing here has to wait

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    await asyncio.sleep(0.5)
    return number * 2


def run_double(number: float) -> float:
    return asyncio.run(coroutine_multiply_by_two(number))
