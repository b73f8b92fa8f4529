"""One cause is one problem: what several programs show of it is told once, with the names of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.model import Fault

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that a program shows; those of one `cause` are told together. A `fault` is a check's own."""

    program: str
    said: str
    cause: str
    check: str = ""
    fault: Fault | None = None


def by_cause(problems: Iterable[Problem]) -> tuple[tuple[Problem, ...], ...]:
    """Those of each cause together, in the order in which they are first met."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.cause, []).append(problem)
    return tuple(map(tuple, groups.values()))


def told(group: Sequence[Problem]) -> str:
    """What there is to say of one cause: a sentence, and more about it on lines of its own below."""
    first, *others = group
    if first.fault is not None:
        shown = f"shown by {_names([problem.program for problem in group])}"
        lines = (f"{first.fault.place}: {first.said}", first.fault.traceback, shown)
        return "\n".join(line for line in lines if line)
    names = [problem.program for problem in others if problem.program != first.program]
    also = f"\nso too {_names(names)}" if names else ""
    return f"{first.program} {first.said}{also}"


def _names(names: Sequence[str]) -> str:
    each = list(dict.fromkeys(names))
    if len(each) > MOST_NAMES:
        each = [*each[:MOST_NAMES], f"{len(each) - MOST_NAMES} more"]
    return ", ".join(each)
