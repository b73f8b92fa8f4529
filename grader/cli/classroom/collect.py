"""`grade class collect`: what students handed in, from wherever it was downloaded to, into the gradebook."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from grader.classroom.collect import (
    NO_TIMES,
    BrokenTimes,
    Choosing,
    CollectProblem,
    Gathering,
    KataNames,
    NoSource,
    SourceFormat,
    Times,
    Wanted,
    Why,
    all_told,
    detect,
    exported_times,
    knows,
    matched,
    moments_of,
    open_source,
    read_bytes,
    summary_of,
    times_of,
)
from grader.classroom.collect.trees import where
from grader.classroom.gradebook import FILE_NAME, Gradebook
from grader.classroom.pages.collected import collected_document, collected_text
from grader.classroom.plan import CoursePlan, Roster, find_plan, katas_of, load_plan, load_roster
from grader.cli.commands import TextOrJson, as_options, text_or_json
from grader.cli.world import World
from grader.errors import ExitCode, UnknownKata
from grader.report.layout import Style
from grader.text import one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """The options of `grade class collect`: one of `source` and `repos` is given."""

    source: Path | None
    kind: str | None
    pattern: str
    repos: Path | None
    times: Path | None
    allow_unmatched: bool
    correct_times: bool
    student: str
    kata: str
    section: str
    dry_run: bool
    output: TextOrJson
    plain: bool
    verbose: bool

    @property
    def format(self) -> SourceFormat | None:
        """The format that is named, or that another option speaks of; None where the files have to tell."""
        if self.kind:
            return SourceFormat(self.kind)
        if self.repos:
            return SourceFormat.GIT
        if self.pattern:
            return SourceFormat.PATTERN
        return SourceFormat.PACK if self.student else None


@dataclass(frozen=True, slots=True)
class _CollectedCourse:
    """What a course says of whom and what is collected."""

    plan: CoursePlan
    roster: Roster
    katas: KataNames


def collect_source(world: World, options: CollectOptions) -> ExitCode:
    """Collect it, and say what came of it. Raises NoSource, BrokenCourse, BrokenTimes."""
    folder = find_plan(world.here)
    plan = load_plan(folder, named=world.katas, usual=world.usual_katas)
    roster, katas = load_roster(plan.roster), KataNames(katas_of(plan))
    path = world.path((options.source or options.repos or Path()).expanduser())
    only, looked_at = _only(options, katas), roster.of_section(options.section)
    section = frozenset(looked_at.by_id) if options.section else None
    kind = options.format or detect(path, knows(roster))
    times, worksheet, unmatched = _times(world, options, _CollectedCourse(plan, roster, katas), kind)
    style, as_json = world.style(plain=options.plain), options.output is TextOrJson.JSON
    # Only git needs a place of its own: clones, and an empty repository to stand in.
    with _book(folder, dry=options.dry_run) as book, tempfile.TemporaryDirectory(prefix="grade-") as scratch:
        wanted = Wanted(
            path=path,
            kind=kind,
            zone=plan.zone,
            people=roster,
            moments=moments_of(plan, (*plan.adjustments, *book.adjustments()), katas, roster, only),
            scratch=Path(scratch),
            here=world.path(Path()),
            env=world.env,
            is_list=options.repos is not None,
            pattern=options.pattern,
            student=_student(options, roster),
            worksheet=worksheet,
        )
        source, choosing = open_source(wanted), Choosing(katas, roster, times, only, section)
        choosing.problems += unmatched
        if kind is SourceFormat.CANVAS and options.times is None:
            choosing.problems.append(CollectProblem(Why.NOTE, where(path.name), ONLY_LATE))
        with ProgressBar(world, shown=style is not Style.PLAIN and not as_json) as bar:
            gathering = Gathering(
                book,
                f"{kind.value}: {path.name}",
                world.now(),
                bar,
                dry=options.dry_run,
                corrects=options.correct_times,
                zone=plan.zone,
            )
            gathered = gathering.all(source, choosing)
        if choosing.elsewhere:
            note = f"{choosing.elsewhere} of other sections, left there"
            gathered.problems.append(CollectProblem(Why.NOTE, where(path.name), note))
        summary = summary_of(gathered, gathering, looked_at, name=path.name, kind=kind)
    if as_json:
        world.say(json.dumps(collected_document(summary), ensure_ascii=False))
    else:
        world.say(collected_text(summary, style=style, all_remarks=options.verbose).rstrip("\n"))
    return ExitCode.INTERRUPTED if gathered.stopped else ExitCode.ACCEPTED


def _times(
    world: World, options: CollectOptions, course: _CollectedCourse, kind: SourceFormat
) -> tuple[Times, bytes, list[CollectProblem]]:
    """Return what --times says, as times or as Moodle's worksheet; and rows of nobody, where those are allowed.

    Raises BrokenTimes.
    """
    if options.times is None:
        return NO_TIMES, b"", []
    plan, katas = course.plan, course.katas
    name, content = options.times.name, read_bytes(world.path(options.times.expanduser()))
    exported = exported_times(name, content, plan.zone, _assignments(plan, katas))
    read = exported or times_of(name, content, plan.zone, katas.called)
    times, unmatched = matched(name, read, course.roster, several=kind is SourceFormat.MOODLE)
    if unmatched and not options.allow_unmatched:
        raise BrokenTimes(all_told(unmatched), hint=UNMATCHED)
    notes = (sentence.rstrip(".").partition(": ") for sentence in unmatched)
    # A participant of Moodle's may be told by the number alone, which stands in its download.
    sheet = content if exported is not None and kind is SourceFormat.MOODLE else b""
    return times, sheet, [CollectProblem(Why.UNMATCHED, place, note) for place, _, note in notes]


def _assignments(plan: CoursePlan, katas: KataNames) -> Callable[[str], str]:
    """Return the kata that a platform's assignment is: by our own name, or by what course.yaml says it is called
    there.
    """
    known = {assignment.strip(): one.kata for one in plan.katas for assignment in one.lms.values()}
    known |= {number[1]: kata for assignment, kata in known.items() if (number := ASSIGNMENT.search(assignment))}
    return lambda assignment: known.get(assignment.strip()) or katas.called(assignment)


ASSIGNMENT = re.compile(r"\((\d+)\)\Z")
UNMATCHED = "Nothing was collected. Put these rows right, or say --allow-unmatched: then they are listed and not used."


def _only(options: CollectOptions, katas: KataNames) -> str:
    """Return the kata that --kata names, "" where it is not given. Raises UnknownKata."""
    found = katas.called(options.kata)
    if options.kata and not found:
        raise UnknownKata(f"There is no kata {one_line(options.kata)} in this course.", hint="Name one of course.yaml.")
    return found


def _student(options: CollectOptions, roster: Roster) -> str:
    if options.student and options.student not in roster.by_id:
        raise NoSource(f"There is no student {options.student!r} in the roster.", hint="Add them to roster.csv first.")
    return options.student


@contextmanager
def _book(folder: Path, *, dry: bool) -> Iterator[Gradebook]:
    """The course's gradebook. A trial without one is made in a place that is removed again."""
    if not dry or (folder / FILE_NAME).exists():
        with Gradebook.open(folder) as book:
            yield book
        return
    with tempfile.TemporaryDirectory(prefix="grade-") as nowhere, Gradebook.open(Path(nowhere)) as book:
        yield book


