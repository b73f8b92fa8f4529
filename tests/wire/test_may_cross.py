"""What a check may hand over, row by row of docs/kit.md: it crosses, or its author is told why not."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import enum
import functools
import io
import logging
import operator
import re
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.wire.channel import Channel
from grader.engine.wire.crossing import BY_THEMSELVES, REFUSED, THINGS, MayNotCross
from grader.model import CheckResult, Mode, Outcome
from grader.report.headline import stated
from grader.report.json import report_line
from grader.report.scoring import View
from grader.testing import Diary, Job, Log, expect, token
from grader.vtime import Clock
from tests.examiner.bench import grade, outcome
from tests.support.claims import nonempty

PAGE = Path(__file__).parents[2] / "docs" / "kit.md"
STUDENT = """
def echo(*things): return things[0] if len(things) == 1 else things
def read(thing, *names): return [getattr(thing, name, "not there") for name in names]
def call(function, *arguments): return function(*arguments)
def swallow(function, *arguments):
    try:
        return function(*arguments)
    except BaseException:
        return "swallowed"
"""


class Lists:
    """A class of a check file that says what crosses."""

    _crosses = frozenset({"shown"})

    def __init__(self) -> None:
        self.shown, self.hidden = 1, 2

    def method(self) -> int:
        """One that is handed over by itself."""
        return 3


class ListsNothing:
    """A class of a check file that says nothing."""


@dataclass
class Point:
    """A dataclass."""

    x: int


class Colour(enum.Enum):
    """An enum."""

    RED = "red"


class Pair(NamedTuple):
    """A named tuple."""

    left: int


class WithSize(ValueError):
    """An exception with an attribute that crosses."""

    _crosses = frozenset({"size"})

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size
        self.secret = size


def double(number: int) -> int:
    """A function of a check file."""
    return 2 * number


def sized(error: Any, **attributes: Any) -> Any:
    """The exception with something set on it."""
    vars(error).update(attributes)
    return error


async def _waits() -> int:
    return 3


def _closed(made: Any) -> Any:
    made.close()
    return made


# Each with what can be read of it, by name, and what cannot.
CROSSES: dict[str, list[tuple[Callable[[], Any], dict[str, Any]]]] = {
    "plain data": [(lambda: (None, True, 1, 0.5, "a", b"b", [1], {"a": {2}}, frozenset({3})), {})],
    "exceptions": [
        (lambda: ValueError("a", 1), {"args": ("a", 1)}),
        (lambda: WithSize(3), {"size": 3, "secret": None}),
    ],
    "coroutines, generators, async generators": [
        (lambda: _closed(_waits()), {"__name__": "_waits"}),
        (lambda: (number for number in (1, 2)), {}),
    ],
    "functions of the check file": [
        (lambda: double, {"__name__": "double"}),
        (lambda: lambda item: item, {}),
        (lambda: Diary().function("f"), {}),
    ],
    "methods of what may cross": [(lambda: Log().append, {}), (lambda: Lists().method, {}), (lambda: [].append, {})],
    "tasks and futures": [(lambda: asyncio.get_running_loop().create_future(), {"brand_new": None})],
    "classes that list what crosses": [
        (Lists, {"shown": 1, "hidden": None}),
        (lambda: Job(1), {"delay": None}),
        (lambda: Lists, {}),
    ],
    "queues, locks, events, conditions, semaphores, barriers": [
        (lambda: asyncio.Queue(4), {"maxsize": 4}),
        *((made, {}) for made in (asyncio.Lock, asyncio.Event, asyncio.Condition, asyncio.Semaphore)),
        (lambda: asyncio.Barrier(2), {"parties": 2}),
    ],
    "context variables": [(lambda: ContextVar("name"), {"name": "name"})],
    "dataclasses": [(lambda: Point(3), {"x": 3})],
    "enums": [(lambda: Colour.RED, {"name": "RED", "value": "red"})],
    "named tuples": [(lambda: Pair(5), {"left": 5})],
    "bare objects": [(object, {})],
    "ranges and iterators of builtins": [(lambda: range(3), {"stop": 3}), (lambda: iter([1]), {})],
}
REFUSED_THINGS: dict[str, list[Callable[[], Any]]] = {
    "paths": [lambda: Path("a"), lambda: [{"deep": Path("a")}]],
    "loggers": [lambda: logging.getLogger("a")],
    "executors": [ThreadPoolExecutor],
    "locks of threads": [threading.Lock, threading.RLock, threading.Event, threading.Condition],
    "open files": [io.StringIO, lambda: io.TextIOWrapper(io.BytesIO())],
    "context managers of contextlib": [
        lambda: contextlib.contextmanager(lambda: iter([1]))(),
        lambda: contextlib.suppress(ValueError),
        contextlib.AsyncExitStack,
    ],
    "partials": [lambda: functools.partial(double, 2)],
    "functions and methods of others": [
        lambda: len,
        lambda: open,
        lambda: token,
        lambda: operator.add,
        lambda: Path("a").read_text,
    ],
    "modules": [lambda: asyncio],
    "exceptions with attributes": [lambda: sized(ValueError("a"), retry=3), lambda: sized(ListedError(), other=3)],
    "objects of a class of the check file that lists nothing": [ListsNothing, lambda: ListsNothing],
    "objects of any other class": [
        lambda: deque([1]),
        lambda: MappingProxyType({}),
        lambda: re.compile("a"),
        lambda: Path,
        lambda: KeyError(deque()),
        lambda: bind(deque()),
    ],
}


class ListedError(Exception):
    """An exception class of a check file that lists nothing."""


def bind(value: Any) -> Any:
    """A function with a default value."""
    return lambda bound=value: bound


def _rows(head: str) -> dict[str, str]:
    table = PAGE.read_text(encoding="utf-8").partition(f"| {head} |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return {what: how for what, how in rows}


def test_the_page_says_what_the_list_says() -> None:
    """Its two tables hold the kinds that may cross and those that are refused, each with what to do instead."""
    assert list(_rows("what may cross")) == [*BY_THEMSELVES, *(thing.name for thing in THINGS)] == list(CROSSES)
    assert _rows("what is refused") == {refused.name: refused.instead for refused in REFUSED}
    assert list(REFUSED_THINGS) == list(_rows("what is refused"))


@pytest.mark.parametrize("row", CROSSES)
def test_what_may_cross_crosses(row: str) -> None:
    """It comes home as itself, shows what it may, and nothing else."""

    async def test_it(kata: Any) -> None:
        """It crosses."""
        for make, names in nonempty(CROSSES[row]):
            thing = make()
            home = kata.echo(thing)
            assert home == thing if row == "plain data" else home is thing
            wanted = ["not there" if value is None else value for value in names.values()]
            expect(kata.read(thing, *names), wanted)

    assert _ended(outcome(STUDENT, test_it)) == (Outcome.PASSED, "", "")


@pytest.mark.parametrize("row", REFUSED_THINGS)
def test_what_is_refused_is_told_to_the_author_alone(row: str) -> None:
    """Handed over, or given by a callback whose caller swallows the failure: the sentence names line and remedy."""
    instead = _rows("what is refused")[row]
    checks = [check for make in REFUSED_THINGS[row] for check in (_handing(make), _giving(make))]

    report = grade(STUDENT, *checks)

    assert instead not in report_line(report, View.STUDENT)
    for function, result in nonempty(zip(checks, report.results, strict=True)):
        assert (result.outcome, result.headline) == (Outcome.ERRORED, ""), result
        assert stated(result) == "This check is broken: that is our fault, not yours."
        assert result.fault is not None
        assert result.fault.said.endswith(f" may not cross to the student's code: {instead}")
        file, line = result.fault.place.split(":")
        begins = function.__code__.co_firstlineno
        assert file == "test_may_cross.py" and begins < int(line) <= begins + 3


def _handing(make: Callable[[], Any]) -> Callable[..., Any]:
    async def test_handed(kata: Any) -> None:
        """It is handed over."""
        kata.echo(make())

    return test_handed


def _giving(make: Callable[[], Any]) -> Callable[..., Any]:
    async def test_given(kata: Any) -> None:
        """A callback gives it."""
        kata.swallow(lambda: make())

    return test_given


def test_the_author_reads_what_and_where() -> None:
    """The fault of a broken check names the line that hands it over."""

    def test_path(kata: Any) -> None:
        """A path is given."""
        kata.echo(Path("a"))

    (result,) = grade(STUDENT, test_path).results

    line = test_path.__code__.co_firstlineno + 2
    assert result.fault is not None
    assert result.fault.place == f"test_may_cross.py:{line}"
    assert result.fault.said.startswith(f"an object of the class {type(Path()).__name__} may not cross")


class Silent(Channel):
    """A channel nobody talks on."""

    def __init__(self) -> None:
        super().__init__(-1, -1)


@pytest.mark.parametrize("row", REFUSED_THINGS)
def test_what_is_refused_has_no_number_to_ask_for_it(row: str) -> None:
    """Numbers can be guessed, so nothing gets one that may not cross."""
    for make in nonempty(REFUSED_THINGS[row]):
        peer = ExaminerPeer(Silent(), Clock())
        refused = make()

        with contextlib.suppress(MayNotCross):
            peer.encode(refused)

        assert isinstance(peer.passed, MayNotCross)
        given = [peer.references.given(number) for number in (1, 2, 3)]
        assert all(isinstance(one, (BaseException, type(None))) or one is type(refused) for one in nonempty(given))
        assert isinstance(refused, Exception) or given == [None] * 3


def test_what_is_only_gone_through_shows_no_name() -> None:
    """An iterator that a check's `__iter__` gave has a number, to be stepped and for nothing else."""
    peer = ExaminerPeer(Silent(), Clock())
    _, number, kind, _ = peer.encode(csv.reader(["a"]), iterator=True)  # type: ignore[call-arg]

    with pytest.raises(AttributeError):
        peer.operations.table["get"](number, "dialect")()

    assert kind == "iterator"


