"""How long an attempt may take among others before it is set aside: by what is usual here, and for its kata."""

from __future__ import annotations

from collections import Counter

from grader.course.patience import Patience

# Several times what an honest attempt uses; and what it uses between two words, unless its kata makes them compute.
PROCESSOR_S = 0.15
SILENT_S = 0.03
# What is usual here times this is not yet long, however busy the machine; at most, it is well below a check's own time.
TIMES_USUAL, LEAST_WALL_S, MOST_WALL_S = 6.0, 1.0, 3.0
STANDING_BACK_S = 0.6


class Pace:
    """What was learned from the attempts so far on this machine."""

    def __init__(self) -> None:
        self._usual = 0.0
        self._begun: Counter[str] = Counter()
        self._put_aside: Counter[str] = Counter()

    def patience(self, kata: str) -> Patience:
        """For an attempt at this kata that begins now."""
        wall = min(max(LEAST_WALL_S, TIMES_USUAL * self._usual), MOST_WALL_S) if self._usual else MOST_WALL_S
        self._begun[kata] += 1
        # Where many were given up it is not that they hang: this kata takes computing.
        many = self._put_aside[kata] * 3 > self._begun[kata] > 3
        return Patience(PROCESSOR_S if many else SILENT_S, PROCESSOR_S, wall, STANDING_BACK_S)

    def took(self, seconds: float) -> None:
        """An attempt that nobody held back has ended."""
        self._usual = seconds if not self._usual else 0.9 * self._usual + 0.1 * seconds

    def set_aside(self, kata: str) -> None:
        """An attempt at this kata was given up for later."""
        self._put_aside[kata] += 1
