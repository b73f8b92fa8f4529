"""`grade watch`: grades on every save, from checks that stay collected and a candidate that waits warm."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from grader.cli import grading, studying
from grader.cli.commands import plain
from grader.cli.grading import is_not_started, not_started, remember_attempt, unreadable
from grader.cli.terminal import Terminal, opened
from grader.cli.world import World
from grader.curriculum import holding, kata_folders, load_kata
from grader.engine.submission import AttemptRequest, Submission, read_submission
from grader.errors import ExitCode, GraderError, NotGradable
from grader.model import Kata, Mode, Outcome, Report, Verdict
from grader.report.layout import Ink, Style, paint, tick, without_passed
from grader.report.scoring import student_view
from grader.report.text import judged_elsewhere, text, timelines
from grader.student.file_events import FileEvents, Saves, is_whole
from grader.student.prestart import KataGrading, WarmGrader, warm_grader
from grader.text import count_of

KEYS = "n next  h hint  l list  t timeline  x reset  r rerun  q quit"
LOOK_S = 1.0
SETTLE_S = 0.3
ENDS = ("q", "\x04")


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """The options of `grade watch`."""

    name: str = ""
    poll: bool = False
    style: Style = Style.PICTURES


@click.command()
@click.argument("kata", required=False, default="")
@click.option("--poll", is_flag=True, help="Look for saves by polling: for network and shared folders.")
@plain
@click.pass_obj
def watch(world: World, kata: str, poll: bool, plain: bool) -> ExitCode:
    """Grade on every save, within a tenth of a second.

    Keys: n next kata, h hint, l list, t timelines, x reset (asks), r again, q quit; any other: the report.
    """
    return watch_kata(world, WatchOptions(kata, poll, world.style(plain=plain)))


def watch_kata(
    world: World,
    options: WatchOptions,
    *,
    grader: Callable[[], AbstractContextManager[WarmGrader]] = warm_grader,
    listening: Callable[[Path, Callable[[], None], bool], AbstractContextManager[FileEvents]] = Saves,
) -> ExitCode:
    """Grade one kata after another, each on every save, until the student has had enough."""
    course = world.course()
    kata: Kata | None = _first(world, course, options.name)
    last = ""
    with opened(world.out, pages=options.style is not Style.PLAIN) as terminal, grader() as warm:
        while kata is not None:
            with listening(kata.stub, terminal.wake, options.poll) as saves:
                watcher = _Watcher(_WatchedKata(world, course, kata, options.style), terminal, saves, warm)
                kata = warm.examine(kata, watcher.run)
                last = watcher.ended
    world.say(last)
    return ExitCode.ACCEPTED


def _first(world: World, course: Path, name: str) -> Kata:
    """Return the named kata, or the one whose folder one stands in, or the one to do next."""
    if name:
        return grading.named(world, course, [name])[0]
    folder = holding(kata_folders(course), world.here)
    return load_kata(folder) if folder is not None else studying.proposed(course).kata


@dataclass(frozen=True, slots=True)
class _WatchedKata:
    """Which kata is watched, where, and how it is shown."""

    world: World
    course: Path
    kata: Kata
    style: Style


class _Watcher:
    """One kata being watched."""

    def __init__(self, place: _WatchedKata, terminal: Terminal, saves: FileEvents, warm: WarmGrader) -> None:
        self._world = place.world
        self._course = place.course
        self._kata = place.kata
        self._style = place.style
        self._terminal = terminal
        self._saves = saves
        self._warm = warm
        self._report: Report | None = None
        self._sha256 = ""
        self._page: list[str] = []
        self.ended = f"{place.kata.id}: not graded."

    def run(self, checks: KataGrading) -> Kata | None:
        """Grade and show until a key ends it; gives the kata to go on with, if any."""
        self._grade(checks)
        while True:
            self._warm.prepare()
            key = self._terminal.wait(LOOK_S)
            if self._saves.take() or (not key and self._saves.look()):
                self._saved(checks)
            elif key in ENDS:
                return None
            elif key == "n":
                following = self._next()
                if following is not None:
                    return following
            elif key == "r":
                self._grade(checks)
            elif key:
                self._answer(key)
            else:
                self._draw()

    # -- grading

    def _saved(self, checks: KataGrading) -> None:
        """Grade what was saved, once the editor has written it whole; the same text again is not graded again."""
        if not is_whole(self._kata.stub):
            self._terminal.wait(SETTLE_S)
            self._saves.take()
        self._grade(checks, unless=self._sha256)

    def _grade(self, checks: KataGrading, *, unless: str = "") -> None:
        while True:
            submission = self._read()
            if isinstance(submission, Submission) and submission.sha256 == unless:
                return
            self._terminal.foot(f"grading {self._kata.submit} …")
            self._terminal.was_stopped()
            report, page = self._graded(checks, submission)
            # What was saved meanwhile is what the student wants to see, and the only attempt of the two. A grading
            # that was stopped for a while ran out of real time for no fault of the student's.
            if not self._saves.take() and not self._terminal.was_stopped():
                break
        if report is not None and report.verdict is not Verdict.UNABLE_TO_GRADE:
            page += self._output_of(lambda world: remember_attempt(world, self._course, report))
        self._report = report
        self._sha256 = "" if isinstance(submission, GraderError) else submission.sha256
        self._show(page)

    def _read(self) -> Submission | NotGradable:
        try:
            return read_submission(self._kata.stub)
        except NotGradable as error:
            return error

    def _graded(self, checks: KataGrading, submission: Submission | NotGradable) -> tuple[Report | None, list[str]]:
        seed = secrets.token_hex(16)
        if isinstance(submission, NotGradable):
            return None, self._report_page(unreadable(self._kata, submission, seed, Mode.SPLIT))
        notes: list[str] = []
        untouched = False

        def begun(world: World) -> None:
            nonlocal untouched
            untouched = is_not_started(world, self._course, self._kata, submission)

        notes += self._output_of(begun)
        if untouched:
            self.ended = f"{self._kata.id}: not started."
            return None, [*not_started(self._world, self._kata), *notes]
        report = checks.grade(AttemptRequest(submission, seed))
        return report, self._report_page(report) + notes

    def _report_page(self, report: Report) -> list[str]:
        points = f"{report.points} of {count_of(report.max, 'point')}, " if report.results else ""
        more = f"; {judged_elsewhere(report.pending)}" if report.pending else ""
        self.ended = f"{report.kata}: {points}{report.verdict}{more}."
        page = text(student_view(report), style=self._style, width=self._terminal.width).rstrip("\n").splitlines()
        passed = sum(result.outcome is Outcome.PASSED for result in report.results)
        if self._terminal.shows(page) or passed < 2:
            return page
        return without_passed(page, tick(Outcome.PASSED, self._style), passed=passed)

    # -- keys

    def _answer(self, key: str) -> None:
        name = self._kata.id
        if key == "h":
            self._show(self._output_of(lambda world: studying.show_next_hint(world, (name,))))
        elif key == "l":
            self._show(self._output_of(lambda world: studying.list_katas(world, style=self._style)))
        elif key == "t":
            self._show(self._timelines())
        elif key == "x":
            self._show(self._output_of(lambda world: studying.reset_stub(world, name, sure=False)))
        elif self._report is not None:
            self._show(self._report_page(self._report))

    def _next(self) -> Kata | None:
        try:
            return studying.proposed(self._course, but=self._kata.id).kata
        except grading.AllDone as done:
            self._show([done.message])
            return None

    def _timelines(self) -> list[str]:
        view = student_view(self._report) if self._report is not None else None
        drawn = timelines(view, style=self._style, width=self._terminal.width) if view is not None else []
        return drawn or ["There is no timeline: nothing was graded yet, or no visible check ran your code."]

    def _output_of(self, command: Callable[[World], object]) -> list[str]:
        """Run a command and return what it printed, as lines for the page."""
        output = io.StringIO()
        try:
            command(replace(self._world, out=output, err=output, ask=self._ask))
        except GraderError as error:
            output.write(f"{error.message}\n{error.hint}")
        return output.getvalue().splitlines()

    def _ask(self, question: str) -> bool:
        """Ask for one key; only y is a yes."""
        self._show([f"{question} [y/N]"])
        while not (key := self._terminal.wait(LOOK_S)):
            if not self._terminal.has_keys:
                return False
        return key in "yY"

    # -- the screen

    def _show(self, page: list[str]) -> None:
        self._page = page
        self._draw(again=True)

    def _draw(self, *, again: bool = False) -> None:
        foot = KEYS if self._terminal.has_keys else f"Watching {self._world.shown(self._kata.stub)}: Ctrl-C ends it."
        foot = f"{foot}  (polling)" if self._saves.polls else foot
        if again or self._terminal.was_resized():
            self._terminal.show(self._page, paint(foot, Ink.QUIET, self._style))
