"""Tells the end of the answers with ==, which an answer may define as it likes."""
# misconception: M27
# breaks: rule 4
# caught by: test_odd_values_and_long_ways
# student reads: an answer that says it equals everything

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from typing import Any

END = object()


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
    supply = iter(answers)
    yielded: list[Any] = []
    resume, answer = coro.send, None
    while True:
        try:
            yielded.append(resume(answer))
        except StopIteration as end:
            return yielded, end.value
        answer = next(supply, END)
        if answer == END:
            coro.close()
            raise RuntimeError("the coroutine asks for more than there are answers")
        resume = coro.throw if isinstance(answer, BaseException) else coro.send
