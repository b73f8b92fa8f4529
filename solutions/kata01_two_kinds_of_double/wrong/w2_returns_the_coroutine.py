"""Believes that calling a coroutine function runs it."""
# misconception: M01
# breaks: rule 3
# caught by: test_door_gives_the_answer
# student reads: the blueprint, not the answer

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> Coroutine[Any, Any, float]:
    return coroutine_multiply_by_two(number)
