"""From what an instructor names to a source that can be walked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from grader.archives.members import Unfit
from grader.course.collecting.git import Git
from grader.course.collecting.kinds import Context, reader_of
from grader.course.collecting.kinds.folders import stem_of
from grader.course.collecting.kinds.moodle import WORKSHEET_BYTES
from grader.course.collecting.owners import People, headings_of, knows
from grader.course.collecting.repositories import Moments, Repositories, repositories_in, repositories_named
from grader.course.collecting.sources import Files, Source
from grader.course.collecting.times import is_worksheet
from grader.course.collecting.trees import read_file, tree_of
from grader.course.collecting.values import Kind, NoSource, Parts

WORKSHEET = ("worksheet.csv",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to collect: `path` is a folder, an archive, or with `is_list` a file that lists repositories."""

    path: Path
    kind: Kind
    zone: tzinfo
    people: People
    moments: Moments
    scratch: Path
    here: Path
    env: Mapping[str, str] = field(default_factory=dict)
    is_list: bool = False
    pattern: str = ""
    student: str = ""
    worksheet: bytes = b""


def open_source(wanted: Wanted) -> Source:
    """The source, nothing of it read yet. Raises NoSource when there is none."""
    headings = headings_of(wanted.people)
    if wanted.kind is Kind.GIT:
        found = (
            repositories_named(wanted.path, wanted.here, headings)
            if wanted.is_list
            else repositories_in(_folder(wanted.path), headings)
        )
        return Repositories(Git(wanted.scratch, wanted.env), wanted.scratch, list(found), wanted.moments)

    sheet = wanted.worksheet or (worksheet_beside(wanted.path) if wanted.kind is Kind.MOODLE else b"")
    metadata: dict[Parts, bytes] = {WORKSHEET: sheet} if sheet else {}
    context = Context(
        wanted.zone,
        metadata,
        called=stem_of(wanted.path.resolve().name),
        headings=headings,
        known=knows(wanted.people),
        student=wanted.student,
        pattern=wanted.pattern,
    )
    return Files(tree_of(wanted.path), reader_of(wanted.kind), context)


def worksheet_beside(path: Path) -> bytes:
    """Moodle's grading worksheet that lies beside a download: Grades-<the same name>.csv; empty where there is none.

    Only its name ties it to the download, so no other CSV is taken for it.
    """
    name = _squeezed(stem_of(path.resolve().name))
    try:
        beside = sorted(path.resolve().parent.glob("*.csv"))
    except OSError:
        return b""
    for one in beside:
        if _squeezed(one.stem) == f"grades{name}":
            try:
                content = read_file(one, WORKSHEET_BYTES)
            except Unfit as error:
                raise NoSource(f"{one.name} {error}.", hint="It is the grading worksheet of this download.") from None
            if is_worksheet(content):
                return content
    return b""


def _squeezed(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise NoSource(f"{path.name} is no folder of repositories.", hint="A list of them goes with --repos FILE.")
    return path
