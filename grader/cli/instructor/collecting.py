"""What `grade class collect` does: course, roster and gradebook opened, one source walked, a summary said."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from grader.cli.world import World
from grader.course.collecting import (
    NO_TIMES,
    Choosing,
    Gathering,
    KataNames,
    Kind,
    NoSource,
    Times,
    Wanted,
    detect,
    is_worksheet,
    knows,
    moments_of,
    open_source,
    read_bytes,
    summary_of,
    times_of,
)
from grader.course.gradebook import FILE_NAME, Gradebook
from grader.course.plan import CoursePlan, Roster, find_plan, katas_of, load_plan, load_roster
from grader.errors import ExitCode
from grader.render.collected import collected_document, collected_text
from grader.render.style import Style

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for; `here` is where its paths start."""

    here: Path
    source: Path
    is_list: bool
    kind: str | None
    pattern: str
    times: Path | None
    student: str
    dry: bool
    json: bool
    style: Style
    verbose: bool


def collect_source(world: World, request: Request) -> ExitCode:
    """Collect it, and say what came of it. Raises NoSource, BrokenCourse, BrokenTimes."""
    folder = find_plan(world.here)
    plan = load_plan(folder, named=world.katas, usual=world.usual_katas)
    path = request.here / request.source.expanduser()
    roster, katas = load_roster(plan.roster), KataNames(katas_of(plan))
    kind = Kind(request.kind) if request.kind else detect(path, knows(roster))
    times, worksheet = _times(request, plan, katas, kind)
    # Only git needs a place of its own: clones, and an empty repository to stand in.
    with _book(folder, dry=request.dry) as book, tempfile.TemporaryDirectory(prefix="grade-") as scratch:
        wanted = Wanted(
            path=path,
            kind=kind,
            zone=plan.zone,
            people=roster,
            moments=moments_of(plan, (*plan.adjustments, *book.adjustments()), katas, roster),
            scratch=Path(scratch),
            here=request.here,
            env=world.env,
            is_list=request.is_list,
            pattern=request.pattern,
            student=_student(request, roster),
            worksheet=worksheet,
        )
        source, choosing = open_source(wanted), Choosing(katas, roster, times)
        with Bar(world, shown=request.style is not Style.PLAIN and not request.json) as bar:
            gathering = Gathering(book, f"{kind.value}: {path.name}", world.now(), bar, dry=request.dry)
            gathered = gathering.all(source, choosing)
        summary = summary_of(gathered, book, roster, name=path.name, kind=kind, kept=not request.dry)
    if request.json:
        world.say(json.dumps(collected_document(summary), ensure_ascii=False))
    else:
        world.say(collected_text(summary, style=request.style, all_remarks=request.verbose).rstrip("\n"))
    return ExitCode.INTERRUPTED if gathered.stopped else ExitCode.ACCEPTED


def _times(request: Request, plan: CoursePlan, katas: KataNames, kind: Kind) -> tuple[Times, bytes]:
    """What --times says, as times or as Moodle's worksheet."""
    if request.times is None:
        return NO_TIMES, b""
    content = read_bytes(request.here / request.times.expanduser())
    if not is_worksheet(content):
        return times_of(request.times.name, content, plan.zone, katas.called), b""
    if kind is not Kind.MOODLE:
        raise NoSource(f"{request.times.name} is Moodle's grading worksheet, and this is not from Moodle.", hint="")
    return NO_TIMES, content


def _student(request: Request, roster: Roster) -> str:
    if request.student and request.student not in roster.by_id:
        raise NoSource(f"There is no student {request.student!r} in the roster.", hint="Add them to roster.csv first.")
    return request.student


@contextmanager
def _book(folder: Path, *, dry: bool) -> Iterator[Gradebook]:
    """The course's gradebook. A trial without one is made in a place that is removed again."""
    if not dry or (folder / FILE_NAME).exists():
        with Gradebook.open(folder) as book:
            yield book
        return
    with tempfile.TemporaryDirectory(prefix="grade-") as nowhere, Gradebook.open(Path(nowhere)) as book:
        yield book


class Bar:
    """A bar on a terminal for a source that takes a while; nothing anywhere else."""

    def __init__(self, world: World, *, shown: bool) -> None:
        self._world = world
        self._shown = shown and world.err.isatty()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown:
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
