"""What a check hands out shows a candidate nothing of what it notes, and lets it do nothing but use it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Outcome
from grader.testing import Connection, Gate, Job, Log, Probe, Source, check, expect
from tests.examiner.bench import outcome

LOOKS = """
def reached(thing, names):
    return [name for name in names if has(thing, name)]

def has(thing, name):
    try:
        getattr(thing, name)
    except AttributeError:
        return False
    return True
"""
THINGS = {
    "job": Job(1, "value"),
    "probe": Probe(),
    "log": Log(),
    "gate": Gate(),
    "source": Source([(1, "value")]),
    "connection": Connection([(1, b"value")]),
}


@pytest.mark.parametrize("kind", THINGS)
def test_nothing_is_seen_of_what_is_handed_out(kind: str) -> None:
    """No public name of a thing of the kit can be reached from the candidate, but for those of a list at a log."""
    thing = THINGS[kind]
    names = [name for name in {*dir(thing), *vars(thing)} if not name.startswith("__")]

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """It is not seen."""
        expect(kata.reached(thing, names), [name for name in names if kind == "log" and hasattr(list, name)])

    result = outcome(LOOKS, test_it)

    assert (result.outcome, result.got) == (Outcome.PASSED, "")


def test_a_connection_shows_what_asyncios_streams_do() -> None:
    """Reader and writer have the methods of asyncio's streams, and lead nowhere else."""

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """They do."""
        reader, writer = await Connection()()
        expect(kata.reached(reader, ["readline", "readuntil", "_stream", "feed_data"]), ["readline", "readuntil"])
        expect(kata.reached(writer, ["write", "drain", "_connection", "transport"]), ["write", "drain"])

    assert outcome(LOOKS, test_it).outcome is Outcome.PASSED


ASSIGNS = """
def assigned(thing, names):
    return [name for name in names if takes(thing, name)]

def takes(thing, name):
    try:
        setattr(thing, name, lambda *_: None)
    except AttributeError:
        return False
    return True
"""


@pytest.mark.parametrize("kind", [*THINGS, "queue", "event"])
def test_nothing_that_is_handed_out_can_be_rewired(kind: str) -> None:
    """A candidate assigns to no name of a thing of the kit or of asyncio, whether it may read it or not."""

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """It cannot be assigned to."""
        thing = THINGS[kind] if kind in THINGS else {"queue": asyncio.Queue, "event": asyncio.Event}[kind]()
        names = [name for name in {*dir(thing), *vars(thing)} if not name.startswith("_")]
        expect(kata.assigned(thing, [*names, "brand_new"]), [])

    assert outcome(ASSIGNS, test_it).outcome is Outcome.PASSED


class Board:
    """What a check file may hand over: a name to read, one to write, and one that is nobody's business."""

    _crosses = frozenset({"title", "line"})
    _writable = frozenset({"line"})

    def __init__(self) -> None:
        self.title, self.line, self.secret = "title", "", "secret"


def test_a_class_says_apart_what_may_be_read_and_what_may_be_written() -> None:
    """Only a name that stands under `_writable` takes a value from the candidate."""

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """One name of three."""
        board = Board()
        expect(kata.reached(board, ["title", "line", "secret"]), ["title", "line"])
        expect(kata.assigned(board, ["title", "line", "secret"]), ["line"])
        expect([board.title, board.secret, callable(board.line)], ["title", "secret", True])

    assert outcome(LOOKS + ASSIGNS, test_it).outcome is Outcome.PASSED
