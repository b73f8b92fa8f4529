"""`grade kata11`: read the file, have it marked, remember the attempt, show the report."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.cli import choosing
from grader.cli.world import World
from grader.curriculum import find_course, kata_version
from grader.errors import ExitCode, NotGradable, UsageError
from grader.history import Attempt, is_untouched, memory, remember
from grader.intake import Submission, read_submission
from grader.model import Kata, Mode, Report, Verdict
from grader.render.json_report import report_line
from grader.render.style import Style
from grader.render.text import Detail, text
from grader.scoring import View, exit_code, misconceptions, student_view


class Format(StrEnum):
    """What a report may be written as."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Request:
    """What a student asked `grade` for. `file` takes the last of the formats; the others go to the screen."""

    names: tuple[str, ...] = ()
    submission: Path | None = None
    formats: tuple[Format, ...] = (Format.TEXT,)
    file: Path | None = None
    only: frozenset[str] = frozenset()
    seed: str = ""
    style: Style = Style.PICTURES
    detail: Detail = Detail.SHORT
    mode: Mode = Mode.SPLIT
    stop_at_first: bool = False


def grade_katas(world: World, request: Request) -> ExitCode:
    """Grade what was asked for and show it; the exit code tells the worst of the verdicts."""
    course = find_course(world.here)
    katas = _wanted(world, course, request)
    reports: list[Report] = []
    for kata in katas:
        report = _graded(world, course, kata, request)
        if report is None:
            continue
        if Format.TEXT in _on_screen(request):
            world.say("\n" * bool(reports) + _text(report, request.style, request).rstrip("\n"))
        reports.append(report)
    _write(world, request, reports)
    return exit_code(report.verdict for report in reports)


def _wanted(world: World, course: Path, request: Request) -> tuple[Kata, ...]:
    if request.submission is None:
        return choosing.those(world, course, request.names)
    if not request.names:
        kata = choosing.collecting(course, request.submission.name)
        if kata is None:
            raise UsageError(
                f"No kata collects a file called {request.submission.name!r}.",
                hint="Name the kata too: grade kata11 --submission FILE",
            )
        return (kata,)
    katas = choosing.named(world, course, request.names)
    if len(katas) > 1:
        raise UsageError("--submission is one file, for one kata.", hint="Try: grade kata11 --submission FILE")
    return katas


def _graded(world: World, course: Path, kata: Kata, request: Request) -> Report | None:
    """The report, or None where nobody has begun yet."""
    seed = request.seed or secrets.token_hex(16)
    path = kata.stub if request.submission is None else world.here / request.submission
    try:
        submission = read_submission(path)
    except NotGradable as error:
        # Several katas may be asked for: one unreadable file must not keep the others from their reports.
        return _unreadable(kata, error, seed, request.mode)
    if request.submission is None and _is_untouched(world, course, kata, submission):
        world.complain(f"{kata.id} is not started: {world.shown(kata.stub)} is still the stub.", _begin(world, kata))
        return None
    report = world.grade(
        kata, submission, seed=seed, mode=request.mode, only=request.only, stop_at_first=request.stop_at_first
    )
    _refuse_unknown_checks(report, request)
    if _is_attempt(report, request):
        _remember(world, course, report)
    return report


def _is_untouched(world: World, course: Path, kata: Kata, submission: Submission) -> bool:
    try:
        return is_untouched(memory(course), kata, submission.source)
    except OSError as error:
        world.complain(f"The stub of {kata.id} could not be kept ({error.strerror}).", CANNOT_REMEMBER)
        return False


def _is_attempt(report: Report, request: Request) -> bool:
    """Only a whole marking of the student's own file is remembered."""
    whole = not request.only and (not request.stop_at_first or report.verdict is Verdict.ACCEPTED)
    ours = report.verdict is Verdict.UNABLE_TO_GRADE
    return whole and not ours and request.submission is None and request.mode is Mode.SPLIT


def _remember(world: World, course: Path, report: Report) -> None:
    when = world.now().isoformat(timespec="seconds")
    try:
        remember(memory(course), Attempt.of(report, when=when, misconceptions=misconceptions(report.results)))
    except OSError as error:
        world.complain(f"This attempt could not be remembered ({error.strerror}).", CANNOT_REMEMBER)


def _refuse_unknown_checks(report: Report, request: Request) -> None:
    missing = sorted(request.only - {result.check.name for result in report.results})
    if missing and report.verdict in (Verdict.ACCEPTED, Verdict.REJECTED):
        raise UsageError(
            f"{report.kata} has no check called {missing[0]!r}.",
            hint=f"The names stand in its test_*.py, and in: grade {report.kata} --output json",
        )


def _unreadable(kata: Kata, error: NotGradable, seed: str, mode: Mode) -> Report:
    return Report(
        kata=kata.id,
        kata_title=kata.title,
        kata_version=kata_version(kata),
        submit=kata.submit,
        verdict=Verdict.NOT_GRADABLE,
        mode=mode,
        seed=seed,
        sha256="",
        reason=f"{error.message} {error.hint}".strip(),
    )


def _begin(world: World, kata: Kata) -> str:
    return f"Read {world.shown(kata.folder / 'README.md')}, write in {kata.submit}, then: grade {kata.id}"


def _on_screen(request: Request) -> tuple[Format, ...]:
    return request.formats if request.file is None else request.formats[:-1]


def _write(world: World, request: Request, reports: Sequence[Report]) -> None:
    """The JSON lines last of all on the screen, and whatever belongs into the file."""
    if Format.JSON in _on_screen(request):
        for line in _json(reports):
            world.say(line)
    if request.file is not None:
        as_json = request.formats[-1] is Format.JSON
        written = "\n".join(_json(reports) if as_json else (_text(report, Style.PLAIN, request) for report in reports))
        path = world.here / request.file
        try:
            path.write_text(written.rstrip("\n") + "\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"{request.file} cannot be written ({error.strerror}).", hint="Name another file."
            ) from None


def _json(reports: Sequence[Report]) -> Iterator[str]:
    return (report_line(report, View.STUDENT) for report in reports)


def _text(report: Report, style: Style, request: Request) -> str:
    said = text(student_view(report), style=style, detail=request.detail)
    if request.only:
        said += "Only the checks you named were run.\n"
    elif request.stop_at_first and report.verdict is Verdict.REJECTED:
        said += "It stopped at the first check that did not pass.\n"
    return said


CANNOT_REMEMBER = "See that .grade in the course may be written and that the disk is not full: grade doctor"
