"""A kata's reference and alternatives, in the open or sealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.curriculum.sealing import SEALED_SOLUTIONS, unsealed
from grader.model import Kata

ALTERNATIVES = "alternatives/"


@dataclass(frozen=True, slots=True)
class Solutions:
    """The sources of a kata's correct solutions; `in_the_open` where anybody who has the course can read them."""

    reference: bytes
    alternatives: tuple[tuple[str, bytes], ...]
    in_the_open: bool


def solutions_of(course: Path, kata: Kata) -> Solutions | None:
    """The reference, and the alternatives by file name; None where neither came with this copy of the course.

    Raises BrokenKata when they are sealed and the seal is damaged.
    """
    folder = course / "solutions" / kata.slug
    if (folder / kata.submit).is_file():
        return _solutions(kata, solution_files(folder, kata), in_the_open=True)
    path = kata.folder / SEALED_SOLUTIONS
    return _solutions(kata, unsealed(path), in_the_open=False) if path.is_file() else None


def solution_files(folder: Path, kata: Kata) -> dict[str, bytes]:
    """The reference's and the alternatives' files below a kata's folder of solutions."""
    paths = [folder / kata.submit, *sorted((folder / ALTERNATIVES).glob("*.py"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def _solutions(kata: Kata, files: dict[str, bytes], *, in_the_open: bool) -> Solutions | None:
    if kata.submit not in files:
        return None
    others = sorted(name for name in files if name.startswith(ALTERNATIVES))
    return Solutions(
        files[kata.submit],
        tuple((name.removeprefix(ALTERNATIVES), files[name]) for name in others),
        in_the_open,
    )
