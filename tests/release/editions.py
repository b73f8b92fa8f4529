"""What must not stand in an edition, and where to look for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from grader.authoring.release import Hidden, ReleaseOptions, ReleasePlatform, edition_files
from grader.curriculum import find_course, load_katas
from grader.model import Kata

COURSE = find_course(Path(__file__))
KATAS = load_katas(COURSE)
OPEN = "kata00"
LONG_LINE = 24


def edition(hidden: Hidden = Hidden.SEALED, platform: ReleasePlatform | None = None) -> dict[str, bytes]:
    """The files of this repository's own edition."""
    return edition_files(COURSE, ReleaseOptions(KATAS, hidden, platform))


def needles(kata: Kata) -> Iterator[str]:
    """Names of hidden checks, telling lines of them and of every solution, names and beliefs of wrong solutions."""
    solutions = COURSE / "solutions" / kata.slug
    hidden = sorted((kata.folder / "hidden").glob("*.py"))
    wrong = sorted((solutions / "wrong").glob("*.py"))
    others = [solutions / kata.submit, *sorted((solutions / "alternatives").glob("*.py"))]
    public = _public()
    for path in hidden:
        tree = ast.parse(path.read_text("utf-8"))
        yield from (node.name for node in tree.body if getattr(node, "name", "").startswith("test_"))
    yield from (path.stem for path in wrong)
    for path in (*hidden, *wrong, *others):
        for line in path.read_text("utf-8").splitlines():
            if len(line.strip()) >= LONG_LINE and line.strip() not in public:
                yield line.strip()


@cache
def _public() -> str:
    """What every student may read anyway: the open files of all katas, and the grader's source."""
    open_files = [path for kata in KATAS for path in kata.folder.glob("*") if path.is_file()]
    return "\n".join(path.read_text("utf-8") for path in (*open_files, *(COURSE / "grader").rglob("*.py")))


def found_in(files: Mapping[str, bytes], kata: Kata) -> list[str]:
    """Every needle of this kata that stands in a file, and where."""
    whole = {path: content.decode("utf-8", "replace") for path, content in files.items()}
    return [f"{path}: {needle}" for needle in needles(kata) for path, text in whole.items() if _stands(needle, text)]


def _stands(needle: str, text: str) -> bool:
    """A hidden check may be named as another kata's file of visible checks: that is not it."""
    return needle in text and (not needle.isidentifier() or bool(re.search(rf"\b{needle}\b(?!\.py)", text)))
