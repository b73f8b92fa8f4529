"""`grade kata11`: which kata is meant, its file graded, the attempt remembered, the report shown."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from grader.cli.world import World, links
from grader.curriculum import holding, kata_folders, kata_named, kata_version, load_kata, load_katas
from grader.curriculum.names import contracts_of
from grader.engine.submission import AttemptRequest, Submission, read_submission
from grader.errors import BrokenKata, ExitCode, GraderError, NotGradable, UsageError
from grader.model import PASSED, Kata, Mode, Report, Verdict
from grader.report.json import report_line
from grader.report.layout import Style
from grader.report.scoring import View, exit_code, misconceptions, student_view
from grader.report.text import Detail, text
from grader.student import Attempt, is_untouched, memory, remember


class AllDone(GraderError):
    """There is no kata left to do."""

    code = ExitCode.NOTHING_TO_GRADE


def named(world: World, course: Path, names: Sequence[str]) -> tuple[Kata, ...]:
    """The katas of these names, each once. Raises UnknownKata."""
    found = (kata_named(course, name, here=world.here) for name in names)
    return tuple({kata.slug: kata for kata in found}.values())


def current(world: World, course: Path) -> Kata:
    """The kata whose folder one stands in, else the next that is not done. Raises AllDone."""
    folder = holding(kata_folders(course), world.here)
    return load_kata(folder) if folder is not None else upcoming(course)


def upcoming(course: Path) -> Kata:
    """The kata that `grade next` proposes. Raises AllDone."""
    # A kata that is named needs no proposal, and `grade kata11` has no time for one.
    from grader.cli.studying import proposed

    return proposed(course).kata


def those(world: World, course: Path, names: Sequence[str]) -> tuple[Kata, ...]:
    """The named katas, or the current one where none is named."""
    return named(world, course, names) if names else (current(world, course),)


def collecting(course: Path, file: str) -> Kata | None:
    """The kata that collects a file of this name, if any."""
    return next((kata for kata in load_katas(course) if kata.submit == file), None)


def is_not_started(world: World, course: Path, kata: Kata, submission: Submission) -> bool:
    """Whether this is still the stub."""
    try:
        return is_untouched(memory(course), kata, submission.source)
    except OSError as error:
        world.complain(f"The stub of {kata.id} could not be kept ({error.strerror}).", CANNOT_REMEMBER)
        return False


def not_started(world: World, kata: Kata) -> tuple[str, str]:
    """What to say of a stub that nobody has touched, and what to do next."""
    said = f"{kata.id} is not started: {world.shown(kata.stub)} is still the stub."
    return said, f"Read {world.shown(kata.folder / 'README.md')}, write in {kata.submit}, then: grade {kata.id}"


def remember_attempt(world: World, course: Path, report: Report) -> None:
    """Keep the attempt in this clone; a disk that refuses is told and no more."""
    when = world.now().isoformat(timespec="seconds")
    try:
        remember(memory(course), Attempt.of(report, when=when, misconceptions=misconceptions(report.results)))
    except OSError as error:
        world.complain(f"This attempt could not be remembered ({error.strerror}).", CANNOT_REMEMBER)


def unreadable(kata: Kata, error: NotGradable, seed: str, mode: Mode) -> Report:
    """The report on a file that could not even be read."""
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


CANNOT_REMEMBER = "See that .grade in the course may be written and that the disk is not full: grade doctor"


class ReportFormat(StrEnum):
    """What a report may be written as."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    JUNIT = "junit"


class GradeRequest(NamedTuple):
    """What a student asked `grade` for. `file` takes the last of the formats; the others go to the screen."""

    names: tuple[str, ...] = ()
    submission: Path | None = None
    formats: tuple[ReportFormat, ...] = (ReportFormat.TEXT,)
    file: Path | None = None
    only: frozenset[str] = frozenset()
    seed: str = ""
    style: Style = Style.PICTURES
    detail: Detail = Detail.SHORT
    mode: Mode = Mode.SPLIT
    stop_at_first: bool = False


def grade_katas(world: World, request: GradeRequest) -> ExitCode:
    """Grade what was asked for and show it; the exit code tells the worst of the verdicts."""
    course = world.course()
    katas = _wanted(world, course, request)
    reports: list[Report] = []
    for kata in katas:
        report = _graded(world, course, kata, request)
        if report is None:
            continue
        if ReportFormat.TEXT in _on_screen(request):
            places = links(_file(world, kata, request), world.env, request.style)
            world.say("\n" * bool(reports) + _text(report, request.style, request, places).rstrip("\n"))
        _tell_author(world, course, kata, report, request)
        reports.append(report)
    _write(world, request, katas, reports)
    return exit_code(report.verdict for report in reports)