def test_default_values_stay_where_they_are() -> None:
    """Only that there is one is told, and None, True and False; calling without it takes the check's own."""
    secret = 4242

    def priced(item: int, want: int = secret, *, quick: bool = False, pages: list[int] | None = None) -> int:
        return want

    def test_it(kata: Any) -> None:
        """It is not told."""
        expect(kata.shown(priced), ["(item, want=..., *, quick=False, pages=None)", secret])

    source = """
        import inspect
        def shown(priced):
            bare = [one.replace(annotation=one.empty) for one in inspect.signature(priced).parameters.values()]
            return [str(inspect.Signature(bare)).replace('Ellipsis', '...'), priced(1)]
    """

    assert _ended(outcome(source, test_it)) == (Outcome.PASSED, "", "")


def test_what_a_student_gave_may_be_given_back() -> None:
    """Whatever came from the candidate crosses again: a broken check is never the student's doing."""
    source = """
        import asyncio, collections, decimal, enum, fractions, functools, pathlib, sys
        class Box:
            def method(self): return 3
        def things(): return [
            fractions.Fraction(1, 3), decimal.Decimal("0.1"), pathlib.Path("a"), Box(), Box, Box().method, len, asyncio,
            functools.partial(max, 3), collections.deque([1]), KeyError(Box()), KeyError, sys.exit, iter([1]), ...,
            7 ** 20_000, {Box(): Box()}, (one for one in "ab"), range(3), NotImplemented, type(None), b"x", object(),
        ]
        def echo(thing): return thing
    """

    def test_it(kata: Any) -> None:
        """All of it goes back."""
        for thing in list(kata.things()):
            kata.echo(thing)
        kata.echo(kata.Box().method)

    assert _ended(outcome(source, test_it)) == (Outcome.PASSED, "", "")


def test_a_comparison_hands_nothing_over() -> None:
    """A student's object that says it is less than anything is compared with a path: Python says that it cannot be."""
    source = "class Any:\n    def __lt__(self, other): return True\ndef give(): return Any()"

    def test_it(kata: Any) -> None:
        """A path comes."""
        assert kata.give() < 3
        with pytest.raises(TypeError, match="'<' not supported"):
            assert kata.give() < Path("a")

    assert _ended(outcome(source, test_it)) == (Outcome.PASSED, "", "")


@pytest.mark.parametrize("mode", Mode)
def test_what_a_student_hands_in_is_as_free_as_ever(mode: Mode) -> None:
    """Nothing of this holds for the student's side."""
    source = """
        import collections, functools, pathlib, threading
        def things(): return [pathlib.Path("a"), functools.partial(max, 3), threading.Lock(), collections.deque([1])]
    """

    def test_it(kata: Any) -> None:
        """All of them come."""
        assert len(kata.things()) == 4

    assert outcome(source, test_it, mode=mode).outcome is Outcome.PASSED


def _ended(result: CheckResult) -> tuple[Outcome, str, str]:
    return result.outcome, result.headline, result.fault.said if result.fault is not None else ""
