"""From collected pytest items to checks."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.curriculum.sealing import HIDDEN
from grader.errors import BrokenKata
from grader.model import Check
from grader.testing.checks import CheckMark

if TYPE_CHECKING:
    import pytest

    from grader.examiner.running import LoadedCheck

ALLOWED = {"kata", "clock"}


def mark_of(item: Any) -> CheckMark | None:
    """What the decorator noted on a collected test, if it is a check."""
    found = getattr(getattr(item, "function", None), "__kata_check__", None)
    return found if isinstance(found, CheckMark) else None


def load_check(item: Any, mark: CheckMark) -> LoadedCheck:
    """The check behind a collected test. Raises BrokenKata when it asks for anything but kata and clock."""
    from grader.examiner.running import LoadedCheck

    function = item.obj
    arguments = tuple(inspect.signature(function).parameters)
    unknown = [name for name in arguments if name not in ALLOWED]
    if unknown:
        raise BrokenKata(f"{item.name} asks for {', '.join(unknown)}.", hint="A check gets kata and clock, no more.")
    check = Check(
        name=item.name,
        sentence=" ".join((function.__doc__ or "").split()),
        points=mark.points,
        hidden=Path(item.path).parent.name == HIDDEN,
        inside=mark.inside,
        needs=mark.needs,
        rules=mark.rules,
        floor=mark.floor,
    )
    return LoadedCheck(check, mark, function, arguments)


def load_checks(items: Sequence[pytest.Item]) -> dict[str, tuple[LoadedCheck, pytest.Item]]:
    """All checks by name, visible ones first. Raises BrokenKata on tests that are no checks and on equal names."""
    loaded: dict[str, tuple[LoadedCheck, pytest.Item]] = {}
    for item in sorted(items, key=lambda item: Path(item.path).parent.name == HIDDEN):
        mark = mark_of(item)
        if mark is None:
            raise BrokenKata(f"{item.name} is no check.", hint="Put @check(points=…) on every test of a kata.")
        if item.name in loaded:
            raise BrokenKata(f"Two checks are named {item.name}.", hint="Give each check of a kata its own name.")
        loaded[item.name] = load_check(item, mark), item
    return loaded
