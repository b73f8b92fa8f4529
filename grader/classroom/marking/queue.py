"""Submissions that wait their turn, in bounded memory."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from grader.engine.submission import Submission

# How far ahead entries are read, so that a worker can go on with the kata it has open.
WINDOW = 64


@dataclass(frozen=True, slots=True)
class QueuedSubmission:
    """One submission of a batch: `key` tells the caller whose it is, `kata` is a kata's id."""

    key: str
    kata: str
    submission: Submission


class Waiting:
    """Entries not begun yet, read from their source only as far as needed."""

    def __init__(self, entries: Iterable[QueuedSubmission], *, ahead: int = WINDOW) -> None:
        self._source: Iterator[QueuedSubmission] = iter(entries)
        self._ahead = ahead
        self._window: deque[QueuedSubmission] = deque()
        self._ended = False

    def take(self, kata: str) -> QueuedSubmission | None:
        """The first entry of this kata that is in sight, else the first of all; None when there are no more."""
        self._look_ahead()
        for place, entry in enumerate(self._window):
            if entry.kata == kata:
                del self._window[place]
                return entry
        return self._window.popleft() if self._window else None

    def in_sight(self) -> int:
        """How many are in sight: all that are left, or as many as are read ahead."""
        self._look_ahead()
        return len(self._window)

    def _look_ahead(self) -> None:
        while not self._ended and len(self._window) < self._ahead:
            entry = next(self._source, None)
            if entry is None:
                self._ended = True
            else:
                self._window.append(entry)


class RetryQueue:
    """Entries set aside for later; their sources wait on disk, in a file that nobody else can open."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._kept: deque[tuple[QueuedSubmission, int, int]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, entry: QueuedSubmission) -> None:
        """Set one aside."""
        source = entry.submission.source
        self._file.seek(0, 2)
        began = self._file.tell()
        self._file.write(source)
        bare = replace(entry, submission=replace(entry.submission, source=b""))
        self._kept.append((bare, began, len(source)))

    def take(self) -> QueuedSubmission | None:
        """The one that waits longest, or None."""
        if not self._kept:
            return None
        bare, began, size = self._kept.popleft()
        self._file.seek(began)
        return replace(bare, submission=replace(bare.submission, source=self._file.read(size)))
