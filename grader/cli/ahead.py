"""Candidates started ahead of need: the next one warms up while its student is still typing."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from grader.examiner.launch import Candidate, CandidateProcess


class Ahead:
    """Gives out the candidate that waits ready; `prepare` starts the one after. Use it in a `with` block."""

    def __init__(self) -> None:
        self._waiting: CandidateProcess | None = None

    def prepare(self) -> None:
        """Have a candidate warming up, unless one waits already."""
        if self._waiting is not None and self._waiting.process.poll() is not None:
            self.close()
        if self._waiting is None:
            self._waiting = CandidateProcess()

    def start(self) -> Candidate:
        """The one that waits, or a new one where none does."""
        self.prepare()
        waiting, self._waiting = self._waiting, None
        assert waiting is not None
        return waiting

    def close(self) -> None:
        """End the one that waits, which nobody needs any more."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
