"""Which kind of source this is, told by what lies at its top.

What a student handed in lies below that, and has no part in it: neither a file called as a platform's own, nor how many
files there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

from grader.course.collecting.kinds import Context, nobody, reader_of, top_of
from grader.course.collecting.kinds.folders import ARCHIVES, MANIFEST, stem_of
from grader.course.collecting.kinds.gradescope import METADATA
from grader.course.collecting.kinds.nbgrader import TIMESTAMP, TREE
from grader.course.collecting.repositories import holds_repositories
from grader.course.collecting.trees import tree_of, where
from grader.course.collecting.values import File, Kind, NoSource, Parts, Passed

# The most telling first: where a name can be read as two kinds', it is the one before.
BY_NAME = (Kind.MOODLE, Kind.BRIGHTSPACE, Kind.BLACKBOARD, Kind.CANVAS)


def detect(path: Path, known: Callable[[str], bool] = nobody) -> Kind:
    """Which kind of source this is. `known` tells whether a folder's name means somebody of the roster.

    Raises NoSource when it is none that is known.
    """
    found = tree_of(path).files(lambda parts: 0, at_once=1)
    names = tuple(one.parts for one in found if isinstance(one, File))
    context = Context(UTC, called=stem_of(path.resolve().name), known=known)
    kind = (
        _by_own_files(names, context)
        or _by_entries(names, context)
        or (Kind.GIT if path.is_dir() and holds_repositories(path, known) else None)
        or _by_tree(names, context)
        or _by_folders(names)
    )
    if kind is None:
        raise NoSource(f"{where(path.name)} is no source of submissions that is known here.", hint=HINT)
    return kind


def _by_own_files(names: Sequence[Parts], context: Context) -> Kind | None:
    """By a file at the top that only one kind has."""
    if (METADATA,) in _below_top(names, Kind.GRADESCOPE, context):
        return Kind.GRADESCOPE
    return Kind.PACK if (MANIFEST,) in names else None


def _by_entries(names: Sequence[Parts], context: Context) -> Kind | None:
    """By how most of what lies at the top is named: the kind that fits the most."""
    best, most = None, 0
    for kind in BY_NAME:
        reader = reader_of(kind)
        read = reader.reads(context)
        entries = {parts[0] for parts in _below_top(names, kind, context)}
        fits = {entry for entry in entries if reader.is_entry(entry)}
        others = [entry for entry in entries - fits if read((entry,)) is not Passed.COMPANION]
        if len(fits) > max(most, len(others)):
            best, most = kind, len(fits)
    return best


def _by_tree(names: Sequence[Parts], context: Context) -> Kind | None:
    """nbgrader's folder, or a time of its own in the folder of every student."""
    inner = _below_top(names, Kind.NBGRADER, context)
    if any(parts[0] == TREE and len(parts) > 3 for parts in inner):
        return Kind.NBGRADER
    if TREE in (context.called, *top_of(names, reader_of(Kind.NBGRADER), context)):
        return Kind.NBGRADER if any(len(parts) > 2 for parts in inner) else None
    timed = {parts[0] for parts in inner if len(parts) == 3 and parts[-1] == TIMESTAMP}
    return Kind.NBGRADER if timed and timed == {parts[0] for parts in inner} else None


def _by_folders(names: Sequence[Parts]) -> Kind | None:
    of_students = (len(parts) > 1 or parts[-1].casefold().endswith(ARCHIVES) for parts in names)
    return Kind.FOLDERS if any(of_students) else None


def _below_top(names: Sequence[Parts], kind: Kind, context: Context) -> Sequence[Parts]:
    top = top_of(names, reader_of(kind), context)
    return [parts[len(top) :] for parts in names]


HINT = "Name its kind with --from, or describe its names with --pattern; grade class collect --help shows both."
