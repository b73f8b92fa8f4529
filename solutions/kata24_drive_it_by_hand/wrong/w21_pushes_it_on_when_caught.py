"""Resumes once more after an exception was thrown in, as if that gave no question."""
# misconception: M23
# breaks: rule 5
# caught by: test_an_exception_is_thrown_in
# student reads: what was raised in the coroutine

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
    supply = iter(answers)
    yielded: list[Any] = []
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
        if isinstance(answer, BaseException):
            coro.throw(answer)
            answer = None
        resume = coro.send
