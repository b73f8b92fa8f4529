"""What an author has still to write: every line of a kata's files that says TODO."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.model import Kata

LEFT_OPEN = re.compile(r"\b(?:TODO|FIXME|XXX)\b[:,]?\s*(.*)")
AROUND = re.compile(r"""^["'#\s]+|["'][\s"'):\],]*$""")


def left_open(kata: Kata, solutions: Path) -> tuple[str, ...]:
    """A sentence for each line left open, the kata's own files first; `solutions` is the folder of all solutions."""
    own = [kata.folder / "README.md", kata.folder / "kata.yaml", *sorted(kata.folder.rglob("*.py"))]
    home = solutions / kata.slug
    theirs = [home / kata.submit, *sorted((home / "alternatives").glob("*.py")), *sorted((home / "wrong").glob("*.py"))]
    return tuple(
        f"{shown}:{line} is left open: {rest}"
        for path, shown in (
            *((path, path.relative_to(kata.folder).as_posix()) for path in own),
            *((path, f"solutions/{path.relative_to(home).as_posix()}") for path in theirs),
        )
        for line, rest in _lines(path)
    )


def is_left_open(source: str) -> bool:
    """Whether a program is not written yet."""
    return LEFT_OPEN.search(source) is not None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if found := LEFT_OPEN.search(line):
            yield number, AROUND.sub("", found[1]).strip() or "what belongs here?"
