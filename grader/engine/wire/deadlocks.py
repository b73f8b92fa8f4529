"""Who waits for what, on its way to the examiner: advice, and cleaned where it enters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.cleaning import clean
from grader.vtime import Cause, Wait

MOST_WAITS = 20


def told_of(wait: Wait) -> list[Any]:
    """Return a wait for the wire."""
    said = [str(wait.task), str(wait.function), str(wait.what), str(wait.why), str(wait.cause)]
    return [*said, int(wait.line)]


def read_wait(told: Any, existing: Callable[[int], int]) -> Wait:
    """Return what the candidate says of a wait. Raises TypeError or ValueError on anything else."""
    task, function, what, why, cause, line = told
    name, called, thing = (clean(str(text), 60) for text in (task, function, what))
    return Wait(name, called, "", existing(line), thing, clean(str(why), 120), Cause(cause))
