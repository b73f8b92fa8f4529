"""The decorator that makes a pytest test a graded check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from grader.testing.tells import AnyTell, Raises, Tell

F = TypeVar("F", bound=Callable[..., Any])
MOST_SCHEDULES = 200


class CheckMark(NamedTuple):
    """What `check` noted on a test function."""

    points: int
    needs: tuple[str, ...]
    tells: Tell | None
    inside: bool
    stress: int = 0
    raises: tuple[tuple[type[BaseException], Tell], ...] = ()
    rules: tuple[int, ...] = ()
    floor: str = ""


def check(
    *,
    points: int,
    needs: str | tuple[str, ...] = (),
    tells: AnyTell | None = None,
    inside: bool = False,
    stress: int = 0,
    raises: Raises | None = None,
    rules: int | tuple[int, ...] = (),
    floor: str = "",
) -> Callable[[F], F]:
    """Make a test a check worth `points` whole points; its docstring is the sentence the student reads.

    `needs` names checks that must pass first, else this one is not run. `raises` maps types of exceptions that may
    leave the student's code to what they betray; the student reads the exception first. `tells` speaks for any
    comparison that fails and that nothing more exact speaks for: the last resort. `inside` says that the check relies
    on what the candidate reports of itself: at most a fifth of a kata's points. `stress` runs it that many times more,
    each time under another schedule that asyncio allows (tasks get their turn a little later, timers fire less than a
    microsecond late); it passes when all of them pass, and never compares times to the last digit. `rules` are the
    numbers of the rules in the README's contract that it judges. `floor` is the reason why a program that does nothing
    may pass it; without one no such program earns a point.
    Raises TypeError or ValueError on an impossible value.
    """
    if type(points) is not int:
        raise TypeError("points is a whole number")
    if points < 1:
        raise ValueError("a check is worth at least one point")
    if type(stress) is not int:
        raise TypeError("stress is a whole number of schedules")
    if not 0 <= stress <= MOST_SCHEDULES:
        raise ValueError(f"a check runs under at most {MOST_SCHEDULES} schedules")
    wanted = (needs,) if isinstance(needs, str) else tuple(needs)
    judged = (rules,) if isinstance(rules, int) else tuple(rules)
    if any(type(rule) is not int or rule < 1 for rule in judged):
        raise ValueError("rules are numbers of the README's contract, from 1 on")
    tell = None if tells is None else Tell(tells.code, tells.sentence)
    fitting = tuple((kind, Tell(*told)) for kind, told in (raises or {}).items())

    def note(function: F) -> F:
        if not (function.__doc__ or "").strip():
            raise ValueError(f"{function.__name__} has no docstring: it is the sentence the student reads")
        function.__kata_check__ = CheckMark(  # type: ignore[attr-defined]
            points, wanted, tell, inside, stress, fitting, judged, floor
        )
        return function

    return note
