"""Believes a sum that was tried with 2 only."""
# misconception: M27
# breaks: rule 1
# caught by: test_plain_double
# student reads: 2 doubled is 4 by accident

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number**2


async def coroutine_multiply_by_two(number: float) -> float:
    return number**2


def run_double(number: float) -> float:
    return asyncio.run(coroutine_multiply_by_two(number))
