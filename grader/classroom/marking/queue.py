"""What a batch is, and its submissions that wait their turn, in bounded memory."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from grader.curriculum import kata_version
from grader.engine.submission import Submission
from grader.model import Kata, Mode, Protections, Report, Verdict

# How far ahead entries are read, so that a worker can go on with the kata it has open.
WINDOW = 64


@dataclass(frozen=True, slots=True)
class QueuedSubmission:
    """One submission of a batch: `key` tells the caller whose it is, `kata` is a kata's id."""

    key: str
    kata: str
    submission: Submission


@dataclass(frozen=True, slots=True)
class Batch:
    """Submissions to grade: of which katas, by their ids, how many at once, and who hears each report.

    `submissions` is read as it is needed. `seed_of` gives the same seed each time it is asked. `on_report` hears each
    report once, in any order, in the thread that called.
    """

    katas: Mapping[str, Kata]
    submissions: Iterable[QueuedSubmission]
    seed_of: Callable[[QueuedSubmission], str]
    on_report: Callable[[QueuedSubmission, Report], None]
    jobs: int = 1
    accept_unconfined: bool = False

    def no_report(self, entry: QueuedSubmission, problem: str, verdict: Verdict = Verdict.UNABLE_TO_GRADE) -> Report:
        """Return what is told of an entry that could not be graded, by our own fault unless the verdict is another."""
        kata = self.katas.get(entry.kata)
        return Report(
            kata=entry.kata,
            kata_title=kata.title if kata else "",
            kata_version=kata_version(kata) if kata and verdict is Verdict.NOT_GRADABLE else "",
            submit=kata.submit if kata else entry.submission.name,
            verdict=verdict,
            mode=Mode.SPLIT,
            seed=self.seed_of(entry),
            sha256=entry.submission.sha256,
            reason=f"It could not be graded: {problem}",
        )


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How a batch went: the weakest protections of any worker, and how many were graded, made again, or failed."""

    protections: Protections
    graded: int
    made_again: int
    failed: int


Runner = Callable[[Batch], BatchResult]
"""Whatever grades a batch: `run_batch` here, or the same over several machines."""


class Waiting:
    """Entries not begun yet, read from their source only as far as needed."""

    def __init__(self, entries: Iterable[QueuedSubmission], *, ahead: int = WINDOW) -> None:
        self._source: Iterator[QueuedSubmission] = iter(entries)
        self._ahead = ahead
        self._window: deque[QueuedSubmission] = deque()
        self._ended = False

    def take(self, kata: str) -> QueuedSubmission | None:
        """Return the first entry of this kata that is in sight, else the first of all; None when there are no more."""
        self._look_ahead()
        for place, entry in enumerate(self._window):
            if entry.kata == kata:
                del self._window[place]
                return entry
        return self._window.popleft() if self._window else None

    def in_sight(self) -> int:
        """Return how many are in sight: all that are left, or as many as are read ahead."""
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
        self._stored: deque[tuple[QueuedSubmission, int, int]] = deque()

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
        self._stored.append((bare, began, len(source)))

    def take(self) -> QueuedSubmission | None:
        """Return the one that waits longest, or None."""
        if not self._stored:
            return None
        bare, began, size = self._stored.popleft()
        self._file.seek(began)
        return replace(bare, submission=replace(bare.submission, source=self._file.read(size)))
