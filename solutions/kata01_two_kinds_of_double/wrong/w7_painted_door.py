"""Believes that only the answer counts, wherever it comes from."""
# misconception: M00
# breaks: rule 3
# caught by: test_door_leads_to_the_coroutine
# student reads: painted on a wall

from __future__ import annotations


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    return multiply_by_two(number)
