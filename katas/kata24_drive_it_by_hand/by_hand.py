"""Drive it by hand: run coroutines without an event loop."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from typing import Any


def run_now(coro: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never suspends and return what it returns."""
    raise NotImplementedError("write run_now")


def steps(coro: Coroutine[Any, Any, Any], answers: Iterable[Any]) -> tuple[list[Any], Any]:
    """Run a coroutine, answer each of its yields, and return (what it yielded, what it returned)."""
    raise NotImplementedError("write steps")
