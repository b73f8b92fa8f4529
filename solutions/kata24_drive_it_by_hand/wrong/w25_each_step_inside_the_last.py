"""Calls itself for each answer, so that steps are nested."""
# misconception: M27
# breaks: rule 4
# caught by: test_odd_values_and_long_ways
# student reads: Each step was made inside the last one

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from typing import Any


def run_now(coro: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never suspends and return what it returns."""
    try:
        coro.send(None)
    except StopIteration as end:
        return end.value
    coro.close()
    raise RuntimeError("the coroutine suspended, and there is nobody to wake it")


def steps(coro: Coroutine[Any, Any, Any], answers: Iterable[Any]) -> tuple[list[Any], Any]:
    """Run a coroutine, answer each of its yields, and return (what it yielded, what it returned)."""
    return _go_on(coro, coro.send, None, iter(answers), [])


def _go_on(coro, resume, answer, supply, yielded):
    try:
        yielded.append(resume(answer))
    except StopIteration as end:
        return yielded, end.value
    for following in supply:
        resume = coro.throw if isinstance(following, BaseException) else coro.send
        return _go_on(coro, resume, following, supply, yielded)
    coro.close()
    raise RuntimeError("the coroutine asks for more than there are answers")
