"""Ways to change the frames that a candidate sends."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from grader.engine.wire.channel import Frame

TAGS = [
    "a",
    "e",
    "q",
    "ret",
    "y0",
    "yf",
    "yh",
    "yr",
    "yv",
    "t",
    "l",
    "s",
    "z",
    "d",
    "r",
    "m",
    "x",
    "c",
    "C",
    "b",
    "i",
    "f",
    "o",
    "L",
    "N",
    "block",
    "runloop",
    "get",
    "set",
    "call",
    "callm",
    "step",
    "wake",
]
WORDS = [
    *TAGS,
    "",
    "__class__",
    "KeyboardInterrupt",
    "BusyWait",
    "Deadlock",
    "UnicodeDecodeError",
    "BaseException",
    "\x1b[2J",
]
NUMBERS = [0, 1, 2, 3, 7, -1, -2, 20_000, 10**6, 1 << 53, 1 << 62, 10**400, 0.5, -1.5, 1e300, float("inf")]
leaves = st.one_of(
    st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(WORDS), st.integers(-5, 40), st.text(max_size=5)
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2),
    max_leaves=12,
)
spots = st.integers(0, 10_000)
changes = st.one_of(
    st.tuples(st.just("put"), spots, trees),
    st.tuples(st.just("put"), spots, leaves),
    st.tuples(st.just("take from"), spots, spots),
    st.tuples(st.just("remove"), spots, st.none()),
    st.tuples(st.just("add"), spots, trees),
    st.tuples(st.just("wrap"), spots, st.integers(1, 60)),
    st.tuples(st.just("grow"), spots, st.integers(-3, 3)),
    st.tuples(st.just("drop"), spots, st.none()),
    st.tuples(st.just("twice"), spots, st.none()),
    st.tuples(st.just("swap"), spots, spots),
    st.tuples(st.just("insert"), spots, trees),
)


def places_in(frames: list[Any]) -> list[tuple[Any, Any]]:
    """Every place in every frame, as (container, key)."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [frames]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], (list, dict)):
                waiting.append(container[key])
    return found


def changed(frames: list[Frame], made: list[tuple[str, int, Any]]) -> list[Any]:
    """The frames after these changes."""
    result: list[Any] = copy.deepcopy(frames)
    for kind, spot, value in made:
        if not result:
            break
        if kind in ("drop", "twice", "swap", "insert"):
            _change_order(result, kind, spot, value)
        else:
            _change_inside(result, kind, spot, value)
    return result


def _change_order(frames: list[Any], kind: str, spot: int, value: Any) -> None:
    place = spot % len(frames)
    if kind == "drop":
        del frames[place]
    elif kind == "twice":
        frames.insert(place, copy.deepcopy(frames[place]))
    elif kind == "swap":
        other = value % len(frames)
        frames[place], frames[other] = frames[other], frames[place]
    else:
        frames.insert(place, value)


def _change_inside(frames: list[Any], kind: str, spot: int, value: Any) -> None:
    places = places_in(frames)
    container, key = places[spot % len(places)]
    if kind == "take from":
        other, its_key = places[value % len(places)]
        container[key] = copy.deepcopy(other[its_key])
    elif kind == "remove":
        del container[key]
    elif kind == "add" and isinstance(container, list):
        container.insert(key, value)
    elif kind == "wrap":
        for _ in range(value):
            container[key] = ["l", [container[key]]]
    elif kind == "grow" and type(container[key]) is int:
        container[key] += value
    elif kind == "put":
        container[key] = value
