"""`grade class feedback`: what students get back, packed as a platform takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from grader.classroom.collect import (
    NO_TIMES,
    Choosing,
    KataNames,
    SourceFormat,
    Wanted,
    detect,
    knows,
    moments_of,
    open_source,
)
from grader.classroom.collect.choosing import Choice, choose
from grader.classroom.exports.attempts import CountingAttempt, FolderNames
from grader.classroom.exports.table import has_file
from grader.classroom.pages.returning import annotated, canvas_name, moodle_name, zipped
from grader.classroom.pages.student_page import student_page
from grader.classroom.scores.model import Column, ScoreRow
from grader.cli.classroom.course import CourseView, opened
from grader.cli.classroom.export import refuse_own
from grader.cli.world import World
from grader.curriculum import find_kata
from grader.curriculum.names import contracts_of
from grader.errors import ExitCode, UsageError
from grader.files import write_pieces
from grader.text import count_of, one_line

ZIP = ".zip"
PAGE = "scores.html"
SHOWN = 10
TAKES_BACK = (SourceFormat.MOODLE, SourceFormat.CANVAS)
EXAMPLES = """\b
Examples:
  grade class feedback --to feedback/                          a folder for each student
  grade class feedback submissions.zip --to feedback.zip       for the platform this came from
  grade class feedback submissions.zip --kata kata11 --to feedback.zip    where files were called otherwise

\b
DOWNLOAD is what the platform gave you, for only it knows the names the platform takes back:
  Moodle: Submissions > Upload multiple feedback files in a zip: a page for each student
  Canvas: Re-Upload Submissions: each file with its results above it, as comments
"""


@dataclass(slots=True)
class PackedFeedback:
    """Files by their path in what is handed back, and what could not be."""

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@click.command(epilog=EXAMPLES)
@click.argument("download", required=False, type=click.Path(path_type=Path), metavar="[DOWNLOAD]")
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path),
    metavar="ZIP|DIR",
    help="Where it is written; a zip where it ends in .zip.",
)
@click.option("--kata", default="", metavar="KATA", help="The kata that DOWNLOAD is for, whatever files are called.")
@click.pass_obj
def feedback(world: World, download: Path | None, to: Path, kata: str) -> ExitCode:
    """Pack what each student gets back: their page, and what they handed in with its results above it.

    In the students' view: of hidden checks only what they may see, and nobody else's scores.
    """
    here = world.path(Path())
    target = world.path(to)
    if download is not None and target.suffix.lower() != ZIP:
        raise UsageError("A platform takes a zip.", hint="Name one: --to feedback.zip")
    with opened(world) as course:
        refuse_own(target, course.plan)
        only = find_kata(course.katas, kata, here=here).id if kata else ""
        packed = _folders(course) if download is None else _for_platform(course, here / download, here, only)
    if not packed.files:
        raise UsageError("Nothing of it is graded yet.", hint="First: grade class run")
    if target.suffix.lower() == ZIP:
        write_pieces(target, [zipped(packed.files)])
    else:
        for name, content in packed.files.items():
            write_pieces(target.joinpath(*name.split("/")), [content])
    world.say(f"{one_line(world.shown(target))}: {count_of(len(packed.files), 'file')}.")
    for note in packed.notes[:SHOWN]:
        world.complain(note)
    if len(packed.notes) > SHOWN:
        world.complain(f"… and {len(packed.notes) - SHOWN} more that were left out.")
    return ExitCode.ACCEPTED


def _folders(course: CourseView) -> PackedFeedback:
    """Return a folder for each student, with their page and every file of theirs that is graded."""
    packed, folders = PackedFeedback(), FolderNames()
    for row in course.table.rows():
        counting = list(_counting_attempts(course, row))
        if counting:
            folder = folders.of(row.student.id)
            packed.files[f"{folder}/{PAGE}"] = _page(course, row)
        for one in counting:
            name = f"{folder}/{one.column.kata}-{one.document['submit']}"
            packed.files[name] = annotated(one, course.book.source(one.score.sha256))
    return packed


def _for_platform(course: CourseView, path: Path, here: Path, only: str) -> PackedFeedback:
    """For Moodle or Canvas, under the names of this download. Raises NoSource, and UsageError for other platforms."""
    kind = detect(path, knows(course.roster))
    if kind not in TAKES_BACK:
        raise UsageError(
            f"This is a download of {kind.value}, which takes no files back in a zip that is known here.",
            hint="Leave it out for a folder of each student: grade class feedback --to DIR",
        )
    packed = PackedFeedback()
    wanted = _by_member(_chosen(course, _wanted(course, path, here, kind), only, packed))
    for row in course.table.rows():
        for choice in wanted.get(row.student.id, ()):
            _add(course, packed, row, choice, kind)
    return packed


def _wanted(course: CourseView, path: Path, here: Path, kind: SourceFormat) -> Wanted:
    adjustments = (*course.plan.adjustments, *course.book.adjustments())
    return Wanted(
        path=path,
        kind=kind,
        zone=course.plan.zone,
        people=course.roster,
        moments=moments_of(course.plan, adjustments, KataNames(course.katas), course.roster),
        scratch=here,
        here=here,
    )


def _chosen(course: CourseView, wanted: Wanted, only: str, packed: PackedFeedback) -> list[Choice]:
    choosing = Choosing(KataNames(course.katas), course.roster, NO_TIMES, only)
    chosen = choose(choosing, open_source(wanted).listing(), lambda: None)
    packed.notes += [f"{one.where}: {one.said or one.why.value}" for one in choosing.problems]
    return list(chosen.values())


def _by_member(choices: list[Choice]) -> Mapping[str, list[Choice]]:
    """For one member of each owner, what is theirs: a group shares what it handed in."""
    found: dict[str, list[Choice]] = {}
    for choice in choices:
        if choice.owner.members:
            found.setdefault(choice.owner.members[0], []).append(choice)
    return found


def _add(course: CourseView, packed: PackedFeedback, row: ScoreRow, choice: Choice, kind: SourceFormat) -> None:
    alone, where = len(choice.owner.members) == 1, choice.listed.where
    one = next((one for one in _counting_attempts(course, row) if one.column.kata == choice.kata), None)
    if one is None:
        packed.notes.append(f"{where}: nothing of it counts yet")
    elif kind is SourceFormat.CANVAS and choice.listed.place.inner:
        packed.notes.append(f"{where}: it was in an archive, which Canvas does not take back")
    elif kind is SourceFormat.CANVAS:
        source = course.book.source(one.score.sha256)
        packed.files[canvas_name(choice.listed.place.parts)] = annotated(one, source, alone=alone)
    elif not alone or not (name := moodle_name(choice.listed.place.parts, choice.kata)):
        packed.notes.append(f"{where}: Moodle takes feedback for one person alone")
    else:
        packed.files[name] = _page(course, ScoreRow(row.student, (one.score,)), [one.column])


def _counting_attempts(course: CourseView, row: ScoreRow) -> Iterator[CountingAttempt]:
    for column, score in zip(course.table.columns, row.scores, strict=True):
        if score.attempt is not None and has_file(score):
            yield CountingAttempt(row.student, column, score, course.table.document(score.attempt))


def _page(course: CourseView, row: ScoreRow, columns: Sequence[Column] = ()) -> bytes:
    table = replace(course.table, columns=tuple(columns), told="") if columns else course.table
    return student_page(row, table, contracts_of(course.katas)).encode()
