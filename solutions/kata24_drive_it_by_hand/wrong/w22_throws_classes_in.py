"""Throws exception classes in, too, though a class is a value like any other."""
# misconception: M00
# breaks: rules 4 and 5
# caught by: test_odd_values_and_long_ways
# student reads: only an exception object is thrown in

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
        thrown = isinstance(answer, BaseException)
        if isinstance(answer, type) and issubclass(answer, BaseException):
            thrown = True
        resume = coro.throw if thrown else coro.send
