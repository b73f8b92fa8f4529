"""Candidates started ahead of need: the next one warms up while its student is still typing.

The one before is cleared away then, too: nobody waits for that to see a verdict.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from grader.examiner.launch import Candidate, CandidateProcess


class _Ahead(CandidateProcess):
    """Ends at once when it is closed, and is cleared away later."""

    def __init__(self, ended: list[_Ahead]) -> None:
        super().__init__()
        self._ended = ended

    def close(self) -> None:
        self.kill()
        self._ended.append(self)

    def clear_away(self) -> None:
        """Reap it and remove its scratch folder."""
        super().close()


class Ahead:
    """Gives out the candidate that waits ready; `prepare` starts the one after. Use it in a `with` block."""

    def __init__(self) -> None:
        self._waiting: _Ahead | None = None
        self._ended: list[_Ahead] = []

    def prepare(self) -> None:
        """Have a candidate warming up, unless one waits already, and clear away those that are through."""
        if self._waiting is not None and self._waiting.process.poll() is not None:
            self._end()
        if self._waiting is None:
            self._waiting = _Ahead(self._ended)
        self._clear_away()

    def start(self) -> Candidate:
        """The one that waits, or a new one where none does."""
        self.prepare()
        waiting, self._waiting = self._waiting, None
        assert waiting is not None
        return waiting

    def close(self) -> None:
        """End the one that waits, which nobody needs any more."""
        self._end()
        self._clear_away()

    def _end(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.close()

    def _clear_away(self) -> None:
        while self._ended:
            self._ended.pop().clear_away()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
