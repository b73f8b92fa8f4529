"""Believes that a coroutine starts when it is called."""
# misconception: M25
# breaks: rule 2
# caught by: test_nothing_happens_before_the_await
# student reads: done at call time

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


def coroutine_multiply_by_two(number: float):
    result = number * 2

    async def hand_over() -> float:
        return result

    return hand_over()


def run_double(number: float) -> float:
    return asyncio.run(coroutine_multiply_by_two(number))
