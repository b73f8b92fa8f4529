"""`grade kata11`: which kata is meant, its file graded, the attempt remembered, the report shown."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from grader.cli.commands import UnnamedCommand, as_options, enum_option, kata_names, plain
from grader.cli.world import World, links
from grader.curriculum import holding, kata_folders, kata_named, kata_version, load_kata, load_katas
from grader.curriculum.kata_files import EDITION
from grader.curriculum.names import contracts_of
from grader.engine.submission import AttemptRequest, Submission, read_submission
from grader.errors import BrokenKata, ExitCode, GraderError, NotGradable, UsageError
from grader.files import write_output
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
    """Return the katas of these names, each once. Raises UnknownKata."""
    found = (kata_named(course, name, here=world.here) for name in names)
    return tuple({kata.slug: kata for kata in found}.values())


def current(world: World, course: Path) -> Kata:
    """Return the kata whose folder one stands in, else the next that is not done. Raises AllDone."""
    folder = holding(kata_folders(course), world.here)
    return load_kata(folder) if folder is not None else upcoming(course)


def upcoming(course: Path) -> Kata:
    """Return the kata that `grade next` proposes. Raises AllDone."""
    # A kata that is named needs no proposal, and `grade kata11` has no time for one.
    from grader.cli.studying import proposed

    return proposed(course).kata


def those(world: World, course: Path, names: Sequence[str]) -> tuple[Kata, ...]:
    """Return the named katas, or the current one where none is named."""
    return named(world, course, names) if names else (current(world, course),)


def collecting(course: Path, file: str) -> Kata | None:
    """Return the kata that collects a file of this name, if any."""
    return next((kata for kata in load_katas(course) if kata.submit == file), None)


def is_not_started(world: World, course: Path, kata: Kata, submission: Submission) -> bool:
    """Return whether this is still the stub."""
    try:
        return is_untouched(memory(course), kata, submission.source)
    except OSError as error:
        world.complain(f"The stub of {kata.id} could not be kept ({error.strerror}).", CANNOT_REMEMBER)
        return False


def not_started(world: World, kata: Kata) -> tuple[str, str]:
    """Return what to say of a stub that nobody has touched, and what to do next."""
    message = f"{kata.id} is not started: {world.shown(kata.stub)} is still the stub."
    return message, f"Read {world.shown(kata.folder / 'README.md')}, write in {kata.submit}, then: grade {kata.id}"


def remember_attempt(world: World, course: Path, report: Report) -> None:
    """Keep the attempt in this clone; complain where the disk refuses."""
    when = world.now().isoformat(timespec="seconds")
    try:
        remember(memory(course), Attempt.of(report, when=when, misconceptions=misconceptions(report.results)))
    except OSError as error:
        world.complain(f"This attempt could not be remembered ({error.strerror}).", CANNOT_REMEMBER)


def unreadable(kata: Kata, error: NotGradable, seed: str, mode: Mode) -> Report:
    """Make the report on a file that could not even be read."""
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


SEED = re.compile(r"[0-9a-f]{1,32}")


@dataclass(frozen=True, slots=True)
class GradeOptions:
    """The options of `grade`: `output_file` takes the last of the formats, the others go to the screen."""

    katas: tuple[str, ...]
    submission: Path | None
    output: tuple[ReportFormat, ...]
    output_file: Path | None
    only: tuple[str, ...]
    seed: str
    plain: bool
    verbose: bool
    stop_at_first: bool
    in_process: bool

    @property
    def formats(self) -> tuple[ReportFormat, ...]:
        """Each format once, in the order they were named."""
        return tuple(dict.fromkeys(self.output))

    @property
    def mode(self) -> Mode:
        """Where the submission runs."""
        return Mode.IN_PROCESS if self.in_process else Mode.SPLIT

    @property
    def detail(self) -> Detail:
        """How much the text tells."""
        return Detail.FULL if self.verbose else Detail.SHORT


def _seed(_: click.Context, __: click.Parameter, value: str | None) -> str:
    if value is not None and not SEED.fullmatch(value):
        raise click.BadParameter("a seed is up to 32 of the characters 0-9 and a-f, as -v shows it")
    return "" if value is None else value.rjust(32, "0")


@click.command(cls=UnnamedCommand, hidden=True)
@kata_names
@click.option("--submission", type=click.Path(path_type=Path), help="Grade this file; it is not remembered.")
@enum_option(
    "--output",
    kind=ReportFormat,
    multiple=True,
    default=("text",),
    help="May be repeated. json is one report a line, after all else; html one page; junit for CI.",
)
@click.option("--output-file", type=click.Path(path_type=Path), help="Takes the last --output; the other stays here.")
@click.option("--check", "only", multiple=True, metavar="NAME", help="Run this check only; may be repeated.")
@click.option("--seed", callback=_seed, help="Repeat an earlier attempt's values.")
@plain
@click.option("-v", "--verbose", is_flag=True, help="Show every timeline, the protections and the seed.")
@click.option("-x", "--stop-at-first", is_flag=True, help="Stop at the first check that fails.")
@click.option("--in-process", is_flag=True, help="Run beside the checks, for a debugger: not a grade.")
@as_options(GradeOptions)
def grading(world: World, options: GradeOptions) -> ExitCode:
    """Grade these katas, or the next one."""
    refuse_absent(world, options.submission)
    style = world.style(plain=options.plain)
    course = world.course()
    katas = _wanted(world, course, options)
    reports: list[Report] = []
    for kata in katas:
        report = _graded(world, course, kata, options)
        if report is None:
            continue
        if ReportFormat.TEXT in _on_screen(options):
            places = links(_file(world, kata, options), world.env, style)
            world.say("\n" * bool(reports) + _text(report, style, options, places).rstrip("\n"))
        _tell_author(world, course, kata, report, options)
        reports.append(report)
    _write(world, options, katas, reports)
    return exit_code(report.verdict for report in reports)


def refuse_absent(world: World, submission: Path | None) -> None:
    """Raise UsageError where the file of --submission is not there."""
    if submission is not None and not (world.here / submission).exists():
        raise click.UsageError(f"There is no file {str(submission)!r}.")


def _wanted(world: World, course: Path, options: GradeOptions) -> tuple[Kata, ...]:
    if options.submission is None:
        return those(world, course, options.katas)
    if not options.katas:
        kata = collecting(course, options.submission.name)
        if kata is None:
            raise UsageError(
                f"No kata collects a file called {options.submission.name!r}.",
                hint="Name the kata too: grade kata11 --submission FILE",
            )
        return (kata,)
    katas = named(world, course, options.katas)
    if len(katas) > 1:
        raise UsageError("--submission is one file, for one kata.", hint="Try: grade kata11 --submission FILE")
    return katas


def _graded(world: World, course: Path, kata: Kata, options: GradeOptions) -> Report | None:
    """Return the report, or None where nobody has begun yet."""
    seed = options.seed or secrets.token_hex(16)
    try:
        submission = read_submission(_file(world, kata, options))
    except NotGradable as error:
        # Several katas may be asked for: one unreadable file must not keep the others from their reports.
        return unreadable(kata, error, seed, options.mode)
    if options.submission is None and is_not_started(world, course, kata, submission):
        world.complain(*not_started(world, kata))
        return None
    try:
        only = frozenset(options.only)
        report = world.grade(kata, AttemptRequest(submission, seed, options.mode, only, options.stop_at_first))
    except BrokenKata as error:
        if error.detail and _is_for_author(course, kata, options):
            world.complain(error.detail)
        raise
    _refuse_unknown_checks(report, options)
    if _is_attempt(report, options):
        remember_attempt(world, course, report)
    return report


def _is_for_author(course: Path, kata: Kata, options: GradeOptions) -> bool:
    """Return whether --submission and -v were given in the clone where the kata is written, which is no edition."""
    if options.submission is None or not options.verbose:
        return False
    return (course / "solutions" / kata.slug / kata.submit).is_file() and not (course / EDITION).exists()


def _tell_author(world: World, course: Path, kata: Kata, report: Report, options: GradeOptions) -> None:
    """What a student never reads goes beside the report, which can be read by a program."""
    if _is_for_author(course, kata, options) and (faults := list(_faults(report))):
        world.complain("\n".join(["For the author, and nobody else:", *(f"  {line}" for line in faults)]))


def _faults(report: Report) -> Iterator[str]:
    """Yield the faults of the checks themselves, each with its place and traceback."""
    for result in report.results:
        if result.fault is not None:
            yield f"{result.fault.place}: {result.check.name} breaks by itself: {result.fault.said}"
            yield from (f"  {line}" for line in result.fault.traceback.splitlines())


def _file(world: World, kata: Kata, options: GradeOptions) -> Path:
    return kata.stub if options.submission is None else world.here / options.submission


def _is_attempt(report: Report, options: GradeOptions) -> bool:
    """Only a whole grading of the student's own file is remembered."""
    whole = not options.only and (not options.stop_at_first or report.verdict in PASSED)
    ours = report.verdict is Verdict.UNABLE_TO_GRADE
    return whole and not ours and options.submission is None and options.mode is Mode.SPLIT


