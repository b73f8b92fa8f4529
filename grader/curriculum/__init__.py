"""Katas on disk made into values: find the course, load its katas, understand a kata's name."""

from __future__ import annotations

from pathlib import Path

from grader.curriculum.kata_files import compiled_checks, kata_version
from grader.curriculum.kata_yaml import load_kata
from grader.curriculum.names import find_kata, folder_named, holding
from grader.curriculum.sets import KataSet, load_set
from grader.errors import BrokenKata, UsageError
from grader.model import Kata

KATA_FOLDERS = "kata[0-9][0-9]_*"

__all__ = [
    "KataSet",
    "compiled_checks",
    "find_course",
    "find_kata",
    "holding",
    "kata_folders",
    "kata_named",
    "kata_version",
    "load_kata",
    "load_katas",
    "load_set",
    "set_of",
]


def find_course(start: Path, *, named: Path | None = None) -> Path:
    """Return the folder that holds `katas/`: the named one, else upward from `start`, else from where the grader is
    installed.

    Raises UsageError when there is none, and when the named one holds none.
    """
    if named is not None:
        if not kata_folders(named):
            raise UsageError(
                f"There are no katas in {named}.",
                hint="--katas and GRADE_KATAS name the folder that holds katas/kata61_…: begin one with grade dev new",
            )
        return named
    for origin in (start.absolute(), Path(__file__).absolute().parent):
        for folder in (origin, *origin.parents):
            if kata_folders(folder):
                return folder
    raise UsageError(
        "There is no course here: no folder above this one holds katas/.",
        hint="Change into your clone of the course and try again.",
    )


def kata_folders(course: Path) -> tuple[Path, ...]:
    """Return every kata's folder in the course's order; nothing is read."""
    found = (course / "katas").glob(KATA_FOLDERS)
    return tuple(sorted((folder for folder in found if folder.is_dir()), key=lambda folder: folder.name))


def kata_named(course: Path, name: str, *, here: Path | None = None) -> Kata:
    """Return one kata by what a student would call it; only its own kata.yaml is read.

    `here` is where a path starts from. Raises UnknownKata or BrokenKata.
    """
    return load_kata(folder_named(kata_folders(course), name, here=here))


def set_of(course: Path) -> KataSet:
    """Return what the course says of itself as a set. Raises BrokenKata."""
    return load_set(course / "katas")


def load_katas(course: Path) -> tuple[Kata, ...]:
    """Return every kata of the course, in order. Raises BrokenKata with all problems of all katas at once."""
    set_of(course)  # what is wrong with it is said once, and not for each kata
    katas: list[Kata] = []
    broken: list[str] = []
    for folder in kata_folders(course):
        try:
            katas.append(load_kata(folder))
        except BrokenKata as error:
            broken.append(error.message)
    broken += _shared_names(katas)
    if broken:
        raise BrokenKata("\n".join(broken), hint="These are the author's to mend: grade dev check")
    return tuple(katas)


def _shared_names(katas: list[Kata]) -> list[str]:
    """Return a sentence for each kata that collects a file name or an id which another one already has."""
    problems: list[str] = []
    owners: dict[str, Kata] = {}
    for kata in katas:
        for what, key in (("the number", kata.id), ("submit:", kata.submit)):
            first = owners.setdefault(key, kata)
            if first is not kata:
                problems.append(f"{kata.slug}/kata.yaml: {what} {key} is already taken by {first.slug}.")
    return problems
