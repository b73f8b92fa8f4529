"""`grade class board` and `report`: who stands where, the class on one page, a page for every student."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

import click

from grader.classroom.exports.attempts import FolderNames
from grader.classroom.pages.board import apart, board_document, board_page, class_board, person
from grader.classroom.pages.class_report import class_page
from grader.classroom.pages.class_text import class_text, moment
from grader.classroom.pages.student_page import student_page
from grader.classroom.scores.model import ClassSummary, ScoreRow
from grader.classroom.scores.ranking import Standings, pseudonyms, standings
from grader.classroom.scores.summary import arrivals, checks_of, summarise
from grader.cli.classroom.course import CourseView, opened
from grader.cli.classroom.export import refuse_own
from grader.cli.commands import as_options, enum_option, kata_names, plain, section
from grader.cli.world import World
from grader.curriculum import find_course, find_kata, set_of
from grader.curriculum.names import contracts_of
from grader.errors import ExitCode
from grader.files import write_pieces
from grader.report.layout import Style

BOARD_EXAMPLES = """\b
Examples:
  grade class board                          ranked by all points, anonymous
  grade class board kata11                   ranked by one kata
  grade class board --names --first 10       the ten first, by name: for the instructor
  grade class board --output html --output-file board.html
"""


class BoardFormat(StrEnum):
    """How the board is shown."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class BoardOptions:
    """The options of `grade class board`."""

    katas: tuple[str, ...]
    names: bool
    first: int | None
    output: BoardFormat | None
    output_file: Path | None
    section: str
    plain: bool

    @property
    def format(self) -> BoardFormat:
        """The form that is asked for; else what the file's name ends like, else text."""
        suffix = self.output_file.suffix.lower().removeprefix(".") if self.output_file is not None else ""
        return self.output or (BoardFormat(suffix) if suffix in ("html", "json") else BoardFormat.TEXT)


@click.command(epilog=BOARD_EXAMPLES)
@kata_names
@click.option("--names", is_flag=True, help="Real names: for the instructor, not for the class.")
@click.option("--first", type=click.IntRange(min=1), metavar="N", help="The first N rows only; text only.")
@enum_option("--output", kind=BoardFormat)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it there; .html and .json say the form too.",
)
@section
@plain
@as_options(BoardOptions)
def board(world: World, options: BoardOptions) -> ExitCode:
    """Rank the class in all katas or in the named ones; equal points share a place.

    Everyone stands there under a name that stays theirs all through the course; their own page tells them which.
    """
    file = world.path(options.output_file) if options.output_file is not None else None
    with opened(world, options.section) as course:
        if file is not None:
            refuse_own(file, course.plan)
        style = Style.PLAIN if file is not None else world.style(plain=options.plain)
        text = board_text(course, options, style, here=world.path(Path()))
    if file is None:
        world.say(text.rstrip("\n"))
    else:
        write_pieces(file, [text])
        world.say(f"{options.output_file} is written.")
    return ExitCode.ACCEPTED


def board_text(course: CourseView, options: BoardOptions, style: Style, *, here: Path) -> str:
    """Return the board in the form that was asked for. Raises UnknownKata."""
    found = standings_of(course, names=options.names, only=options.katas, here=here)
    table, anonymous = course.table, not options.names
    match options.format:
        case BoardFormat.TEXT:
            return class_board(found, style=style, first=options.first or 0)
        case BoardFormat.JSON:
            document = board_document(found, course=table.course, made=table.made.isoformat(), anonymous=anonymous)
            return json.dumps(document, ensure_ascii=True) + "\n"
        case BoardFormat.HTML:
            return board_page(found, course=table.course, made=moment(table.made), anonymous=anonymous)


def standings_of(
    course: CourseView, *, names: bool = False, only: tuple[str, ...] = (), here: Path | None = None
) -> Standings:
    """Rank the class in these katas, or in all, under real names or pseudonyms. Raises UnknownKata."""
    chosen = frozenset(find_kata(course.katas, name, here=here).id for name in only)
    if names:
        named = apart(course.roster.students, person)
        return standings(course.table, name_of=lambda student: named[student.id], only=chosen)
    by_id = pseudonyms(course.book.secret, course.everybody.by_id)
    return standings(course.table, name_of=lambda student: by_id[student.id], only=chosen)


