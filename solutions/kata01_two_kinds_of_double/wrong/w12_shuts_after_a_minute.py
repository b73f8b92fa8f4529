"""Believes that a coroutine that takes longer than a minute hangs."""
# misconception: M00
# breaks: rule 3
# caught by: test_door_leads_to_the_coroutine
# student reads: takes any time

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    return asyncio.run(asyncio.wait_for(coroutine_multiply_by_two(number), 60))
