"""A page of text folded to the width of a terminal and cut to its height. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

KEPT_AT_END = 2
# What a terminal shows, between codes that take no column: colours, and links around a place.
_SHOWN = re.compile(r"((?:\x1b\[[0-9;]*m|\x1b\]8;;.*?\x1b\\)*)([^\x1b])?")


def fitted(lines: Sequence[str], columns: int) -> list[str]:
    """The lines with each that is wider than `columns` folded, at a blank where it has one, under its own indent."""
    return [piece for line in lines for piece in ([line] if len(line) <= columns else _folded(line, columns))]


def _folded(line: str, columns: int) -> Iterator[str]:
    cells = [found.groups("") for found in _SHOWN.finditer(line)]
    plain = "".join(shown for _, shown in cells)
    indent = " " * min(len(plain) - len(plain.lstrip()), columns // 2)
    start, margin = 0, ""
    while len(margin) + len(plain) - start > columns:
        stop = start + columns - len(margin)
        blank = plain.rfind(" ", start, stop + 1)
        # Never at a blank of the indent: that would be a line with nothing in it.
        stop = blank if plain[start : max(start, blank)].strip() else stop
        following = stop + len(plain[stop:]) - len(plain[stop:].lstrip())
        codes = "".join(code for code, _ in cells[stop:following])
        yield margin + "".join(map("".join, cells[start:stop])).rstrip() + codes
        start, margin = following, indent
    yield margin + "".join(map("".join, cells[start:]))


def bounded(lines: Sequence[str], rows: int) -> list[str]:
    """At most `rows` lines: the beginning, how many are left out, and the last ones, where the verdict stands."""
    if len(lines) <= rows:
        return list(lines)
    end = KEPT_AT_END if rows > 2 * KEPT_AT_END else 0
    shown = max(0, rows - end - 1)
    left = len(lines) - shown - end
    return [*lines[:shown], f"  … {left} more lines: a taller window shows them"][: max(1, rows)] + (
        list(lines[-end:]) if end else []
    )


def without_passed(lines: Sequence[str], tick: str, *, passed: int) -> list[str]:
    """The lines of a report with those of its passed checks made one; `tick` is what such a line begins with."""
    kept: list[str] = []
    told = inside = False
    for line in lines:
        if line.startswith(f"  {tick} "):
            inside = True
            kept += [] if told else [f"  {tick} {passed} check{'s' * (passed != 1)} passed"]
            told = True
        elif not (inside and line.startswith("    ")):
            inside = False
            kept.append(line)
    return kept