FOLDER, CLASS_PAGE, STUDENTS = "reports", "class.html", "students"
SAYS_EVERY = 100
NAMED = 3
REPORT_EXAMPLES = """\b
Examples:
  grade class report                   reports/class.html and reports/students/…
  grade class report --to feedback     somewhere else
  grade class report --class-only      without the students' pages
"""


@click.command(epilog=REPORT_EXAMPLES)
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="DIR", help="Where to.  [default: the course's reports/]"
)
@click.option("--class-only", is_flag=True, help="Only the page about the class; no page for each student.")
@section
@plain
@click.pass_obj
def report(world: World, to: Path | None, class_only: bool, section: str, plain: bool) -> ExitCode:
    """Write a page about the class, for its instructor, and one for each student to hand back.

    The class's page names people. A student's page holds their own scores and reports and nobody else's, and of hidden
    checks only what students may see.
    """
    with opened(world, section) as course:
        folder = world.path(to) if to is not None else course.plan.folder / FOLDER
        summary = summary_of(course)
        pages = {} if class_only else addresses(summary)
        write_report(folder, summary, pages)
        world.say(class_text(summary, style=world.style(plain=plain)))
        for number, (address, page) in enumerate(student_pages(course, pages), start=1):
            write_pieces(folder / address, [page])
            if number % SAYS_EVERY == 0:
                world.complain(f"{number} of {len(pages)} students' pages")
    world.say(f"The class: {world.shown(folder / CLASS_PAGE)}")
    if pages:
        world.say(f"A page for each student: {world.shown(folder / STUDENTS)}")
        earlier = sorted(
            {path.name for path in (folder / STUDENTS).glob("*.html")} - {Path(page).name for page in pages.values()}
        )
        if earlier:
            # Somebody who has left the course keeps a page that nobody brings up to date.
            more = " …" if len(earlier) > NAMED else ""
            world.complain(f"{len(earlier)} not of this report, left there: {', '.join(earlier[:NAMED])}{more}")
    return ExitCode.ACCEPTED


def summary_of(course: CourseView) -> ClassSummary:
    """Summarise the class: its scores, its checks, and when submissions came."""
    own = set_of(course.plan.katas_from or find_course(course.plan.folder)).misconceptions
    summary = summarise(course.table, own)
    chosen = [column.kata for column in course.table.columns]
    everybody = course.roster is course.everybody
    submitted = (
        submission.submitted
        for kata in chosen
        for submission in course.book.submissions(kata=kata)
        if everybody or any(member in course.roster.by_id for member in submission.members)
    )
    rows = chain.from_iterable(course.book.check_rows(kata, attempts=summary.counting) for kata in chosen)
    return replace(summary, checks=checks_of(rows), arrivals=arrivals(submitted, course.plan.zone))


def addresses(summary: ClassSummary) -> Mapping[str, str]:
    """Return the address of each student's page by the student's id, relative to the class's page."""
    folders = FolderNames()
    return {line.student.id: f"{STUDENTS}/{folders.of(line.student.id)}.html" for line in summary.lines}


def write_report(folder: Path, summary: ClassSummary, pages: Mapping[str, str]) -> None:
    """Write the class's page."""
    write_pieces(folder / CLASS_PAGE, [class_page(summary, pages=pages)])


def student_pages(course: CourseView, pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the address and the page of each student in `pages`, one at a time."""
    names = pseudonyms(course.book.secret, course.everybody.by_id)
    contracts = contracts_of(course.katas)
    for row in course.table.rows():
        if row.student.id in pages:
            yield pages[row.student.id], _page(course, row, names[row.student.id], contracts)


def _page(course: CourseView, row: ScoreRow, pseudonym: str, contracts: Mapping[str, Mapping[int, str]]) -> str:
    return student_page(row, course.table, contracts, pseudonym)
