"""What the student prints: kept with its virtual time, bounded."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable
from typing import Any

LIMIT = 8_000


class Output:
    """Keeps the first 8000 characters of what a check prints on sys.stdout and sys.stderr together."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._lines: list[list[Any]] = []
        self._kept = 0
        self._truncated = False
        self._streams = Stream(self, 1, "<stdout>"), Stream(self, 2, "<stderr>")

    def stand_in(self) -> None:
        """Be what `print` writes to from now on, whatever an earlier check put there."""
        sys.stdout, sys.stderr = self._streams
        # Coroutines that a check left are closed later, on a closed loop: Python would print each complaint there.
        sys.unraisablehook = _nobody_listens

    def add(self, text: str) -> None:
        """Keep the text if there is room, as lines that begin at a virtual second."""
        room = LIMIT - self._kept
        self._truncated = self._truncated or len(text) > room
        for line in text[: max(0, room)].splitlines(keepends=True):
            if self._lines and not self._lines[-1][1].endswith("\n"):
                self._lines[-1][1] += line
            else:
                self._lines.append([self._elapsed(), line])
        self._kept += min(len(text), max(0, room))

    def take(self) -> tuple[list[list[Any]], bool]:
        """[[virtual second, line]] since the last time, and whether more was left out."""
        taken = self._lines, self._truncated
        self._lines, self._kept, self._truncated = [], 0, False
        return taken


def _nobody_listens(unraisable: Any) -> None:
    """An exception that nobody can catch."""


class Stream(io.TextIOBase):
    """A stand-in for sys.stdout or sys.stderr, with what programs ask of those: never a terminal, always UTF-8.

    What is set with `reconfigure` is remembered and changes nothing: each text is kept at once.
    """

    def __init__(self, output: Output, number: int, name: str) -> None:
        self._output = output
        self._number = number
        self._set: dict[str, Any] = {
            "encoding": "utf-8",
            "errors": "replace",
            "newline": None,
            "line_buffering": True,
            "write_through": True,
        }
        self.name = name
        self.mode = "w"
        self.buffer = Bytes(self, name)

    def write(self, text: str) -> int:
        """Keep the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.add(text)
        return len(text)

    def reconfigure(self, **settings: Any) -> None:
        """Remember the settings, as io.TextIOWrapper names them."""
        for name, value in settings.items():
            if name not in self._set:
                raise TypeError(f"reconfigure() got an unexpected keyword argument {name!r}")
            if name == "encoding" and value is not None:
                codecs.lookup(value)
            if value is not None:
                self._set[name] = value

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return str(self._set["encoding"])

    @property
    def errors(self) -> str:  # type: ignore[override]
        return str(self._set["errors"])

    @property
    def line_buffering(self) -> bool:
        return bool(self._set["line_buffering"])

    @property
    def write_through(self) -> bool:
        return bool(self._set["write_through"])

    def fileno(self) -> int:
        return self._number

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Stay open: the next check writes here too."""

    def detach(self) -> Any:
        """Return the stream of bytes; this one stays in use."""
        return self.buffer


class Bytes(io.BufferedIOBase):
    """What a stand-in has for a `buffer`: bytes written here are the text they spell in UTF-8."""

    def __init__(self, stream: Stream, name: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.name = name
        self.mode = "wb"

    def write(self, data: Any) -> int:
        """Keep the text that these bytes spell."""
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        whole = bytes(data)
        self._stream.write(self._decoder.decode(whole).replace("\r\n", "\n"))
        return len(whole)

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Stay open: the next check writes here too."""
