"""The misconceptions explained: for each a program of ten lines that has it, and what goes wrong in it.

Each is a Markdown file here, named by its code. None tells how its program ran: `grade explain` runs it and draws what
happened.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import NamedTuple

FORM = re.compile(
    r"# (?P<title>.+)\n\n```python\n(?P<program>.+?)```\n\n## What goes wrong\n\n(?P<wrong>.+?)\n\n"
    r"## What to do instead\n\n(?P<instead>.+)\Z",
    re.DOTALL,
)
SUFFIX = ".md"


class Lesson(NamedTuple):
    """A program with `async def main()` that has the misconception, what goes wrong in it, and what to do instead."""

    program: str
    wrong: str
    instead: str


def lesson(code: str) -> Lesson | None:
    """Return the lesson on this misconception, if there is one."""
    return lessons().get(code)


def lessons() -> dict[str, Lesson]:
    """Return every lesson by its code, in order; each has a program of its own."""
    found = sorted(path.name for path in files(__name__).iterdir() if path.name.endswith(SUFFIX))
    return {name.removesuffix(SUFFIX): _read(name) for name in found}


def _read(name: str) -> Lesson:
    form = FORM.match(files(__name__).joinpath(name).read_text("utf-8").replace("\r\n", "\n"))
    assert form is not None, f"{name} has not the form of a lesson"
    return Lesson(form["program"], " ".join(form["wrong"].split()), " ".join(form["instead"].split()))


__all__ = ["Lesson", "lesson", "lessons"]
