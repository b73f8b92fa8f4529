"""Build your own timeout: a block with a deadline, and a wait_for on top of it."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable
from types import TracebackType
from typing import Any


class deadline:
    """A block that is cancelled when its seconds are over."""

    def __init__(self, seconds: float | None) -> None:
        raise NotImplementedError("write __init__")

    async def __aenter__(self) -> deadline:
        """Begin to count."""
        raise NotImplementedError("write __aenter__")

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Call the timer off, and raise TimeoutError where the deadline is why the block ended."""
        raise NotImplementedError("write __aexit__")

    def expired(self) -> bool:
        """Whether the deadline has cancelled the block."""
        raise NotImplementedError("write expired")

    def when(self) -> float | None:
        """The moment of the deadline on the loop's clock, or None."""
        raise NotImplementedError("write when")

    def reschedule(self, when: float | None) -> None:
        """Move the deadline to another moment on the loop's clock."""
        raise NotImplementedError("write reschedule")


async def my_wait_for(aw: Awaitable[Any], timeout: float | None) -> Any:
    """Return what `aw` gives within `timeout` seconds; cancel it and raise TimeoutError when it is late."""
    raise NotImplementedError("write my_wait_for")
