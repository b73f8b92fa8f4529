"""Blocking calls of one line, added up to one finding."""

from __future__ import annotations

from typing import NamedTuple

from grader.vtime import Block
from grader.vtime.clock import SHOWN_DIGITS

Note = tuple[str, str, int, float]
MOST_CALLS = 3


class Blocks(NamedTuple):
    """How many there were, for how many virtual seconds in all, how many tasks they kept, and the first few calls."""

    calls: int
    seconds: float
    least: int
    most: int
    whats: tuple[str, ...]

    @classmethod
    def of(cls, block: Block) -> Blocks:
        """The first call."""
        return cls(1, block.seconds, block.waiting, block.waiting, (block.what,))

    def with_one_more(self, block: Block) -> Blocks:
        """The calls so far, and one more."""
        more = () if block.what in self.whats or len(self.whats) > MOST_CALLS else (block.what,)
        least, most = min(self.least, block.waiting), max(self.most, block.waiting)
        return Blocks(self.calls + 1, self.seconds + block.seconds, least, most, self.whats + more)

    def note(self, line: int) -> Note:
        """What they did at this line, in a sentence."""
        lasted = round(self.seconds, SHOWN_DIGITS)
        # A child process works in real time, while the clock stands still.
        how_long = f"for {lasted:g} s{' in all' if self.calls > 1 else ''}" if lasted else "in real time"
        others = f"{'up to ' if self.least < self.most else ''}{self.most} other task{'s' * (self.most != 1)}"
        return "blocking call", f"{self._calls()} held the whole loop {how_long}; {others} could not run", line, lasted

    def _calls(self) -> str:
        first, *others = self.whats
        if self.calls == 1:
            return first
        if self.calls == len(self.whats) <= MOST_CALLS:
            return f"{', '.join(self.whats[:-1])} and {self.whats[-1]}"
        return f"{self.calls} calls of {first.partition('(')[0] if others else first}"
