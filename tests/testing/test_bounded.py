"""Values as they are shown: like `repr` and `str` while they are small, and never for long."""

from __future__ import annotations

import asyncio
import datetime
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from grader.testing import expect, plain
from grader.testing.bounded import MOST, bounded_repr, bounded_str
from grader.testing.values import Mismatch, kind_of, shape_difference, shown


class Point(NamedTuple):
    """A tuple with names."""

    x: int
    y: object


@dataclass
class Box:
    """A dataclass."""

    held: object
    name: str = "box"


class Colour(enum.Enum):
    """Constants."""

    RED = 1


VALUES: list[Any] = [
    *(None, True, 1, -1.5, float("inf"), 1j, ..., range(3), int, print, datetime.date(2026, 1, 2), Colour.RED),
    *("", "it's", 'it\'s "so"', "a\n\x00é\U0001f600", b"\xff'", bytearray(b"x")),
    *((), (1,), (1, (2, "b")), [], [1, [2]], {}, {1: [2], "a": {}}, set(), {1}, frozenset(), frozenset({"x"})),
    *(Point(1, [2]), ValueError(), ValueError("x"), ValueError("x", [1]), KeyError("k"), OSError(2, "no")),
]
ERRORS: list[BaseException] = [
    *(
        ValueError(),
        ValueError("x"),
        ValueError(1, "b"),
        ValueError([1]),
        ValueError(None),
        ValueError(ValueError("x")),
    ),
    *(KeyError("k"), KeyError(), KeyError(1, 2), OSError(2, "no"), OSError("x"), asyncio.CancelledError()),
    *(ExceptionGroup("all", [ValueError("x")]), SyntaxError("m", ("f", 1, 2, "t")), AssertionError("no")),
]


def shared(depth: int) -> BaseException:
    """An exception that holds one twice, and that one another twice, …: 2 to the power of `depth` of them."""
    error: BaseException = ValueError("x")
    for _ in range(depth):
        error = ValueError(error, error)
    return error


def group(depth: int) -> BaseException:
    """The same of groups."""
    error: Exception = ValueError("x")
    for _ in range(depth):
        error = ExceptionGroup("all", [error, error])
    return error


def queues(depth: int) -> Any:
    """A check's own queues, filled by somebody with one another."""
    inner: Any = "x"
    for _ in range(depth):
        outer: asyncio.Queue[Any] = asyncio.Queue()
        outer.put_nowait([inner, inner])
        inner = outer
    return inner


def boxes(depth: int) -> Any:
    """A check's own dataclasses likewise."""
    inner: Any = "x"
    for _ in range(depth):
        inner = Box([inner, inner])
    return inner


def circle() -> Any:
    """A list that holds itself, and twice."""
    found: list[Any] = []
    found += [found, found]
    return found


def deep() -> Any:
    """Lists within lists, deeper than Python goes."""
    found: list[Any] = []
    for _ in range(100_000):
        found = [found]
    return found


class Stuck:
    """An object that cannot be shown."""

    def __repr__(self) -> str:
        raise AssertionError("nobody calls this")


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_small_value_looks_as_always(value: object) -> None:
    """What fits is what `repr` says, to the letter."""
    assert bounded_repr(value) == repr(value)


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_a_small_exception_says_what_it_always_says(error: BaseException) -> None:
    """What fits is what `str` says, to the letter."""
    assert bounded_str(error) == str(error)


@pytest.mark.parametrize("most", [0, 1, 10, 400])
@pytest.mark.parametrize("value", [list(range(1000)), "x" * 10_000, b"\x00" * 10_000, {"key": ["x" * 1000] * 1000}])
def test_a_large_value_is_cut(value: object, most: int) -> None:
    """Its beginning is there, and a little more than was asked for, which tells that it goes on."""
    shown = bounded_repr(value, most)

    assert most < len(shown) <= most + 4100
    assert repr(value).startswith(shown[:most])


@pytest.mark.parametrize(
    "make", [lambda: shared(60), lambda: group(60), lambda: queues(60), lambda: boxes(60), circle, deep]
)
def test_what_would_take_for_ever_is_cut(make: Callable[[], Any]) -> None:
    """Parts that are shared, hold themselves or lie too deep are written as far as there is room."""
    value = make()
    error = value if isinstance(value, BaseException) else ValueError(value, value)

    assert 0 < len(bounded_repr([value] * 1000)) <= 2 * MOST
    assert 0 < len(bounded_str(error)) <= 2 * MOST
    assert 0 < len(shown([value] * 1000)) <= 2 * MOST


def test_lists_that_a_check_lends_and_that_hold_each_other_are_looked_at_once() -> None:
    """As plain data, where only the kind differs, and compared with what is expected."""
    found: list[Any] = ["x"]
    for _ in range(60):
        found = [found, found]

    with pytest.raises(Mismatch):
        expect(found, [[], ("x",)])

    assert len(plain(found)) == 2
    assert shape_difference(found, [1, 2]) == ""
    assert kind_of(found) == "a list"


def test_a_set_is_written_in_an_order_of_its_own() -> None:
    """The same in every process, also where it is cut."""
    words = {f"word {number}" for number in range(1000)}

    assert shown(words).startswith("{'word 0', 'word 1', 'word 10', 'word 100', ")
    assert shown(frozenset({"b", "a"})) == "frozenset({'a', 'b'})"


def test_no_code_of_an_unknown_class_is_called() -> None:
    """It may show what a submission put into it: only its name is told."""
    assert bounded_repr([Stuck(), Box(Stuck())]) == "[<Stuck>, Box(held=<Stuck>, name='box')]"


def test_a_number_too_long_for_python_is_told_by_its_size() -> None:
    """Python refuses to write it down at all."""
    assert bounded_repr(1 << 20_000) == "<a number of 20001 bits>"


def test_a_mismatch_is_told_in_bounded_time() -> None:
    """Both values are kept as they are, and what it says of them is short."""
    got, expected = shared(60), ["x" * 10_000]

    with pytest.raises(Mismatch) as raised:
        expect(got, expected)

    assert raised.value.got is got and raised.value.expected is expected
    assert len(str(raised.value)) <= 4 * MOST
