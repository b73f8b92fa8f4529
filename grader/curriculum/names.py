"""What a student may call a kata, and the numbered rules that its README.md states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from grader.errors import UnknownKata
from grader.model import Kata

NUMBER = re.compile(r"(?:kata)?[ _-]?(\d{1,3})", re.IGNORECASE)


def kata_id(slug: str) -> str:
    """ "kata11" for the folder "kata11_build_your_own_gather"."""
    return slug.partition("_")[0]


def find_kata(katas: Sequence[Kata], name: str, *, here: Path | None = None) -> Kata:
    """Return the kata a student means; `here` is where a path starts from. Raises UnknownKata."""
    folder = folder_named([kata.folder for kata in katas], name, here=here)
    return next(kata for kata in katas if kata.folder == folder)


def folder_named(folders: Sequence[Path], name: str, *, here: Path | None = None) -> Path:
    """Return the folder of the kata a student means. Raises UnknownKata, with the nearest name where one is near."""
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
    """Return the kata whose folder is this place or holds it, if any."""
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


HEADING = re.compile(r"##\s+The contract\s*\Z")
RULE = re.compile(r"(\d{1,3})\.\s+(.*)")


def contracts_of(katas: Iterable[Kata]) -> dict[str, dict[int, str]]:
    """Return the rules of each kata by its id; none where its README.md cannot be read."""
    return {kata.id: _rules_of(kata.folder / "README.md") for kata in katas}


def _rules_of(brief: Path) -> dict[int, str]:
    with suppress(OSError, UnicodeDecodeError):
        return rules_in(brief.read_text(encoding="utf-8"))
    return {}


def rules_in(brief: str) -> dict[int, str]:
    """Return each rule's text by its number, on one line, in the order of the brief; a number that comes twice stands
    once.

    A rule is an item of a numbered list below the heading "The contract"; it ends before the next item, and before a
    line without an indent that follows an empty one.
    """
    found: dict[int, list[str]] = {}
    current: list[str] = []
    after_gap = False
    for line in _contract(brief):
        begun = RULE.match(line)
        if begun:
            current = found.setdefault(int(begun[1]), [])
            current.append(begun[2])
        elif line.strip() and after_gap and not line.startswith(" "):
            current = []
        else:
            current.append(line)
        after_gap = not line.strip()
    return {number: " ".join(" ".join(lines).split()) for number, lines in found.items()}


def named_rules(rules: Sequence[int]) -> str:
    """Such as "rule 5" or "rules 5, 7 and 9"; empty for none."""
    if not rules:
        return ""
    *others, last = map(str, rules)
    return f"rules {', '.join(others)} and {last}" if others else f"rule {last}"


def _contract(brief: str) -> Iterator[str]:
    """Yield the lines between the contract's heading and the next one of its level."""
    inside = False
    for line in brief.splitlines():
        if line.startswith("## "):
            inside = bool(HEADING.match(line))
        elif inside:
            yield line
