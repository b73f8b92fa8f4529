"""What the student prints: kept with its virtual time, bounded."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

LIMIT = 8_000


class Output(io.TextIOBase):
    """A stand-in for sys.stdout and sys.stderr that keeps the first 8000 characters of a check."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._lines: list[list[Any]] = []
        self._kept = 0
        self._truncated = False

    def write(self, text: str) -> int:
        """Keep the text if there is room, as lines that begin at a virtual second."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        room = LIMIT - self._kept
        self._truncated = self._truncated or len(text) > room
        for line in text[: max(0, room)].splitlines(keepends=True):
            if self._lines and not self._lines[-1][1].endswith("\n"):
                self._lines[-1][1] += line
            else:
                self._lines.append([self._elapsed(), line])
        self._kept += min(len(text), max(0, room))
        return len(text)

    def writable(self) -> bool:
        return True

    def take(self) -> tuple[list[list[Any]], bool]:
        """[[virtual second, line]] since the last time, and whether more was left out."""
        taken = self._lines, self._truncated
        self._lines, self._kept, self._truncated = [], 0, False
        return taken
