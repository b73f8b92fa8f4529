"""What differs between two values or programs, in the fewest words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from grader.cleaning import clean
from grader.report.layout import WIDTH, Ink, Style, paint

CLOSING = {"[": "]", "(": ")", "{": "}"}
CUT = "…"
WHOLE_FLOAT = re.compile(r"(?<![\w.])(\d+)\.0+(?![\w.])")


class MarkedText(NamedTuple):
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


class AlignedValues(NamedTuple):
    """Two values aligned; `place` says where they differ first, as one would write it in Python."""

    expected: MarkedText
    got: MarkedText
    place: str


class _Pair(NamedTuple):
    expected: str
    got: str
    place: str


def difference(expected: str, got: str, *, width: int) -> AlignedValues | None:
    """Return the two texts of values aligned in `width` columns; nothing where there is no part in common to align
    by.
    """
    expected, got = expected.replace("\n", "\\n"), got.replace("\n", "\\n")
    if expected[:1] in CLOSING and expected[:1] == got[:1]:
        return _of_containers(expected, got, width)
    if expected[:1] in ("'", '"') and expected[:1] == got[:1]:
        return _of_strings(expected, got, width)
    return None


# -- containers


def _of_containers(expected: str, got: str, width: int) -> AlignedValues | None:
    pairs = list(_pairs(expected, got))
    first = next((number for number, pair in enumerate(pairs) if _plain(pair.expected) != _plain(pair.got)), None)
    if first is None:
        return None
    opening = expected[0]
    lead = f"{opening}{CUT} " if _length(pairs[: first + 1]) > width * 2 // 3 else opening
    shown = pairs[first:] if lead != opening else pairs
    sides = [_row([pair[side] for pair in shown], shown, lead, CLOSING[opening]) for side in (0, 1)]
    start = len(lead) + sum(_cell(pair) for pair in shown[: 0 if lead != opening else first])
    marked = [_within(MarkedText(row, start, start + len(pairs[first][side])), width) for side, row in enumerate(sides)]
    return AlignedValues(marked[0], marked[1], pairs[first].place)


def _row(items: Sequence[str], shown: Sequence[_Pair], lead: str, closing: str) -> str:
    """Return one side's items, each as wide as the wider of its pair; commas stand behind items that others follow."""
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
    """Yield what belongs beside what: by place in a list, by key in a dict, the common first in a set."""
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
    """Return the items of a container's text, at its top level."""
    inner = text[1:-1] if text.endswith(CLOSING[text[0]]) else text[1:]
    return [item.strip() for item in _split(inner, ",") if item.strip()]


def _split(text: str, at: str) -> Iterator[str]:
    """Yield the parts of a text between separators that stand in no brackets and no quotes."""
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
    """Return the item with 2.0 and 2 written alike, which are equal."""
    return WHOLE_FLOAT.sub(r"\1", item)


# -- strings


def _of_strings(expected: str, got: str, width: int) -> AlignedValues | None:
    place = next((at for at, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b), None)
    if place is None or place == 1:
        return None
    cut = max(0, place - width // 2) if max(len(expected), len(got)) > width else 0
    lead = CUT if cut else ""
    marked = [
        _within(MarkedText(lead + text[cut:], len(lead) + place - cut, len(lead) + place - cut + 1), width)
        for text in (expected, got)
    ]
    return AlignedValues(marked[0], marked[1], f"character {place}")


def _within(marked: MarkedText, width: int) -> MarkedText:
    """No wider than `width`, and cut visibly."""
    text = marked.text if len(marked.text) <= width else marked.text[: width - 1] + CUT
    return MarkedText(text, min(marked.start, len(text)), min(marked.end, len(text)))


GAP = 3
NUMBER = 4
LONGEST = 400
TAB = 4
INKS = {"+": Ink.GOOD, "-": Ink.BAD, "@": Ink.CODE}


class ShownProgram(NamedTuple):
    """A program to show, under its title."""

    title: str
    source: str

    @property
    def lines(self) -> list[str]:
        """Its lines, safe to print."""
        return [clean(line.expandtabs(TAB), LONGEST) for line in self.source.splitlines()]


def beside(left: ShownProgram, right: ShownProgram, *, width: int, style: Style) -> list[str]:
    """Two programs in two columns with line numbers; what is too long for its column goes on in the next line."""
    half = (max(width, WIDTH) - GAP) // 2
    bar = "|" if style is Style.PLAIN else "│"
    head = f"{left.title[:half]:<{half}} {bar} {right.title[:half]}"
    rows = zip_longest(_column(left, half), _column(right, half), fillvalue="")
    return [paint(head, Ink.LOUD, style), *(f"{mine:<{half}} {bar} {theirs}".rstrip() for mine, theirs in rows)]


def below(program: ShownProgram, *, style: Style) -> list[str]:
    """Return one program under its title, with line numbers."""
    return [paint(program.title, Ink.LOUD, style), *(_numbered(number, line) for number, line in _counted(program))]


def program_difference(left: ShownProgram, right: ShownProgram, *, style: Style) -> list[str]:
    """Return what to change in the left one to come to the right one, as a unified diff."""
    # A report needs none of it, and `grade kata11` has no time for it.
    from difflib import unified_diff

    lines = [line.rstrip("\n") for line in unified_diff(left.lines, right.lines, left.title, right.title, lineterm="")]
    return [paint(line, INKS[line[0]], style) if line[:1] in INKS else line for line in lines]


def _column(program: ShownProgram, width: int) -> Iterator[str]:
    room = width - NUMBER - 1
    for number, line in _counted(program):
        first, *rest = _pieces(line, room)
        yield _numbered(number, first)
        for piece in rest:
            yield f"{'':>{NUMBER}} {piece}"


def _pieces(line: str, room: int) -> list[str]:
    """Return the line in pieces no wider than that, broken at a space where there is one; the later ones are indented
    more.
    """
    indent = " " * min(len(line) - len(line.lstrip()) + 2, room // 2)
    pieces: list[str] = []
    while len(line) > room:
        at = line.rfind(" ", len(indent), room + 1)
        at = at if at > room // 2 else room
        pieces.append(line[:at])
        line = indent + line[at:].lstrip()
    return [*pieces, line]


def _counted(program: ShownProgram) -> Sequence[tuple[int, str]]:
    return list(enumerate(program.lines, start=1))


def _numbered(number: int, line: str) -> str:
    return f"{number:>{NUMBER}} {line}"
