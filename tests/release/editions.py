"""What must not stand in an edition, and where to look for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.authoring.release import Hidden, ReleaseOptions, ReleasePlatform, edition_files
from grader.curriculum import find_course, load_katas
from grader.model import Kata
from tests.support.claims import nonempty

COURSE = find_course(Path(__file__))
KATAS = load_katas(COURSE)
OPEN = "kata00"
LONG_LINE = 24
# A kata has some checks, a solution and a few wrong ones.
LEAST = 20


def edition(hidden: Hidden = Hidden.SEALED, platform: ReleasePlatform | None = None) -> dict[str, bytes]:
    """The files of this repository's own edition."""
    return edition_files(COURSE, ReleaseOptions(KATAS, hidden, platform))


def needles(kata: Kata) -> Iterator[str]:
    """Names of hidden checks, telling lines of them and of every solution, names and beliefs of wrong solutions."""
    solutions = COURSE / "solutions" / kata.slug
    hidden = nonempty(sorted((kata.folder / "hidden").glob("*.py")))
    wrong = nonempty(sorted((solutions / "wrong").glob("*.py")))
    others = [solutions / kata.submit, *sorted((solutions / "alternatives").glob("*.py"))]
    public = _public()
    for path in hidden:
        tree = ast.parse(path.read_text("utf-8"))
        yield from (node.name for node in tree.body if getattr(node, "name", "").startswith("test_"))
    yield from (path.stem for path in wrong)
    lines = [line.strip() for path in (*hidden, *wrong, *others) for line in path.read_text("utf-8").splitlines()]
    yield from (line for line in dict.fromkeys(lines) if len(line) >= LONG_LINE and line not in public)


@cache
def _public() -> str:
    """What every student may read anyway: the open files of all katas, and the grader's source."""
    open_files = [path for kata in KATAS for path in kata.folder.glob("*") if path.is_file()]
    return "\n".join(path.read_text("utf-8") for path in (*open_files, *(COURSE / "grader").rglob("*.py")))


@dataclass(frozen=True)
class Texts:
    """The different texts of editions, by where each stands; and all of them as one, to look there first."""

    places: Mapping[str, str]
    whole: str

    @classmethod
    def of(cls, *editions: Mapping[str, bytes]) -> Texts:
        """Read what stands in these editions, each text once."""
        different = {content: path for files in editions for path, content in files.items()}
        texts = {content.decode("utf-8", "replace"): path for content, path in different.items()}
        return cls(texts, "\0".join(texts))


def found_in(texts: Texts, kata: Kata) -> list[str]:
    """Every needle of this kata that stands in a text, and where."""
    sought = list(needles(kata))
    assert len(sought) > LEAST, f"{kata.id} has nothing to look for"
    return [
        f"{path}: {needle}"
        for needle in sought
        if needle in texts.whole
        for text, path in texts.places.items()
        if _stands(needle, text)
    ]


def _stands(needle: str, text: str) -> bool:
    """A hidden check may be named as another kata's file of visible checks: that is not it."""
    return needle in text and (not needle.isidentifier() or bool(re.search(rf"\b{needle}\b(?!\.py)", text)))
