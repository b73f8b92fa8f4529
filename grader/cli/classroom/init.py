"""`grade class init`, `status` and `forget`."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import click

from grader.classroom.gradebook import Forgotten
from grader.classroom.gradebook.lock import only_one
from grader.classroom.pages.collected import SHOWN, class_standing, standing_document, standing_text
from grader.classroom.plan import PLAN, Roster
from grader.classroom.plan.beginning import IGNORED_TEXT, ROSTER_TEXT, plan_text
from grader.classroom.plan.loading import SCHEMA, schema_text
from grader.classroom.plan.roster_file import ALIASES, without_student
from grader.classroom.push import FILE_NAME as PUSHED
from grader.classroom.push import forget_pushed
from grader.classroom.scores.table import score_table
from grader.cli.classroom.course import OpenCourse, course_here, student_of
from grader.cli.commands import TextOrJson, plain, section, text_or_json
from grader.cli.world import World
from grader.curriculum import find_course, load_katas
from grader.errors import ExitCode, UsageError
from grader.model import Kata
from grader.text import count_of, one_line

UTC = "UTC"
INIT_EXAMPLES = """\b
Examples:
  grade class init autumn
  grade class init autumn --name "Async 101" --time-zone Europe/Berlin
"""


@click.command(epilog=INIT_EXAMPLES)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="The course's name; else the folder's.")
@click.option("--time-zone", default="", metavar="ZONE", help="Where deadlines are meant; else TZ, else UTC.")
@click.pass_obj
def init(world: World, folder: Path, name: str, time_zone: str) -> ExitCode:
    """Write course.yaml with every kata listed, a roster to fill in, and a .gitignore; never overwrite one."""
    place = Path(os.path.normpath(world.here / folder))
    if (place / PLAN).exists():
        raise UsageError(f"There is a {PLAN} in {folder} already.", hint="Change it, or name another folder.")
    zone = _zone(world, time_zone)
    katas, katas_from = _katas(world, place)
    texts = {
        "roster.csv": ROSTER_TEXT,
        ".gitignore": IGNORED_TEXT,
        SCHEMA: schema_text(),
        # The last: where it is, the others are.
        PLAN: plan_text(name or place.name, zone, katas, katas_from=katas_from),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        existing = [file for file, text in texts.items() if not _written(place / file, text)]
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}).", hint="Name another folder.") from None
    for file in texts:
        world.say(f"{world.shown(place / file)}{'  is there already, and was kept' if file in existing else ''}")
    world.say(
        f"{count_of(len(katas), 'kata')}, times in {zone}. Fill in {PLAN} and roster.csv, then: grade class status"
    )
    return ExitCode.ACCEPTED


def _zone(world: World, wanted: str) -> str:
    """Return the time zone that was asked for, else the one of this shell, else UTC. Raises UsageError."""
    for key in (wanted,) if wanted else (world.env.get("TZ", ""), UTC):
        with suppress(ValueError, OSError, KeyError):
            return ZoneInfo(key).key
    near = get_close_matches(wanted, available_timezones(), n=1)
    hint = f"Did you mean {near[0]}?" if near else "Name one as Europe/Berlin. Are there none? pip install tzdata"
    raise UsageError(f"There is no time zone {wanted or UTC!r} here.", hint=hint)


def _katas(world: World, place: Path) -> tuple[tuple[Kata, ...], str]:
    """Return every kata of the course one stands in, and how course.yaml has to say where it is; "" where it need
    not.
    """
    course = world.course()
    try:
        found = find_course(place)
    except UsageError:
        found = None
    return load_katas(course), "" if found == course else os.path.relpath(course, place)


def _written(path: Path, text: str) -> bool:
    """Return whether the file was written; one that is there stays as it is, and no other ever sees half of it."""
    if path.exists():
        return False
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, path)
    return True


FORGET_EXAMPLES = """\b
Example:
  grade class forget ada --yes
