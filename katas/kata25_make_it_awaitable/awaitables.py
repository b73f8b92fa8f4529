"""Make it awaitable: four classes whose objects can be awaited."""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from typing import Any


class Ready:
    """Has its value already: awaiting it never suspends."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __await__(self) -> Generator[None, Any, Any]:
        raise NotImplementedError("write Ready")


class YieldNow:
    """Suspends once, so that others have a turn."""

    def __await__(self) -> Generator[None, Any, None]:
        raise NotImplementedError("write YieldNow")


class Countdown:
    """Suspends n times and returns "liftoff"."""

    def __init__(self, n: int) -> None:
        self.n = n

    def __await__(self) -> Generator[None, Any, str]:
        raise NotImplementedError("write Countdown")


class Chain:
    """Awaits others one after the other and returns the list of their results."""

    def __init__(self, *awaitables: Awaitable[Any]) -> None:
        self.awaitables = awaitables

    def __await__(self) -> Generator[Any, Any, list[Any]]:
        raise NotImplementedError("write Chain")
