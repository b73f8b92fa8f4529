"""What a student may call a kata: kata11, 11, its folder's name, or a path into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from grader.errors import UnknownKata
from grader.model import Kata

NUMBER = re.compile(r"(?:kata)?[ _-]?(\d{1,3})", re.IGNORECASE)


def kata_id(slug: str) -> str:
    """ "kata11" for the folder "kata11_build_your_own_gather"."""
    return slug.partition("_")[0]


def find_kata(katas: Sequence[Kata], name: str, *, here: Path | None = None) -> Kata:
    """The kata a student means; `here` is where a path starts from. Raises UnknownKata."""
    folder = folder_named([kata.folder for kata in katas], name, here=here)
    return next(kata for kata in katas if kata.folder == folder)


def folder_named(folders: Sequence[Path], name: str, *, here: Path | None = None) -> Path:
    """The folder of the kata a student means. Raises UnknownKata, with the nearest name where one is near."""
    by_name = {folder.name: folder for folder in folders}
    by_id = {kata_id(folder.name): folder for folder in folders}
    wanted = name.strip().rstrip("/\\")
    number = NUMBER.fullmatch(wanted)
    identity = f"kata{int(number[1]):02d}" if number else wanted.lower()
    found = by_id.get(identity) or by_name.get(wanted) or holding(folders, Path(here or "", wanted))
    if found is None:
        raise UnknownKata(f"There is no kata {name!r}.", hint=_nearest(wanted, by_id, by_name))
    return found


def holding(folders: Sequence[Path], place: Path) -> Path | None:
    """The kata whose folder is this place or holds it, if any."""
    place = place.resolve()
    for folder in folders:
        resolved = folder.resolve()
        if place.exists() and (place == resolved or resolved in place.parents):
            return folder
    return None


def _nearest(wanted: str, by_id: dict[str, Path], by_name: dict[str, Path]) -> str:
    # difflib is only wanted here, and `grade kata11` has no time for it.
    from difflib import get_close_matches

    titles = {slug.partition("_")[2]: kata_id(slug) for slug in by_name}
    near = get_close_matches(wanted.lower(), [*by_id, *by_name, *titles], n=1, cutoff=0.6)
    if not near:
        return "See them all: grade list"
    return f"Did you mean {titles.get(near[0], kata_id(near[0]))}? See them all: grade list"
