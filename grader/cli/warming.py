"""Marking kept warm for `grade watch`: checks that stay collected, and a candidate that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from grader.cli.ahead import Ahead
from grader.intake import Submission
from grader.model import Kata, Report


class Marking(Protocol):
    """The collected checks of one kata."""

    def grade(self, submission: Submission, *, seed: str) -> Report:
        """Mark one submission."""


class Marker(Protocol):
    """Where marking is kept warm."""

    def examine(self, kata: Kata, body: Callable[[Marking], Kata | None]) -> Kata | None:
        """Keep the checks of a kata open while `body` marks by them."""

    def prepare(self) -> None:
        """Make ready for the next submission."""


class _Warm:
    """Checks that stay collected, and candidates started ahead."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead

    def examine(self, kata: Kata, body: Callable[[Marking], Kata | None]) -> Kata | None:
        """Collect the checks once, while the first candidate warms up."""
        from grader.examiner import examine

        self.prepare()
        return examine(kata, body, launcher=self._ahead)

    def prepare(self) -> None:
        """Start the next candidate, so that a save finds it warm."""
        self._ahead.prepare()


@contextmanager
def warm_marker() -> Iterator[Marker]:
    """The marking that `grade` does, kept warm; no process is left behind."""
    with Ahead() as ahead:
        yield _Warm(ahead)
