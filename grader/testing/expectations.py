"""Assertions that remember what was expected and what came."""

from __future__ import annotations

from typing import Any, NoReturn

from grader.testing.hearing import heard
from grader.testing.showing import kind_of, shown
from grader.testing.tells import AnyTell, By, Tells, choose, mark
from grader.unboxing import ratio, unboxed

PLAIN = (type(None), bool, int, float, str, bytes, list, tuple, dict, set, frozenset)


class Mismatch(AssertionError):
    """A value was not the expected one; keeps both for the report."""

    def __init__(self, got: object, expected: object) -> None:
        super().__init__(f"expected {shown(expected)}, got {shown(got)}")
        self.got = got
        self.expected = expected


def expect(got: object, expected: object, *, tells: Tells = None) -> None:
    """Fail unless `got == expected`.

    `tells` maps wrong values to what they betray (a list of pairs for lists), or is a function that looks at the wrong
    value and gives a tell or None, or is one tell for any wrong value.
    An object of a class built on list, str or another builtin counts as the plain value it holds, in both modes.
    Raises Mismatch, marked with the tell.
    """
    got = unboxed(got)
    if got == expected:
        return
    failure = Mismatch(got, expected)
    chosen = choose(tells, got)
    if chosen is not None:
        mark(failure, *chosen)
    raise heard(failure)


def fail(tell: AnyTell) -> NoReturn:
    """Fail the check: what was seen betrays this, beyond doubt.

    Raises AssertionError, marked with the tell.
    """
    failure = AssertionError(tell.sentence)
    mark(failure, tell, By.VALUE)
    raise heard(failure)


def reordered(got: object, expected: list[Any] | tuple[Any, ...]) -> bool:
    """Whether these are the same items in another order, in a list or tuple of the same type."""
    if not isinstance(got, (list, tuple)) or type(got) is not type(expected):
        return False
    if len(got) != len(expected) or got == expected:
        return False
    left = list(expected)
    for item in got:
        place = next((at for at, other in enumerate(left) if type(other) is type(item) and other == item), None)
        if place is None:
            return False
        del left[place]
    return True


def plain(value: Any) -> Any:
    """The plain value, all the way down: use it before looking into an untrusted result.

    An object of a class built on a builtin counts as the value it holds, a Fraction or Decimal as the int or float that
    equals it, where one does. Raises AssertionError when anything else is in the value.
    """
    held = unboxed(value)
    _refuse_objects(held, set())
    return held


def _refuse_objects(value: Any, seen: set[int]) -> None:
    if id(value) in seen:
        return
    seen.add(id(value))
    if type(value) not in PLAIN and ratio(value) is None:
        raise heard(AssertionError(f"expected plain data, got {kind_of(value)}"))
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_objects(key, seen)
            _refuse_objects(item, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            _refuse_objects(item, seen)
