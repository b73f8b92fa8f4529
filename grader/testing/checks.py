"""The decorator that makes a pytest test a graded check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from grader.testing.tells import AnyTell, Tell

F = TypeVar("F", bound=Callable[..., Any])


class CheckMark(NamedTuple):
    """What `check` noted on a test function."""

    points: int
    needs: tuple[str, ...]
    tells: Tell | None
    inside: bool


def check(
    *, points: int, needs: str | tuple[str, ...] = (), tells: AnyTell | None = None, inside: bool = False
) -> Callable[[F], F]:
    """Make a test a check worth `points` whole points; its docstring is the sentence the student reads.

    `needs` names checks that must pass first, else this one is not run. `tells` speaks for any failure of the
    check that nothing more exact speaks for. `inside` says that the check relies on what the candidate reports
    of itself: at most a fifth of a kata's points.
    Raises TypeError or ValueError on an impossible value.
    """
    if type(points) is not int:
        raise TypeError("points is a whole number")
    if points < 1:
        raise ValueError("a check is worth at least one point")
    wanted = (needs,) if isinstance(needs, str) else tuple(needs)
    tell = None if tells is None else Tell(tells.code, tells.sentence)

    def note(function: F) -> F:
        if not (function.__doc__ or "").strip():
            raise ValueError(f"{function.__name__} has no docstring: it is the sentence the student reads")
        function.__kata_check__ = CheckMark(points, wanted, tell, inside)  # type: ignore[attr-defined]
        return function

    return note
