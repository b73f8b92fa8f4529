"""`grade timeline kata08`: who ran, waited and blocked under one visible check, beside the reference if asked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli import grading
from grader.cli.commands import as_options, plain
from grader.cli.world import World
from grader.curriculum.kata_files import solutions_of
from grader.engine.submission import AttemptRequest, Submission, read_submission, submission_of
from grader.errors import ExitCode, UsageError
from grader.files import write_output
from grader.model import CheckResult, Kata, Outcome, Report, Verdict
from grader.report.layout import WIDTH, Ink, folded, legible, paint, signs, tick
from grader.report.scoring import exit_code, student_view
from grader.report.timeline import critical_path, draw, read, tell, wakes
from grader.report.timeline.html import timeline_page
from grader.report.timeline.svg import Panel, svg
from grader.student import attempts, memory, progress

YOURS = "Yours"
THEIRS = "The reference"


@dataclass(frozen=True, slots=True)
class TimelineOptions:
    """The options of `grade timeline`."""

    kata: str
    check: str
    submission: Path | None
    svg: Path | None
    html: Path | None
    against: str | None
    words: bool
    plain: bool


@click.command()
@click.argument("kata", required=False, default="")
@click.option("--check", default="", metavar="NAME", help="Of this visible check; else the first that fails.")
@click.option("--submission", type=click.Path(path_type=Path), help="Draw this file.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write a picture to look at or print.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page: picture and words.")
@click.option("--against", type=click.Choice(["reference"]), help="Draw the reference's own run below, once accepted.")
@click.option("--text", "words", is_flag=True, help="Tell it in sentences.")
@plain
@as_options(TimelineOptions)
def timeline(world: World, options: TimelineOptions) -> ExitCode:
    """Who ran, waited and blocked, and for how long."""
    grading.refuse_absent(world, options.submission)
    course = world.course()
    (kata,) = grading.those(world, course, (options.kata,) if options.kata else ())
    reference = _reference(course, kata) if options.against else None
    seed = secrets.token_hex(16)
    path = kata.stub if options.submission is None else world.here / options.submission
    report = _marked(world, kata, read_submission(path), seed, options.check)
    if report.verdict in (Verdict.NOT_GRADABLE, Verdict.UNABLE_TO_GRADE):
        world.complain(report.reason or str(report.verdict), f"Try: grade {kata.id}")
        return exit_code([report.verdict])
    result = _chosen(report, options.check)
    shown = [(YOURS if reference else "", result)]
    if reference is not None:
        theirs = _marked(world, kata, reference, seed, result.check.name)
        shown.append((THEIRS, _chosen(theirs, result.check.name)))
    if options.svg is None and options.html is None:
        _say(world, kata, shown, options)
        _say_others(world, kata, report, result, options)
    else:
        _write(world, kata, shown, options)
    return ExitCode.ACCEPTED


def _reference(course: Path, kata: Kata) -> Submission:
    """Return the reference. Raises UsageError while it may not be seen, and where there is none."""
    solutions = solutions_of(course, kata)
    so_far = progress(attempts(memory(course))).get(kata.id)
    if (so_far is None or not so_far.done) and not (solutions and solutions.in_the_open):
        raise UsageError(
            f"The reference of {kata.id} is shown once your own solution was accepted.",
            hint=f"Without it: grade timeline {kata.id}",
        )
    if solutions is None:
        raise UsageError(
            f"The reference of {kata.id} is not in this clone.", hint=f"Without it: grade timeline {kata.id}"
        )
    return submission_of(kata.submit, solutions.reference)


def _marked(world: World, kata: Kata, submission: Submission, seed: str, check: str) -> Report:
    only = frozenset({check}) if check else frozenset()
    return legible(student_view(world.grade(kata, AttemptRequest(submission, seed, only=only))))


def _chosen(report: Report, name: str) -> CheckResult:
    """Return the named check, or the first visible one that failed, or the first of which there is a timeline."""
    visible = [result for result in report.results if not result.check.hidden]
    if name and all(result.check.name != name for result in visible):
        raise UsageError(
            f"{report.kata} has no visible check called {name!r}.",
            hint=f"The names stand in its test_*.py, and in: grade {report.kata} --output json",
        )
    drawable = [result for result in visible if result.timeline and name in ("", result.check.name)]
    failed = [result for result in drawable if result.outcome not in (Outcome.PASSED, Outcome.NOT_RUN)]
    if not drawable:
        raise UsageError(
            f"There is nothing to draw: under {name or 'the visible checks'} no coroutine of yours ran.",
            hint=f"Try: grade {report.kata}",
        )
    return (failed or drawable)[0]


def _say(world: World, kata: Kata, shown: Sequence[tuple[str, CheckResult]], options: TimelineOptions) -> None:
    _, first = shown[0]
    style = world.style(plain=options.plain)
    world.say(paint(f"{kata.id}  {kata.title}", Ink.LOUD, style))
    sentence = "\n".join(folded(first.check.sentence, indent="", width=WIDTH - 10))
    world.say(f"{tick(first.outcome, style)} {sentence}")
    end = max(read(result.timeline).end for _, result in shown)
    for heading, result in shown:
        world.say(("\n" + paint(heading, Ink.LOUD, style)) if heading else "")
        if options.words:
            world.say("\n".join(line for sentence in tell(result.timeline) for line in _folded(sentence)))
        else:
            world.say("\n".join(draw(result.timeline, width=WIDTH, signs=signs(style), end=end)))
            for sentence in wakes(result.timeline):
                world.say("\n".join(folded(sentence, indent="", hang="  ")))
        why = critical_path(result.timeline, result.took, result.possible)
        if why:
            world.say("\n".join(["", *folded(why + ".", indent="", hang="  ")]))


def _folded(sentence: str) -> list[str]:
    indent = " " * (len(sentence) - len(sentence.lstrip()))
    return folded(sentence.strip(), indent=indent, hang=indent + "  ")


def _say_others(world: World, kata: Kata, report: Report, result: CheckResult, options: TimelineOptions) -> None:
    others = [one.check.name for one in report.results if one.timeline and one is not result]
    if others and not options.check:
        world.say("\nOther checks:")
        for name in others:
            world.say(f"  grade timeline {kata.id} --check {name}")


def _write(world: World, kata: Kata, shown: Sequence[tuple[str, CheckResult]], options: TimelineOptions) -> None:
    _, first = shown[0]
    panels = [Panel(heading, result.timeline) for heading, result in shown]
    title = f"{kata.id} {kata.title}: {first.check.sentence}"
    why = critical_path(first.timeline, first.took, first.possible)
    sentences = (first.check.sentence, why and f"{why}.")
    written: list[tuple[Path | None, Callable[[], str]]] = [
        (options.svg, lambda: svg(panels, title=title)),
        (options.html, lambda: timeline_page(panels, title=f"{kata.id} {kata.title}", said=sentences)),
    ]
    for path, content in written:
        if path is not None:
            write_output(world.here / path, content())
            world.say(f"Written: {path}")
