"""Expected and got under each other, item by item, with the first difference marked. Pure; reads texts only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

CLOSING = {"[": "]", "(": ")", "{": "}"}
CUT = "…"
WHOLE_FLOAT = re.compile(r"(?<![\w.])(\d+)\.0+(?![\w.])")


class Marked(NamedTuple):
    """A text and where its part that differs begins and ends."""

    text: str
    start: int
    end: int

    @property
    def before(self) -> str:
        """What both have in common."""
        return self.text[: self.start]

    @property
    def different(self) -> str:
        """The first part that differs."""
        return self.text[self.start : self.end]

    @property
    def after(self) -> str:
        """What comes behind it."""
        return self.text[self.end :]


class Difference(NamedTuple):
    """Two values aligned; `place` says where they differ first, as one would write it in Python."""

    expected: Marked
    got: Marked
    place: str


class _Pair(NamedTuple):
    expected: str
    got: str
    place: str


def difference(expected: str, got: str, *, width: int) -> Difference | None:
    """The two texts of values aligned in `width` columns; nothing where there is no part in common to align by."""
    expected, got = expected.replace("\n", "\\n"), got.replace("\n", "\\n")
    if expected[:1] in CLOSING and expected[:1] == got[:1]:
        return _of_containers(expected, got, width)
    if expected[:1] in ("'", '"') and expected[:1] == got[:1]:
        return _of_strings(expected, got, width)
    return None


def same_items(expected: str, got: str) -> bool:
    """Do two lists hold the same things in another order?"""
    if expected[:1] not in ("[", "(") or expected[:1] != got[:1] or expected == got:
        return False
    return sorted(map(_plain, _items(expected))) == sorted(map(_plain, _items(got)))


# -- containers


def _of_containers(expected: str, got: str, width: int) -> Difference | None:
    pairs = list(_pairs(expected, got))
    first = next((number for number, pair in enumerate(pairs) if _plain(pair.expected) != _plain(pair.got)), None)
    if first is None:
        return None
    opening = expected[0]
    lead = f"{opening}{CUT} " if _length(pairs[: first + 1]) > width * 2 // 3 else opening
    shown = pairs[first:] if lead != opening else pairs
    sides = [_row([pair[side] for pair in shown], shown, lead, CLOSING[opening]) for side in (0, 1)]
    start = len(lead) + sum(_cell(pair) for pair in shown[: 0 if lead != opening else first])
    marked = [_within(Marked(row, start, start + len(pairs[first][side])), width) for side, row in enumerate(sides)]
    return Difference(marked[0], marked[1], pairs[first].place)


def _row(items: Sequence[str], shown: Sequence[_Pair], lead: str, closing: str) -> str:
    """One side's items, each as wide as the wider of its pair; commas stand behind items that others follow."""
    last = max((number for number, item in enumerate(items) if item), default=-1)
    cells = []
    for number, (item, pair) in enumerate(zip(items, shown, strict=True)):
        comma = "," if item and number < last else ""
        cells.append(f"{item}{closing if number == last else comma}".ljust(_cell(pair)))
    return (lead + "".join(cells)).rstrip() if last >= 0 else lead.rstrip() + closing


def _cell(pair: _Pair) -> int:
    return max(len(pair.expected), len(pair.got)) + 2


def _length(pairs: Sequence[_Pair]) -> int:
    return sum(map(_cell, pairs))


def _pairs(expected: str, got: str) -> Iterator[_Pair]:
    """What belongs beside what: by place in a list, by key in a dict, the common first in a set."""
    mine, theirs = _items(expected), _items(got)
    if expected[0] != "{":
        for number, (item, other) in enumerate(zip_longest(mine, theirs, fillvalue="")):
            yield _Pair(item, other, f"[{number}]")
        return
    keyed, others = _by_key(mine), _by_key(theirs)
    for key in dict.fromkeys([*keyed, *others]):
        place = f"[{key}]" if ":" in "".join(_after_key(mine)) else key
        yield _Pair(keyed.get(key, ""), others.get(key, ""), place)


def _by_key(items: Sequence[str]) -> dict[str, str]:
    return {_key(item): item for item in items}


def _key(item: str) -> str:
    return next(_split(item, ":"), "").strip()


def _after_key(items: Sequence[str]) -> Iterator[str]:
    return (item[len(_key(item)) :].lstrip()[:1] for item in items)


def _items(text: str) -> list[str]:
    """The items of a container's text, at its top level."""
    inner = text[1:-1] if text.endswith(CLOSING[text[0]]) else text[1:]
    return [item.strip() for item in _split(inner, ",") if item.strip()]


def _split(text: str, at: str) -> Iterator[str]:
    """The parts of a text between separators that stand in no brackets and no quotes."""
    depth, quote, start, skip = 0, "", 0, False
    for place, sign in enumerate(text):
        if skip:
            skip = False
        elif quote:
            skip = sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == at and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _plain(item: str) -> str:
    """The item with 2.0 and 2 written alike, which are equal."""
    return WHOLE_FLOAT.sub(r"\1", item)


# -- strings


def _of_strings(expected: str, got: str, width: int) -> Difference | None:
    place = next((at for at, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b), None)
    if place is None or place == 1:
        return None
    cut = max(0, place - width // 2) if max(len(expected), len(got)) > width else 0
    lead = CUT if cut else ""
    marked = [
        _within(Marked(lead + text[cut:], len(lead) + place - cut, len(lead) + place - cut + 1), width)
        for text in (expected, got)
    ]
    return Difference(marked[0], marked[1], f"character {place}")


def _within(marked: Marked, width: int) -> Marked:
    """No wider than `width`, and cut visibly."""
    text = marked.text if len(marked.text) <= width else marked.text[: width - 1] + CUT
    return Marked(text, min(marked.start, len(text)), min(marked.end, len(text)))
