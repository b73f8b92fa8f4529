"""`grade dev matrix`: wrong solutions by checks."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

import click

from grader.authoring.matrix import matrices
from grader.authoring.matrix_report import Matrix, findings, legend, matrix_document, matrix_page, matrix_text
from grader.cli import grading
from grader.cli.classroom.course import progress
from grader.cli.commands import as_options, enum_option, kata_names, plain
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, UsageError
from grader.files import write_pieces
from grader.model import Kata
from grader.report.layout import Style


class MatrixFormat(StrEnum):
    """What a matrix may be written as."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """The options of `grade dev matrix`; `output_file` takes it instead of the screen."""

    katas: tuple[str, ...]
    output: MatrixFormat
    output_file: Path | None
    jobs: int
    plain: bool


@click.command()
@kata_names
@enum_option("--output", kind=MatrixFormat, default="text", show_default=True)
@click.option("--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many katas at once.")
@plain
@as_options(MatrixOptions)
def matrix(world: World, options: MatrixOptions) -> ExitCode:
    """Wrong solutions by checks: who catches whom, which check catches nothing, which right one fails.

    \b
    Examples:
      grade dev matrix kata11
      grade dev matrix --output html --output-file matrix.html      every kata, on one page
    Exit code 1: there is something to look at.
    """
    course = world.course()
    katas = grading.named(world, course, options.katas) if options.katas else load_katas(course)
    if not katas:
        raise UsageError(f"There is no kata in {world.shown(course)}.", hint="Begin one: grade dev new")
    style = world.style(plain=options.plain)
    found = _drawn(world, katas, course / "solutions", options, plain=style is Style.PLAIN)
    text = written(found, options.output, Style.PLAIN if options.output_file else style)
    if options.output_file is None:
        world.say(text.rstrip("\n"))
    else:
        write_pieces(world.path(options.output_file), [text])
        world.say(f"{options.output_file} is written.")
    return ExitCode.REJECTED if any(map(findings, found)) else ExitCode.ACCEPTED


def _drawn(
    world: World, katas: Sequence[Kata], solutions: Path, options: MatrixOptions, *, plain: bool
) -> tuple[Matrix, ...]:
    """Return the matrices; where there are several, how far they are is told."""
    if len(katas) == 1:
        return matrices(katas, solutions=solutions, jobs=options.jobs)
    done = count(1)
    with progress(world, len(katas), plain=plain) as tell:
        return matrices(katas, solutions=solutions, jobs=options.jobs, on_step=lambda kata: tell(next(done)))


def written(found: tuple[Matrix, ...], form: MatrixFormat, style: Style) -> str:
    """Return the matrices in one form."""
    match form:
        case MatrixFormat.TEXT:
            return "\n".join([*(matrix_text(matrix, style=style) for matrix in found), legend(style)])
        case MatrixFormat.JSON:
            return json.dumps(matrix_document(found), indent=1, ensure_ascii=True) + "\n"
        case MatrixFormat.HTML:
            return matrix_page(found)