"""


@click.command(epilog=FORGET_EXAMPLES)
@click.argument("student")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_obj
def forget(world: World, student: str, yes: bool) -> ExitCode:
    """Erase a student from the gradebook, the roster, and what is remembered of scores sent. It cannot be undone.

    What was handed in as a group stays the others'.
    """
    with course_here(world, create=True) as opened, only_one(opened.plan.folder):
        who = _id(opened, student)
        question = f"Erase {one_line(who)} from the gradebook and the roster for good?"
        if not yes and not world.ask(question):
            world.say("Nothing was changed.")
            return ExitCode.ACCEPTED
        # The roster last: while a step before it fails, the name still tells whom to erase when it is run again.
        sent = forget_pushed(opened.plan.folder, who)
        _tell(world, opened.book.forget(who))
        if sent:
            scores = count_of(sent, "score is", "scores are")
            world.say(f"{PUSHED}: {scores} forgotten here; the platform still has what it was sent.")
        if without_student(opened.plan.roster.with_name(ALIASES), who):
            world.say(f"{ALIASES}: what they are called is gone.")
        if without_student(opened.plan.roster, who):
            world.say(f"{opened.plan.roster.name}: their row is gone.")
        if any(one.student == who for one in opened.plan.adjustments):
            world.complain("course.yaml still names them in an exception: take that out by hand.")
    world.say("Not touched: exports and reports that were made before, downloads, and copies of these files.")
    world.say("Delete those yourself.")
    return ExitCode.ACCEPTED


def _id(opened: OpenCourse, name: str) -> str:
    """Their id by the roster; or the id itself, of somebody who has left the roster and not the gradebook."""
    if any(True for _ in opened.book.submissions(student=name)) or any(
        one.adjustment.student == name for one in opened.book.log()
    ):
        return name
    return student_of(opened.roster(), name).id


def _tell(world: World, forgotten: Forgotten) -> None:
    if forgotten.nothing:
        world.say(f"The gradebook knew nothing of {one_line(forgotten.student)}.")
        return
    world.say(
        f"Erased: {count_of(forgotten.submissions, 'submission')} with {count_of(forgotten.attempts, 'attempt')} and"
        f" {count_of(forgotten.sources, 'file')}, {count_of(forgotten.adjustments, 'exception')}."
    )
    if forgotten.shared:
        stay = count_of(forgotten.shared, "submission of a group stays", "submissions of a group stay")
        world.say(f"{stay}, without their name; the code in it may have it.")
    if forgotten.same_file:
        stay = count_of(forgotten.same_file, "file stays", "files stay")
        world.say(f"{stay}, since others handed in the very same bytes.")


STATUS_EXAMPLES = """\b
Examples:
  grade class status
  grade class status -v                 everybody by name
  grade class status --output json
"""


@click.command(epilog=STATUS_EXAMPLES)
@text_or_json
@section
@plain
@click.option("-v", "--verbose", is_flag=True, help="Name everybody, not only the first few of each list.")
@click.pass_obj
def status(world: World, output: TextOrJson, section: str, plain: bool, verbose: bool) -> ExitCode:
    """Tell who has handed in what: what waits, is missing, came late or at an unknown time.

    Every problem of course.yaml and the roster is told first, with its line.
    """
    with course_here(world, create=True) as course:
        roster = course.roster()
        looked_at = roster.of_section(section)
        as_json = output is TextOrJson.JSON
        names = None if verbose or as_json else SHOWN
        table = score_table(course.plan, looked_at, tuple(course.katas.values()), course.book, world.now())
        standing = class_standing(table, _strangers(course, roster), course.plan.notes, most=names)
        if as_json:
            world.say(json.dumps(standing_document(standing), ensure_ascii=False))
        else:
            text = standing_text(standing, zone=course.plan.zone, style=world.style(plain=plain), names=names)
            world.say(text.rstrip("\n"))
    return ExitCode.ACCEPTED


def _strangers(course: OpenCourse, roster: Roster) -> dict[str, list[str]]:
    """Return the katas of everybody who has handed in and is not, or no longer, in the roster."""
    unknown = [student for student in course.book.students() if student not in roster.by_id]
    return {
        student: list(dict.fromkeys(existing.kata for existing in course.book.submissions(student=student)))
        for student in unknown
    }