class ProgressBar:
    """A bar on a terminal for a source that takes a while; nothing anywhere else."""

    def __init__(self, world: World, *, shown: bool) -> None:
        self._world = world
        self._shown = shown and world.err.isatty()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown:
            # Start-up: rich takes 90 ms, and only a terminal shows a bar.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            console = Console(file=self._world.err, no_color=bool(self._world.env.get("NO_COLOR")))
            self._bar = Progress(*columns, console=console, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("looking", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def looked(self) -> None:
        """One more file was seen."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)

    def kept(self, done: int, total: int) -> None:
        """So many are kept, of all that are taken."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description="keeping", completed=done, total=total)


ONLY_LATE = "a download of Canvas's holds no times, only LATE: give them with --times"
KINDS = tuple(kind.value for kind in SourceFormat if kind is not SourceFormat.PATTERN)
HELP = """\b
Sources, told apart by the names in them (else say --from):
  folders      a folder or a zip for each student, named by an id, e-mail, user
               name or group of the roster; zips that `grade pack` wrote are read
  canvas       "Download submissions": smithann_LATE_6_123_gather.py
  moodle       "Download all submissions", with the grading worksheet beside it
  blackboard   "Assignment file download": hw1_asmith_attempt_2026-01-31-…
  brightspace  1-2 - Ann Smith - Jan 31, 2026 915 AM/gather.py
  gradescope   "Export submissions", with submission_metadata.yml
  sakai        "Download All": hw1/Smith, Ann(asmith)/Submission attachment(s)/…
  git          a folder of clones, or --repos FILE with lines `ann URL`
  nbgrader     submitted/ann/hw1/gather.py and timestamp.txt
  pack         one student's zip by itself, with --student ann

\b
A file belongs to the kata that asks for its name; `gather (1).py`, `gather-2.py`
and `Gather.py` are taken too, and said. With --kata it is each student's one
Python file, be it `mygather.py` or `gather.py.txt`. A zip that a student packed
is opened. Whatever cannot be told for certain is
listed and not taken. Collecting twice changes nothing.

\b
Whose it is and when it came are read from the platform's own names and files at
the top of the source, never from a file of a student's. A name that fits twice
is listed. --times goes before every other time: a CSV with the headings
id,kata,time, Moodle's worksheet in any language, what Canvas's API tells of its
submissions, or any CSV with submitted_at and whose it is. Canvas's zip itself
holds only LATE. Where nothing says it, it counts as in time
and is listed; a file's own date is never used. Every attempt with a time of its
own is kept, and counting: in course.yaml chooses. Collected again with an earlier
time, or after time_zone was mended, a file's time is put right.

\b
Times a student can set: the date of a commit, and nbgrader's timestamp.txt. When
commits were pushed is known to GitHub and not in git. From each repository comes
the file as it is now, and as it was at each deadline and extension, along the
first parents of HEAD.

\b
What a platform calls somebody otherwise stands in aliases.csv beside the roster:
the headings alias and id, and a line such as `smith_old,ann`.

\b
Examples:
  grade class collect ~/Downloads/submissions.zip
  grade class collect ~/Downloads/submissions.zip --dry-run -v
  grade class collect ~/Downloads/submissions.zip --kata kata11
  grade class collect mygather.py --kata kata11 --student ann
  grade class collect clones/ --from git
  grade class collect --repos students.txt
  grade class collect inbox/ --pattern '(?P<id>\\w+)-(?P<kata>kata\\d+)/(?P<file>.+)'
  grade class collect inbox/ --times times.csv --output json

\b
Exit codes: 0 collected, whatever is listed; 2 this is no source, or a row of
--times means nobody; 130 Ctrl-C.
"""

file_option = click.Path(path_type=Path)


@click.command(epilog=HELP)
@click.argument("source", required=False, type=file_option)
@click.option("--from", "kind", type=click.Choice(KINDS), help="What kind of source it is.")
@click.option(
    "--pattern", default="", metavar="REGEX", help="How paths are made: (?P<id>)(?P<kata>)(?P<file>)(?P<time>)."
)
@click.option("--repos", type=file_option, metavar="FILE", help="A list of git repositories, in place of a source.")
@click.option("--times", type=file_option, metavar="CSV", help="When submissions came; goes before any other time.")
@click.option("--allow-unmatched", is_flag=True, help="Collect although rows of --times mean nobody in the roster.")
@click.option("--correct-times", is_flag=True, help="Put right times that are kept, also to later ones.")
@click.option("--student", default="", metavar="ID", help="Whose it all is, for the hand-in of one student.")
@click.option("--kata", default="", metavar="KATA", help="The kata it all is for, whatever files are called.")
@click.option("--section", default="", metavar="NAME", help="Only what students of this section handed in.")
@click.option("--dry-run", is_flag=True, help="Tell what would be collected, and keep nothing.")
@text_or_json
@click.option("--plain", is_flag=True, help="No colour, no drawing: for screen readers and old terminals.")
@click.option("-v", "--verbose", is_flag=True, help="List everything there is to look at.")
@as_options(CollectOptions)
def collect(world: World, options: CollectOptions) -> ExitCode:
    """Collect what students handed in: an LMS's download, folders, or git repositories."""
    if (options.source is None) == (options.repos is None):
        raise click.UsageError("Name one source, or --repos FILE.")
    return collect_source(world, options)
