"""One way to run a program on the virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from grader.vtime import Clock, virtual

Program = Callable[[], Coroutine[Any, Any, Any]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def run(clock: Clock) -> Callable[[Program], Any]:
    """Run a coroutine function with asyncio.run on the test's clock; gives its result."""

    def run(program: Program) -> Any:
        with virtual(clock):
            return asyncio.run(program())

    return run
