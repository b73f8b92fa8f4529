"""`grade class comment` and `bonus`: words for a student, and points beside those that an attempt earned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.classroom.scores.model import points_text
from grader.cleaning import clean
from grader.cli.classroom import course
from grader.cli.classroom.course import ALL, OpenCourse, course_here
from grader.cli.classroom.decisions import decide, points_for
from grader.cli.commands import as_options, by, reason
from grader.cli.world import World
from grader.errors import ExitCode, GraderError, UsageError
from grader.text import count_of, one_line

BONUS_EXAMPLES = """\b
Example:
  grade class bonus ada kata11 2 --reason "found a mistake in the brief"
"""


@dataclass(frozen=True, slots=True)
class BonusOptions:
    """The options of `grade class bonus`."""

    student: str
    kata: str
    points: str
    reason: str
    by: str


@click.command(epilog=BONUS_EXAMPLES, context_settings={"ignore_unknown_options": True})
@click.argument("student")
@click.argument("kata")
@click.argument("points")
@reason
@by
@as_options(BonusOptions)
def bonus(world: World, options: BonusOptions) -> ExitCode:
    """Give a student or a group POINTS more than an attempt earns, after lateness and also above the maximum.

    It counts once an attempt has points; where nothing is handed in, an override gives points.
    """
    with course_here(world, create=True) as opened:
        points = points_for(opened, options.kata, options.points, above=True)
        decision = Adjustment(options.student, options.kata, AdjustmentKind.BONUS, points=points, reason=options.reason)
        return decide(world, opened, decision, by=options.by, what=count_of(points_text(points), "bonus point"))


LONGEST = 2000
MOST_BYTES = 1 << 24
SHOWN = 10
COMMENT_EXAMPLES = """\b
Examples:
  grade class comment ada kata11 "A clear loop. See rule 3 once more."
  grade class comment --from comments.csv
The CSV has the headings student, kata and comment; student is an id, an e-mail address, a name or a group.
What stands there already is not said twice. To take one back: grade class log --undo ID
"""


@dataclass(frozen=True, slots=True)
class CommentOptions:
    """The options of `grade class comment`: a student, a kata and words, or a file of many."""

    student: str | None
    kata: str | None
    words: str | None
    file: Path | None
    by: str


@click.command(epilog=COMMENT_EXAMPLES)
@click.argument("student", required=False)
@click.argument("kata", required=False)
@click.argument("words", required=False)
@click.option("--from", "file", type=click.Path(path_type=Path), help="A CSV: student, kata, comment.")
@by
@as_options(CommentOptions)
def comment(world: World, options: CommentOptions) -> ExitCode:
    """Tell a student or a group something about a kata: on their page, and in exports with room for words."""
    with course_here(world, create=True) as opened:
        _add(world, opened, _comments(world, opened, options), by=options.by)
    return ExitCode.ACCEPTED


def _comments(world: World, opened: OpenCourse, options: CommentOptions) -> Sequence[Adjustment]:
    """Return the comments of the file, or the one of the command line. Raises UsageError for both, and for neither."""
    student, kata, words = options.student, options.kata, options.words
    if options.file is not None and student is None:
        return _read(opened, world.path(options.file))
    if options.file is None and student is not None and kata is not None and words is not None:
        return [_comment(opened, student, kata, words)]
    raise UsageError(
        "Say whom, which kata and what, or name a file.",
        hint='Such as: grade class comment ada kata11 "A clear loop!", or --from comments.csv',
    )


def _add(world: World, opened: OpenCourse, comments: Sequence[Adjustment], *, by: str) -> None:
    """Write down what is not there yet: all of it, or nothing."""
    stands = {_key(one) for one in opened.book.adjustments()}
    new = [one for one in dict.fromkeys(comments) if _key(one) not in stands]
    who = course.decider(world, by)
    with opened.book.batch():
        numbers = [opened.book.adjust(one, who, world.now()) for one in new]
    same = len(comments) - len(new)
    there = f"; {same} there already" if same else ""
    back = f" To take it back: grade class log --undo {numbers[0]}" if len(numbers) == 1 else ""
    world.say(f"{count_of(len(new), 'comment')} written{there}.{back}")


def _key(one: Adjustment) -> tuple[str, str, AdjustmentKind, str]:
    return one.student, one.kata, one.kind, one.reason


def _comment(opened: OpenCourse, student: str, kata: str, words: str) -> Adjustment:
    """Return a comment for somebody of the roster on a kata of the course. Raises UsageError."""
    if kata == ALL:
        raise UsageError("A comment is on one kata.", hint="Name it: kata11")
    text = " ".join(words.split())
    if not text:
        raise UsageError("A comment is empty.", hint="Write what the student should read.")
    if len(text) > LONGEST:
        raise UsageError(f"A comment has more than {LONGEST} characters.", hint="Say it in fewer.")
    whom = course.one_or_group(opened.roster(), student)
    return Adjustment(whom, opened.kata(kata).id, AdjustmentKind.COMMENT, reason=one_line(clean(text, LONGEST)))


HEADINGS = ("student", "kata", "comment")


def _read(opened: OpenCourse, path: Path) -> list[Adjustment]:
    """Return the comments of a CSV. Raises UsageError with every problem and its line: then none of them is kept."""
    comments: list[Adjustment] = []
    problems: list[str] = []
    for line, cells in _rows(path):
        try:
            comments.append(_comment(opened, *cells))
        except GraderError as error:
            problems.append(f"{path.name}:{line}: {error.message}")
    if problems:
        more = [f"… and {len(problems) - SHOWN} more."] if len(problems) > SHOWN else []
        raise UsageError(
            "\n".join([*problems[:SHOWN], *more]), hint="Nothing was written: mend the file, and try again."
        )
    return comments


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Yield each row's line, student, kata and comment; rows without a comment are passed over."""
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        missing = [name for name in HEADINGS if header.count(name) != 1]
        if missing:
            raise UsageError(
                f"{path.name} should have one column {' and one '.join(missing)}.",
                hint=f"Its first line names its columns: {','.join(HEADINGS)}",
            )
        places = [header.index(name) for name in HEADINGS]
        for row in reader:
            cells = [row[place].strip() if place < len(row) else "" for place in places]
            if cells[2]:
                yield reader.line_num, (cells[0], cells[1], cells[2])
    except csv.Error:
        raise UsageError(f"{path.name}:{reader.line_num}: this is not CSV.", hint="Save it as CSV, in UTF-8.") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UsageError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB.", hint="Is it the file you mean?")
        return content.decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or "").lower()
        raise UsageError(f"{path.name} cannot be read ({why}).", hint="Look at its name.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} is not UTF-8.", hint="Save it as CSV, in UTF-8.") from None
