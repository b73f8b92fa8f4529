"""Takes a GeneratorExit of the coroutine for the one that close() raises."""
# misconception: M23
# breaks: rule 2
# caught by: test_every_error_leaves
# student reads: the coroutine's own

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from typing import Any


def run_now(coro: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never suspends and return what it returns."""
    try:
        coro.send(None)
        coro.close()
    except StopIteration as end:
        return end.value
    except GeneratorExit:
        pass
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
        resume = coro.throw if isinstance(answer, BaseException) else coro.send
