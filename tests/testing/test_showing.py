"""How a value is told of in a report, and when only its kind is wrong."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from grader.model import Mode
from grader.testing import M07, expect
from grader.testing.values import kind_of, shape_difference, shown
from tests.examiner.bench import outcome

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


class Pair(NamedTuple):
    """Two of them."""

    one: Any
    two: Any


DIFFERENT: list[tuple[Any, Any, str]] = [
    ((1, 2), [1, 2], "a tuple, where a list is asked for"),
    (Pair(1, 2), [1, 2], "a tuple, where a list is asked for"),
    ([], (), "a list, where a tuple is asked for"),
    ({"a": (1,)}, {"a": [1]}, "a tuple, where a list is asked for"),
    (([1], (2,)), ([1], [2]), "a tuple, where a list is asked for"),
    ({2, 1}, [1, 2], "a set, where a list is asked for"),
    (["b", "a"], {"a", "b"}, "a list, where a set is asked for"),
    ("3", 3, "a string, where a number is asked for"),
    (3.5, "3.5", "a number, where a string is asked for"),
    (b"a", "a", "a bytes object, where a string is asked for"),
    ("a", b"a", "a string, where a bytes object is asked for"),
    (len, 3, "a function, where a number is asked for"),
]
ALIKE: list[tuple[Any, Any]] = [
    ([1, 2], [1, 2]),
    (OrderedDict(a=1), {"a": 1}),
    (Pair(1, 2), (1, 2)),
    (Fraction(3), 3),
    ((1, 3), [1, 2]),
    ((1,), [1, 2]),
    ({1, 3}, [1, 2]),
    (None, [1]),
    ([1], None),
    ("x", 3),
    (ValueError(), [1]),
    (3, [3]),
    ({"a": 1}, {"b": 1}),
    (object(), [1]),
    (True, 1),
    ([[1], (2,)], [[1], [3]]),
]


@pytest.mark.parametrize(("got", "expected", "told"), DIFFERENT)
def test_a_right_value_of_another_kind_is_told_by_its_kind(got: Any, expected: Any, told: str) -> None:
    """The sentence names both kinds, where the items agree, at whatever depth."""
    assert shape_difference(got, expected) == told


@pytest.mark.parametrize(("got", "expected"), ALIKE)
def test_a_wrong_value_is_not_told_by_its_kind(got: Any, expected: Any) -> None:
    """Where the values differ, or a class holds the right one, there is nothing to say of kinds."""
    assert shape_difference(got, expected) == ""


@BOTH
def test_the_kind_goes_before_what_the_author_foresaw(mode: Mode) -> None:
    """A tuple of the right items is no wrong order, whatever tell stands for all wrong values; another list is."""

    def check(kata: Any) -> None:
        expect(kata.give(), [1, 2], tells=M07)

    given = [outcome(f"def give(): return {what}", check, mode=mode) for what in ("(1, 2)", "[2, 1]", "(2, 1)")]

    told = [(result.misconception, result.headline) for result in given]
    assert told == [("M00", "A tuple, where a list is asked for."), ("M07", M07.sentence), ("M07", M07.sentence)]


def test_values_are_shown_as_python_writes_them() -> None:
    """Plain values as ever, sets in order, objects of a builtin's subclass as what they hold."""
    values = [None, True, 1.5, "é", b"x", (1,), (), [1, [2]], {"a": {2, 1}}, set(), frozenset([1]), frozenset()]

    texts = [shown(value) for value in values]

    assert texts[:8] == [repr(value) for value in values[:8]]
    assert texts[8:] == ["{'a': {1, 2}}", "set()", "frozenset({1})", "frozenset()"]
    assert [shown(Pair(1, OrderedDict(a=2))), kind_of(Pair(1, 2))] == ["(1, {'a': 2})", "a tuple"]


def test_things_are_shown_in_words() -> None:
    """Neither an address nor a class's own text: a function by its name, the others by their kind."""

    async def work() -> None:
        pass

    async def told() -> list[str]:
        made = work()
        task = asyncio.ensure_future(work())
        things = [work, made, task, asyncio.get_running_loop().create_future(), Pair, object(), asyncio]
        texts = [shown(thing) for thing in things]
        made.close()
        await task
        return texts

    texts = asyncio.run(told())

    assert texts[:2] == ["a function work()", "a coroutine work()"]
    assert texts[2:6] == ["a task", "a future", "the class Pair", "an object"]
