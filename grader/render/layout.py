"""Lines of text in 80 columns: folding, right-hand columns, aligned facts."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

WIDTH = 80
MOST_LINES = 6


def folded(said: str, *, indent: str, hang: str | None = None, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` columns, never empty; `hang` indents all but the first."""
    rest = indent if hang is None else hang
    return wrap(said, width, initial_indent=indent, subsequent_indent=rest) or [indent]


def beside(used: int, said: str) -> str:
    """The text at the right edge of a line of which `used` columns are taken."""
    return " " * max(2, WIDTH - used - len(said)) + said


def fraction(earned: int, possible: int) -> str:
    """Points earned out of points possible, such as "3/4"."""
    return f"{earned}/{possible}"


def _pieces(line: str, width: int) -> list[str]:
    """The line, its own blanks kept, in pieces that all begin under its first word."""
    first, *rest = wrap(line, width, drop_whitespace=False) or [""]
    return [first.rstrip(), *(piece.strip() for piece in rest)]


class Block:
    """Names and values under each other, the values aligned; what is empty is left out."""

    def __init__(self, indent: str) -> None:
        self._indent = indent
        self.lines: list[str] = []

    def add(self, name: str, value: str) -> None:
        """Add one value, in at most a few lines."""
        if not value:
            return
        head = f"{self._indent}{name:<8}  "
        lines = [piece for line in value.splitlines() for piece in _pieces(line, WIDTH - len(head))]
        shown = [head + lines[0], *(" " * len(head) + line for line in lines[1:MOST_LINES])]
        self.lines += shown if len(lines) <= MOST_LINES else [*shown, f"{' ' * len(head)}(cut here)"]

    def add_lines(self, name: str, values: Sequence[str]) -> None:
        """Add lines that are as wide as they are to be."""
        heads = [f"{self._indent}{name:<8}  ", *(" " * (len(self._indent) + 10) for _ in values[1:])]
        self.lines += [head + value for head, value in zip(heads, values, strict=True)]
