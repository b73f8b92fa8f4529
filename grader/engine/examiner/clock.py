"""The `clock` of a check: what the trusted virtual clock says."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from grader.model import Finding
from grader.testing.moments import heard
from grader.testing.tells import Tells, choose, mark
from grader.testing.values import Mismatch, Seconds
from grader.vtime import Clock


class Inside(NamedTuple):
    """What the candidate says of itself: only a check marked inside may rely on it."""

    tasks: tuple[str, ...]
    findings: tuple[Finding, ...]


class CheckClock:
    """Virtual time since the check began, exact: assert it with `==`."""

    def __init__(self, clock: Clock, inside: Callable[[], Inside]) -> None:
        self._clock = clock
        self._inside = inside
        self._took: float | None = None
        self._possible: float | None = None

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the check began."""
        return self._clock.elapsed

    def took(self, expected: float, *, possible: float | None = None, tells: Tells = None) -> None:
        """Fail unless exactly `expected` virtual seconds have passed since the check began.

        `possible` is the best time to show the student, where that is not `expected`; `tells` maps wrong totals to
        what they betray, or looks at them, as in `expect`.
        """
        self._took = self.elapsed
        self._possible = expected if possible is None else possible
        if self._took == expected:
            return
        failure = Mismatch(Seconds(self._took), Seconds(expected))
        chosen = choose(tells, self._took)
        if chosen is not None:
            mark(failure, *chosen)
        raise heard(failure)

    def inside(self) -> Inside:
        """What the candidate reports of itself at this moment."""
        return self._inside()

    @property
    def timing(self) -> tuple[float | None, float | None]:
        """(taken, possible) as the check compared them, if it did."""
        return self._took, self._possible

    def __repr__(self) -> str:
        return f"<clock {self.elapsed:g} s>"
