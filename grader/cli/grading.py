"""`grade kata11`: read the file, have it marked, remember the attempt, show the report."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from grader.cli import choosing
from grader.cli.attempting import is_not_started, not_started, remember_attempt, unreadable
from grader.cli.linking import links
from grader.cli.world import World
from grader.curriculum.contract import contracts_of
from grader.errors import BrokenKata, ExitCode, NotGradable, UsageError
from grader.intake import read_submission
from grader.model import Kata, Mode, Report, Verdict
from grader.render.json_report import report_line
from grader.render.style import Style
from grader.render.text import Detail, text
from grader.scoring import View, exit_code, student_view


class Format(StrEnum):
    """What a report may be written as."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    JUNIT = "junit"


class Request(NamedTuple):
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
    course = world.course()
    katas = _wanted(world, course, request)
    reports: list[Report] = []
    for kata in katas:
        report = _graded(world, course, kata, request)
        if report is None:
            continue
        if Format.TEXT in _on_screen(request):
            places = links(_file(world, kata, request), world.env, request.style)
            world.say("\n" * bool(reports) + _text(report, request.style, request, places).rstrip("\n"))
        _tell_author(world, course, kata, report, request)
        reports.append(report)
    _write(world, request, katas, reports)
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
    try:
        submission = read_submission(_file(world, kata, request))
    except NotGradable as error:
        # Several katas may be asked for: one unreadable file must not keep the others from their reports.
        return unreadable(kata, error, seed, request.mode)
    if request.submission is None and is_not_started(world, course, kata, submission):
        world.complain(*not_started(world, kata))
        return None
    try:
        report = world.grade(
            kata, submission, seed=seed, mode=request.mode, only=request.only, stop_at_first=request.stop_at_first
        )
    except BrokenKata as error:
        if error.detail and _is_for_author(course, kata, request):
            world.complain(error.detail)
        raise
    _refuse_unknown_checks(report, request)
    if _is_attempt(report, request):
        remember_attempt(world, course, report)
    return report


def _is_for_author(course: Path, kata: Kata, request: Request) -> bool:
    if request.submission is None or request.detail is not Detail.FULL:
        return False
    # A student's own file is graded without it.
    from grader.cli.for_author import is_authors

    return is_authors(course, kata)


def _tell_author(world: World, course: Path, kata: Kata, report: Report, request: Request) -> None:
    """What a student never reads goes beside the report, which can be read by a program."""
    if _is_for_author(course, kata, request):
        from grader.cli.for_author import for_author

        if said := for_author(report):
            world.complain(said.rstrip("\n"))


def _file(world: World, kata: Kata, request: Request) -> Path:
    return kata.stub if request.submission is None else world.here / request.submission


def _is_attempt(report: Report, request: Request) -> bool:
    """Only a whole marking of the student's own file is remembered."""
    whole = not request.only and (not request.stop_at_first or report.verdict is Verdict.ACCEPTED)
    ours = report.verdict is Verdict.UNABLE_TO_GRADE
    return whole and not ours and request.submission is None and request.mode is Mode.SPLIT


def _refuse_unknown_checks(report: Report, request: Request) -> None:
    missing = sorted(request.only - {result.check.name for result in report.results})
    if missing and report.verdict in (Verdict.ACCEPTED, Verdict.REJECTED):
        raise UsageError(
            f"{report.kata} has no check called {missing[0]!r}.",
            hint=f"The names stand in its test_*.py, and in: grade {report.kata} --output json",
        )


def _on_screen(request: Request) -> tuple[Format, ...]:
    return request.formats if request.file is None else request.formats[:-1]


def _write(world: World, request: Request, katas: Sequence[Kata], reports: Sequence[Report]) -> None:
    """What is not text after all text, the JSON lines last; and whatever belongs into the file."""
    others = [format_ for format_ in (Format.HTML, Format.JUNIT, Format.JSON) if format_ in _on_screen(request)]
    for format_ in others:
        if reports:
            world.say(_as(format_, katas, reports, request).rstrip("\n"))
    if request.file is not None:
        written = _as(request.formats[-1], katas, reports, request)
        path = world.here / request.file
        try:
            path.write_text(written.rstrip("\n") + "\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"{request.file} cannot be written ({error.strerror}).", hint="Name another file."
            ) from None


def _as(format_: Format, katas: Sequence[Kata], reports: Sequence[Report], request: Request) -> str:
    """All reports in one format, as a student may see them."""
    match format_:
        case Format.TEXT:
            return "\n".join(_text(report, Style.PLAIN, request) for report in reports)
        case Format.JSON:
            return "\n".join(_json(reports))
        case Format.HTML:
            # Templates are only loaded where a page is wanted: `grade kata11` has no time for them.
            from grader.render.html import page

            return page(reports, contracts=contracts_of(katas))
        case Format.JUNIT:
            from grader.render.junit import junit

            return junit(reports)


def _json(reports: Sequence[Report]) -> Iterator[str]:
    return (report_line(report, View.STUDENT) for report in reports)


def _text(report: Report, style: Style, request: Request, places: str = "") -> str:
    said = text(student_view(report), style=style, detail=request.detail, links=places)
    if request.only:
        said += "Only the checks you named were run.\n"
    elif request.stop_at_first and report.verdict is Verdict.REJECTED:
        said += "It stopped at the first check that did not pass.\n"
    return said
