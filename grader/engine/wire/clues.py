"""Clues: what in a submission's syntax tree may explain a failure. They choose words, and fail nobody."""

from __future__ import annotations

from typing import Any, Final

from grader.engine.wire.channel import Gone

AWAIT_IN_LOOP: Final = "awaits calls in a loop"
BLOCKING_SLEEP: Final = "sleeps without await"
TASK_DROPPED: Final = "drops a task"
AWAITED_AT_ONCE: Final = "awaits a task where it is made"
NEVER_AWAITED: Final = "calls a coroutine function and no more"
RUN_INSIDE: Final = "runs a loop inside a loop"
CATCHES_CANCEL: Final = "catches a cancellation"
PLAIN_FOR: Final = "a plain for over an async generator"
POLLS: Final = "sleeps until something is true"

# The misconception that each kind may stand for.
MEANS: Final = {
    AWAIT_IN_LOOP: "M02",
    BLOCKING_SLEEP: "M03",
    TASK_DROPPED: "M04",
    AWAITED_AT_ONCE: "M13",
    NEVER_AWAITED: "M01",
    RUN_INSIDE: "M11",
    CATCHES_CANCEL: "M05",
    PLAIN_FOR: "M38",
    POLLS: "M10",
}
KINDS: Final = frozenset(MEANS)
MOST_LINES: Final = 1 << 18

Told = tuple[str, int]


def read_clues(told: Any) -> tuple[Told, ...]:
    """Return what the candidate told, each kind once. Raises Gone on anything but known kinds and lines."""
    if type(told) is not list or len(told) > len(KINDS):
        raise Gone("protocol: clues")
    found: dict[str, int] = {}
    for clue in told:
        if type(clue) is not list or len(clue) != 2:
            raise Gone("protocol: clue")
        kind, line = clue
        if type(kind) is not str or kind not in KINDS or type(line) is not int or not 0 < line <= MOST_LINES:
            raise Gone("protocol: clue")
        found.setdefault(kind, line)
    return tuple(found.items())
