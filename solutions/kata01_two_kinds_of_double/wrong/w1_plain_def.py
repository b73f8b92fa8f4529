"""Believes that the name makes the coroutine."""
# misconception: M38
# breaks: rule 2
# caught by: test_coroutine_double
# student reads: nobody can await a number

from __future__ import annotations


def multiply_by_two(number: float) -> float:
    return number * 2


def coroutine_multiply_by_two(number: float) -> float:
    return number * 2


def run_double(number: float) -> float:
    return coroutine_multiply_by_two(number)
