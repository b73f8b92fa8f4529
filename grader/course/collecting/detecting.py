"""Which kind of source this is, told by the names in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import islice
from pathlib import Path

from grader.course.collecting.kinds import Context, reader_of
from grader.course.collecting.kinds.folders import ARCHIVES, MANIFEST
from grader.course.collecting.kinds.gradescope import METADATA
from grader.course.collecting.kinds.nbgrader import TIMESTAMP, TREE
from grader.course.collecting.repositories import holds_repositories
from grader.course.collecting.trees import tree_of, where
from grader.course.collecting.values import File, Kind, Label, NoSource, Parts, Passed

LOOKED_AT = 5_000
# The most telling first: each of these names can be read as one of those after it, and not the other way round.
BY_NAME = (Kind.MOODLE, Kind.BRIGHTSPACE, Kind.BLACKBOARD, Kind.CANVAS)


def detect(path: Path) -> Kind:
    """Which kind of source this is. Raises NoSource when it is none that is known."""
    if path.is_dir() and holds_repositories(path):
        return Kind.GIT
    names = tuple(
        islice(
            (one.parts for one in tree_of(path).files(lambda parts: 0, at_once=1) if isinstance(one, File)), LOOKED_AT
        )
    )
    kind = _by_one_file(names) or _by_most_names(names) or _by_folders(names)
    if kind is None:
        raise NoSource(f"{where(path.name)} is no source of submissions that is known here.", hint=HINT)
    return kind


def _by_one_file(names: Sequence[Parts]) -> Kind | None:
    """By a file that only one kind has."""
    if any(parts[-1] == METADATA for parts in names):
        return Kind.GRADESCOPE
    if any(parts[-1] == TIMESTAMP and len(parts) > 2 for parts in names) or any(
        TREE in parts and len(parts) - parts.index(TREE) > 3 for parts in names
    ):
        return Kind.NBGRADER
    return Kind.PACK if (MANIFEST,) in names else None


def _by_most_names(names: Sequence[Parts]) -> Kind | None:
    """By how most files are named."""
    for kind in BY_NAME:
        read = reader_of(kind).reads(Context(UTC))
        said = [read(parts) for parts in names]
        fits = sum(isinstance(one, Label) for one in said)
        if fits and fits >= sum(one is Passed.UNNAMED for one in said):
            return kind
    return None


def _by_folders(names: Sequence[Parts]) -> Kind | None:
    of_students = (len(parts) > 1 or parts[-1].casefold().endswith(ARCHIVES) for parts in names)
    return Kind.FOLDERS if any(of_students) else None


HINT = "Name its kind with --from, or describe its names with --pattern; grade class collect --help shows both."
