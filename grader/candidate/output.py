"""What the student prints: kept with its virtual time, bounded."""

from __future__ import annotations

import io
from collections.abc import Callable

LIMIT = 8_000


class Output(io.TextIOBase):
    """A stand-in for sys.stdout and sys.stderr that keeps the first 8000 characters of a check."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._lines: list[tuple[float, str]] = []
        self._kept = 0
        self._truncated = False

    def write(self, text: str) -> int:
        """Keep the text if there is room."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        room = LIMIT - self._kept
        if len(text) > room:
            self._truncated = True
        if room > 0 and text:
            kept = text[:room]
            self._kept += len(kept)
            self._lines.append((self._elapsed(), kept))
        return len(text)

    def writable(self) -> bool:
        return True

    def take(self) -> tuple[list[tuple[float, str]], bool]:
        """[(virtual second, text)] since the last time, and whether more was left out."""
        taken = self._lines, self._truncated
        self._lines, self._kept, self._truncated = [], 0, False
        return taken
