"""Believes that one send is all that a coroutine ever needs, and no event loop."""
# misconception: M11
# breaks: rule 3
# caught by: test_door_leads_to_the_coroutine
# student reads: only an event loop

from __future__ import annotations


def multiply_by_two(number: float) -> float:
    return number * 2


async def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    coroutine = coroutine_multiply_by_two(number)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
