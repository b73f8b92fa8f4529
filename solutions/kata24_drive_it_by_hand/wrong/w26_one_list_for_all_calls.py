"""Collects in a default value, which lives on from call to call."""
# misconception: M40
# breaks: rule 4
# caught by: test_any_value_is_a_result
# student reads: more than what the coroutine of this call yielded

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


def steps(coro: Coroutine[Any, Any, Any], answers: Iterable[Any], yielded: list[Any] = []) -> tuple[list[Any], Any]:
    """Run a coroutine, answer each of its yields, and return (what it yielded, what it returned)."""
    supply = iter(answers)
    resume, answer = coro.send, None
    while True:
        try:
            yielded.append(resume(answer))
        except StopIteration as end:
            return yielded, end.value
        try:
            answer = next(supply)
        except StopIteration:
            coro.close()
            raise RuntimeError("the coroutine asks for more than there are answers") from None
        resume = coro.throw if isinstance(answer, BaseException) else coro.send
