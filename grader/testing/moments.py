"""The trusted time, as the kit notes it."""

from __future__ import annotations

import asyncio
from typing import Protocol


class Watched(Protocol):
    """Something of the kit that a sweep can look at afterwards."""

    def _moments(self) -> list[float]:
        """When something happened to it, in virtual seconds since the check began."""

    def _left(self, at: float) -> list[str]:
        """What of it was begun, and was not over in time when everything was to stop at this moment."""


def now() -> float:
    """Virtual seconds since the check began; both halves of the loop agree on it."""
    loop = asyncio.get_running_loop()
    elapsed = getattr(loop, "elapsed", None)
    return float(elapsed) if elapsed is not None else loop.time()


def runs() -> bool:
    """Is there a loop to ask? What is thrown away together with its loop did not end: nobody is there to say when."""
    return asyncio._get_running_loop() is not None
