"""What a lesson is made of."""

from __future__ import annotations

from typing import NamedTuple


class Lesson(NamedTuple):
    """A program with `async def main()` that has the misconception, what goes wrong in it, and what to do instead."""

    program: str
    wrong: str
    instead: str
