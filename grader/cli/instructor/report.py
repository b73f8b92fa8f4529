"""`grade class report`: the class on one page, and a page for every student to hand back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from grader.cli.instructor.opening import Opened, opened, typed_from
from grader.cli.learning import plain
from grader.cli.world import World
from grader.curriculum import find_course, set_of
from grader.curriculum.contract import contracts_of
from grader.errors import ExitCode
from grader.exports.attempts import Folders
from grader.render.class_text import class_text
from grader.scoreboard import pseudonyms
from grader.scores import Row
from grader.summary import ClassSummary, arrivals, checks_of, summarise
from grader.writing import write_pieces

FOLDER, CLASS_PAGE, STUDENTS = "reports", "class.html", "students"
SAYS_EVERY = 100
NAMED = 3
EXAMPLES = """\b
Examples:
  grade class report                   reports/class.html and reports/students/…
  grade class report --to feedback     somewhere else
  grade class report --class-only      without the students' pages
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="DIR", help="Where to.  [default: the course's reports/]"
)
@click.option("--class-only", is_flag=True, help="Only the page about the class; no page for each student.")
@plain
@click.pass_context
def report(ctx: click.Context, to: Path | None, class_only: bool, plain: bool) -> ExitCode:
    """Write a page about the class, for its instructor, and one for each student to hand back.

    The class's page names people. A student's page holds their own scores and reports and nobody else's, and of hidden
    checks only what students may see.
    """
    world = ctx.ensure_object(World)
    with opened(world) as course:
        folder = typed_from(ctx) / to if to is not None else course.plan.folder / FOLDER
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


def summary_of(course: Opened) -> ClassSummary:
    """All that is known of the class, its checks and the times of what was handed in."""
    own = set_of(course.plan.katas_from or find_course(course.plan.folder)).misconceptions
    summary = summarise(course.table, own)
    chosen = [column.kata for column in course.table.columns]
    submitted = (kept.submitted for kata in chosen for kept in course.book.submissions(kata=kata))
    rows = chain.from_iterable(course.book.check_rows(kata, attempts=summary.counting) for kata in chosen)
    return replace(summary, checks=checks_of(rows), arrivals=arrivals(submitted, course.plan.zone))


def addresses(summary: ClassSummary) -> Mapping[str, str]:
    """For each student's id the address of their page, from that of the class."""
    folders = Folders()
    return {line.student.id: f"{STUDENTS}/{folders.of(line.student.id)}.html" for line in summary.lines}


def write_report(folder: Path, summary: ClassSummary, pages: Mapping[str, str]) -> None:
    """Write the class's page."""
    # Templates are only loaded where a page is wanted.
    from grader.render.class_report import class_page

    write_pieces(folder / CLASS_PAGE, [class_page(summary, pages=pages)])


def student_pages(course: Opened, pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Address and page of each student who is to have one, one at a time."""
    names = pseudonyms(course.book.secret, course.roster.by_id)
    contracts = contracts_of(course.katas)
    for row in course.table.rows():
        if row.student.id in pages:
            yield pages[row.student.id], _page(course, row, names[row.student.id], contracts)


def _page(course: Opened, row: Row, pseudonym: str, contracts: Mapping[str, Mapping[int, str]]) -> str:
    from grader.render.student_page import student_page

    table = course.table
    return student_page(
        row,
        table.columns,
        course=table.course,
        made=table.made,
        document=table.document,
        pseudonym=pseudonym,
        contracts=contracts,
    )
