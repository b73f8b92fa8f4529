"""Believes that errors stay behind the door."""
# misconception: M09
# breaks: rule 3
# caught by: test_door_leads_to_the_coroutine
# student reads: as if nothing had happened

from __future__ import annotations

import asyncio


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    try:
        return asyncio.run(coroutine_multiply_by_two(number))
    except Exception:
        return 0
