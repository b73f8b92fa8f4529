"""Believes that the line below is always reached."""
# misconception: M16
# breaks: rule 4
# caught by: test_no_loop_is_left
# student reads: the event loop stayed open

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    loop = asyncio.new_event_loop()
    answer = loop.run_until_complete(coroutine_multiply_by_two(number))
    loop.close()
    return answer
