"""Believes that every number is a whole one."""
# misconception: M27
# breaks: rule 5
# caught by: test_any_number
# student reads: Not every number is whole

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> int:
    return int(number) * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    return asyncio.run(coroutine_multiply_by_two(number))
