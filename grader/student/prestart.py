"""Candidates and collected checks kept warm for `grade watch`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self

from grader.engine.examiner import examine
from grader.engine.examiner.launch import Candidate, CandidateProcess
from grader.engine.submission import AttemptRequest
from grader.model import Kata, Report


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
        """Return the one that waits, or a new one where none does."""
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


class KataGrading(Protocol):
    """The collected checks of one kata."""

    def grade(self, request: AttemptRequest) -> Report:
        """Grade one submission."""


class WarmGrader(Protocol):
    """Where grading is kept warm."""

    def examine(self, kata: Kata, body: Callable[[KataGrading], Kata | None]) -> Kata | None:
        """Keep the checks of a kata open while `body` grades by them."""

    def prepare(self) -> None:
        """Make ready for the next submission."""


class _Warm:
    """Checks that stay collected, and candidates started ahead."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead

    def examine(self, kata: Kata, body: Callable[[KataGrading], Kata | None]) -> Kata | None:
        """Collect the checks once, while the first candidate warms up."""
        self.prepare()
        return examine(kata, body, launcher=self._ahead)

    def prepare(self) -> None:
        """Start the next candidate, so that a save finds it warm."""
        self._ahead.prepare()


@contextmanager
def warm_grader() -> Iterator[WarmGrader]:
    """The grading that `grade` does, kept warm; no process is left behind."""
    with Ahead() as ahead:
        yield _Warm(ahead)