def _wanted(world: World, course: Path, request: GradeRequest) -> tuple[Kata, ...]:
    if request.submission is None:
        return those(world, course, request.names)
    if not request.names:
        kata = collecting(course, request.submission.name)
        if kata is None:
            raise UsageError(
                f"No kata collects a file called {request.submission.name!r}.",
                hint="Name the kata too: grade kata11 --submission FILE",
            )
        return (kata,)
    katas = named(world, course, request.names)
    if len(katas) > 1:
        raise UsageError("--submission is one file, for one kata.", hint="Try: grade kata11 --submission FILE")
    return katas


def _graded(world: World, course: Path, kata: Kata, request: GradeRequest) -> Report | None:
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
        report = world.grade(kata, AttemptRequest(submission, seed, request.mode, request.only, request.stop_at_first))
    except BrokenKata as error:
        if error.detail and _is_for_author(course, kata, request):
            world.complain(error.detail)
        raise
    _refuse_unknown_checks(report, request)
    if _is_attempt(report, request):
        remember_attempt(world, course, report)
    return report


def _is_for_author(course: Path, kata: Kata, request: GradeRequest) -> bool:
    if request.submission is None or request.detail is not Detail.FULL:
        return False
    # A student's own file is graded without it.
    from grader.cli.author_checks import is_authors

    return is_authors(course, kata)


def _tell_author(world: World, course: Path, kata: Kata, report: Report, request: GradeRequest) -> None:
    """What a student never reads goes beside the report, which can be read by a program."""
    if _is_for_author(course, kata, request):
        from grader.cli.author_checks import for_author

        if said := for_author(report):
            world.complain(said.rstrip("\n"))


def _file(world: World, kata: Kata, request: GradeRequest) -> Path:
    return kata.stub if request.submission is None else world.here / request.submission


def _is_attempt(report: Report, request: GradeRequest) -> bool:
    """Only a whole marking of the student's own file is remembered."""
    whole = not request.only and (not request.stop_at_first or report.verdict in PASSED)
    ours = report.verdict is Verdict.UNABLE_TO_GRADE
    return whole and not ours and request.submission is None and request.mode is Mode.SPLIT


def _refuse_unknown_checks(report: Report, request: GradeRequest) -> None:
    missing = sorted(request.only - {result.check.name for result in report.results})
    if missing and report.verdict in (*PASSED, Verdict.REJECTED):
        raise UsageError(
            f"{report.kata} has no check called {missing[0]!r}.",
            hint=f"The names stand in its test_*.py, and in: grade {report.kata} --output json",
        )


def _on_screen(request: GradeRequest) -> tuple[ReportFormat, ...]:
    return request.formats if request.file is None else request.formats[:-1]


def _write(world: World, request: GradeRequest, katas: Sequence[Kata], reports: Sequence[Report]) -> None:
    """What is not text after all text, the JSON lines last; and whatever belongs into the file."""
    others = [
        format_
        for format_ in (ReportFormat.HTML, ReportFormat.JUNIT, ReportFormat.JSON)
        if format_ in _on_screen(request)
    ]
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


def _as(format_: ReportFormat, katas: Sequence[Kata], reports: Sequence[Report], request: GradeRequest) -> str:
    """All reports in one format, as a student may see them."""
    match format_:
        case ReportFormat.TEXT:
            return "\n".join(_text(report, Style.PLAIN, request) for report in reports)
        case ReportFormat.JSON:
            return "\n".join(_json(reports))
        case ReportFormat.HTML:
            # Templates are only loaded where a page is wanted: `grade kata11` has no time for them.
            from grader.report.html import page

            return page(reports, contracts=contracts_of(katas))
        case ReportFormat.JUNIT:
            from grader.report.junit import junit

            return junit(reports)


def _json(reports: Sequence[Report]) -> Iterator[str]:
    return (report_line(report, View.STUDENT) for report in reports)


def _text(report: Report, style: Style, request: GradeRequest, places: str = "") -> str:
    said = text(student_view(report), style=style, detail=request.detail, links=places)
    if request.only:
        said += "Only the checks you named were run.\n"
    elif request.stop_at_first and report.verdict is Verdict.REJECTED:
        said += "It stopped at the first check that did not pass.\n"
    return said
