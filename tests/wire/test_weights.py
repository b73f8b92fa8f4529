"""Exceptions that hold each other many times over: what crosses is small, and so is what the examiner makes of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.wire.channel import Frame, Gone
from grader.engine.wire.protocol import MAX_NODES
from grader.vtime import Clock
from tests.support.claims import nonempty
from tests.wire.test_lies import STATUS, Script

LONG = 200


def short(number: int, name: str = "Exception") -> list[Any]:
    """An exception that was told before, by its number."""
    return ["x", False, number, name, ["t", ["m"]], [], {}, None, None, False, None, None]


def told(number: int, held: list[Any]) -> list[Any]:
    """One with these arguments."""
    return ["x", False, number, "Exception", ["t", held], [], {}, None, None, False, None, None]


def grouped(number: int, members: list[Any]) -> list[Any]:
    """A group of these."""
    return ["x", False, number, "ExceptionGroup", ["t", ["m"]], [], {}, None, None, False, members, None]


def chained(number: int, *, cause: Any = None, context: Any = None) -> list[Any]:
    """One with this cause or context."""
    return ["x", False, number, "Exception", ["t", []], [], {}, cause, context, False, None, None]


def heard(*values: Any) -> Any:
    """What an examiner makes of these answers in turn: the last of them."""
    peer = ExaminerPeer(Script(*(["a", value, STATUS, None] for value in values)), Clock())
    found = [peer.ask("call", 1, None, None) for _ in values]
    return found[-1]


def doubling(levels: int) -> list[Any]:
    """In one frame: each holds the one below twice."""
    found = told(1, [])
    for number in range(2, levels + 2):
        found = told(number, [found, short(number - 1)])
    return found


TOO_MUCH = {
    "arguments that double, in one frame": [doubling(40)],
    "arguments that double, frame by frame": [told(1, []), *(told(n, [short(n - 1)] * 2) for n in range(2, 60))],
    "groups that double": [grouped(1, [short(100)]), *(grouped(n, [short(n - 1)] * 2) for n in range(2, 60))],
    "wide groups": [grouped(1, [short(100)] * 300), grouped(2, [short(1)] * 300)],
    "a chain of arguments": [told(1, []), *(told(n, [short(n - 1)]) for n in range(2, LONG))],
    "a large text held often": [told(1, ["x" * 500_000]), told(2, [short(1)] * 10)],
    "a value full of heavy ones": [told(1, ["x" * 500_000]), ["l", [short(1)] * 10]],
    "attributes": [
        told(1, ["x" * 500_000]),
        ["x", False, 2, "Exception", ["t", []], [], {"held": ["l", [short(1)] * 10]}, None, None, False, None, None],
    ],
}


@pytest.mark.parametrize("frames", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_shows_without_end_breaks_the_protocol(frames: list[Any]) -> None:
    """An honest program never makes one: whoever says it is gone, before anybody writes it down."""
    with pytest.raises(Gone, match=r"protocol: .*too m"):
        heard(*frames)


def test_an_error_that_shows_without_end_breaks_it_too() -> None:
    """Raised it is no better than returned."""
    frames: list[Frame] = [["e", doubling(40), STATUS, None]]

    with pytest.raises(Gone, match="protocol"):
        ExaminerPeer(Script(*frames), Clock()).ask("call", 1, None, None)


def test_honest_ones_cross_as_they_are() -> None:
    """Some hundred exceptions, groups of groups, and long texts: all that a program makes on a bad day."""
    deep = grouped(3, [grouped(2, [told(1, ["x" * 10_000])] * 10)] * 10)
    many = ["l", [told(number, ["no", number]) for number in range(10, 500)]]

    found = heard(deep, many)

    assert [error.args for error in found] == [("no", number) for number in range(10, 500)]


def test_as_much_as_a_frame_may_hold_is_not_too_much() -> None:
    """One exception may say as much as a value may be long."""
    found = heard(told(1, ["x" * 1_000_000]))

    assert len(str(found)) == 1_000_000 > MAX_NODES


@pytest.mark.parametrize("link", ["cause", "context"])
@pytest.mark.parametrize("length", [1, 2, 60, 300])
def test_causes_and_contexts_have_an_end(link: str, length: int) -> None:
    """Whoever follows them comes to an end, however long a circle was told."""
    links = [chained(number, **{link: short(number + 1)}) for number in range(1, length + 1)]
    circle = [short(number) for number in range(1, length + 2)]
    peer = ExaminerPeer(
        Script(*(["a", one, STATUS, None] for one in [*circle, *links, chained(length + 1, **{link: short(1)})])),
        Clock(),
    )
    for _ in range(len(circle) + length + 1):
        found = peer.ask("call", 1, None, None)

    for _ in range(1000):
        following = found.__cause__ or found.__context__
        if following is None:
            break
        found = following

    assert following is None


@pytest.mark.parametrize(
    ("partial", "expected"), [(["l", []], 1), (["b", "00"], ["l", [short(1)] * 1000]), (["b", "00"], "x" * 1000)]
)
def test_an_incomplete_read_is_only_rebuilt_from_what_it_is_made_of(partial: Any, expected: Any) -> None:
    """Its own code writes down what it is given."""
    attributes = {"partial": partial, "expected": expected}
    told_so = ["x", False, 1, "IncompleteReadError", ["t", []], [], attributes, None, None, False, None, None]

    found = heard(told_so)

    assert type(found) is RuntimeError


def test_an_incomplete_read_comes_over() -> None:
    """What a stream raises when it ends too early."""
    attributes = {"partial": ["b", "6869"], "expected": 5}
    told_so = ["x", False, 1, "IncompleteReadError", ["t", []], [], attributes, None, None, False, None, None]

    found = heard(told_so)

    assert isinstance(found, asyncio.IncompleteReadError)
    assert (found.partial, found.expected) == (b"hi", 5)


def test_what_comes_home_is_not_taken_apart() -> None:
    """Of a group that is known over there only the name goes back, and not each member as often as it is in it."""
    peer = ExaminerPeer(Script(["a", grouped(1, [short(100)] * 300), STATUS, None]), Clock())
    group = peer.ask("call", 1, None, None)

    encoded = peer.encode([group] * 3)

    assert [one[:3] for one in encoded[1]] == [["x", True, 1]] * 3
    assert all(one[10] is None for one in nonempty(encoded[1]))