def _refuse_unknown_checks(report: Report, options: GradeOptions) -> None:
    missing = sorted(set(options.only) - {result.check.name for result in report.results})
    if missing and report.verdict in (*PASSED, Verdict.REJECTED):
        raise UsageError(
            f"{report.kata} has no check called {missing[0]!r}.",
            hint=f"The names stand in its test_*.py, and in: grade {report.kata} --output json",
        )


def _on_screen(options: GradeOptions) -> tuple[ReportFormat, ...]:
    return options.formats if options.output_file is None else options.formats[:-1]


def _write(world: World, options: GradeOptions, katas: Sequence[Kata], reports: Sequence[Report]) -> None:
    """Print the formats that are not text, JSON last, and write the file if one was named."""
    others = [
        format_
        for format_ in (ReportFormat.HTML, ReportFormat.JUNIT, ReportFormat.JSON)
        if format_ in _on_screen(options)
    ]
    for format_ in others:
        if reports:
            world.say(_as(format_, katas, reports, options).rstrip("\n"))
    if options.output_file is not None:
        written = _as(options.formats[-1], katas, reports, options)
        write_output(world.here / options.output_file, written.rstrip("\n") + "\n")


def _as(format_: ReportFormat, katas: Sequence[Kata], reports: Sequence[Report], options: GradeOptions) -> str:
    """Return all reports in one format, as a student may see them."""
    match format_:
        case ReportFormat.TEXT:
            return "\n".join(_text(report, Style.PLAIN, options) for report in reports)
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


def _text(report: Report, style: Style, options: GradeOptions, places: str = "") -> str:
    shown = text(student_view(report), style=style, detail=options.detail, links=places)
    if options.only:
        shown += "Only the checks you named were run.\n"
    elif options.stop_at_first and report.verdict is Verdict.REJECTED:
        shown += "It stopped at the first check that did not pass.\n"
    return shown
