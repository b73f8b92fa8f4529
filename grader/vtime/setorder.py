"""In which order sets of tasks and futures iterate: settled by a seed, and never the order of making.

asyncio promises no order for the sets that `wait` gives: on a real machine it follows from addresses. Here it follows
from hashes that a seed permutes, so that whoever counts on it is found out, and the same run comes again.
"""

from __future__ import annotations

from typing import Final

from grader.vtime.schedule import mixed

STUDENTS: Final = 0
"""The half of the loop that the submission's tasks are made in."""
CHECKS: Final = 1
"""The half of the loop that the checks' tasks are made in."""

_FUTURES = 2
_BITS = (1 << 60) - 1


class SetOrder:
    """Hashes for one check's tasks and futures, by the order of making (or of first asking) in each half of the loop.

    The same seed gives the same hashes, whether the two halves are one loop or two.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self._made = [0, 0]
        self._asked = 0
        self._lines = [(_step(seed, stream), mixed(seed, 2 * stream + 1)) for stream in range(3)]

    def next_place(self, half: int) -> int:
        """The place of a new task among those of its half."""
        self._made[half] += 1
        return self._made[half]

    def of_task(self, half: int, place: int) -> int:
        """The hash of the task that was made at this place of its half."""
        return self._hash(half, place)

    def next_future(self) -> int:
        """The hash of a future that is asked for it for the first time."""
        self._asked += 1
        return self._hash(_FUTURES, self._asked)

    def _hash(self, stream: int, number: int) -> int:
        step, start = self._lines[stream]
        return (start + step * number) & _BITS


def _step(seed: int, stream: int) -> int:
    """From one hash to the next.

    A small set looks at the last bits only. An odd step makes them all differ, and one that is -3 or -1 in the last
    three lets two neighbours stand in the order of making for one seed in four, three or four of them for none.
    """
    drawn = mixed(seed, 2 * stream)
    return (drawn & ~7) | (5 if drawn & 1 else 7)
