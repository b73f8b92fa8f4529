"""How virtual time ends a run that would never end by itself."""

from __future__ import annotations

from grader.vtime.waits import Wait

STUCK = "deadlock: everybody waits for something that can no longer happen"
SPINS = "livelock: the loop turned {turns} times at {at:g} s and the clock never moved: nobody waits for time to pass"


class Deadlock(AssertionError):
    """Raised when everybody waits and nothing can happen any more; `waits` says who waits where."""

    def __init__(self, waits: tuple[Wait, ...] = ()) -> None:
        super().__init__("\n  ".join([STUCK, *map(str, waits)]))
        self.waits = waits


class Livelock(AssertionError):
    """Raised when the loop turned `turns` times at `at` virtual seconds; `waits` says who waits where."""

    def __init__(self, turns: int = 0, at: float = 0.0, waits: tuple[Wait, ...] = ()) -> None:
        super().__init__("\n  ".join([SPINS.format(turns=turns, at=at), *map(str, waits)]))
        self.turns = turns
        self.at = at
        self.waits = waits


class TimeLimit(AssertionError):
    """Raised when more virtual time passes than is allowed."""


class NoInput(EOFError):
    """Raised where code waits for input(): nobody types anything here."""

    def __init__(self) -> None:
        super().__init__("input() waits for somebody who types, and nobody is there")


class BusyWait(BaseException):
    """Raised when code only asks the clock, again and again; `file` and `line` say where.

    Not an Exception, so that the student's `except Exception` cannot swallow it.
    """

    def __init__(self, file: str, line: int, readings: int) -> None:
        where = f"{file}:{line}" if file else "somebody"
        super().__init__(f"{where} read the clock {readings} times without waiting; time cannot pass meanwhile")
        self.file = file
        self.line = line
        self.readings = readings
