"""A page of text cut to the height of a terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence

KEPT_AT_END = 2


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
