"""Believes that one runner, made at the start, serves for ever."""
# misconception: M11
# breaks: rule 4
# caught by: test_door_opens_again
# student reads: opens once and then no more

from __future__ import annotations

import asyncio

DOOR = asyncio.Runner()


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    with DOOR:
        return DOOR.run(coroutine_multiply_by_two(number))
