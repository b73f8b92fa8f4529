"""`grade solution kata11`: after an accepted attempt, one's own program beside the reference and the alternatives."""

from __future__ import annotations

import ast
import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli import grading
from grader.cli.commands import as_options, plain
from grader.cli.world import World
from grader.curriculum.kata_files import Solutions, solutions_of
from grader.engine.submission import read_submission
from grader.errors import ExitCode, GraderError, UsageError
from grader.model import Kata
from grader.report.diff import ShownProgram, below, beside, program_difference
from grader.report.layout import WIDTH, Style
from grader.student import attempts, memory, progress
from grader.text import count_of


class SolutionLocked(GraderError):
    """The solutions open after an accepted attempt."""

    code = ExitCode.REJECTED


class NoSolutions(GraderError):
    """This clone has no solutions to show."""

    code = ExitCode.NOTHING_TO_GRADE


@dataclass(frozen=True, slots=True)
class SolutionOptions:
    """The options of `grade solution`."""

    kata: str
    diff: bool
    author: bool
    plain: bool


@click.command()
@click.argument("kata")
@click.option("--diff", is_flag=True, help="What to change in yours, as a unified diff.")
@click.option("--author", is_flag=True, help="Without an accepted attempt, where the solutions are at hand.")
@plain
@as_options(SolutionOptions)
def solution(world: World, options: SolutionOptions) -> ExitCode:
    """Yours beside the reference and the alternatives, once it is accepted."""
    course = world.course()
    (kata,) = grading.named(world, course, [options.kata])
    solutions = _opened(course, kata, options.author)
    mine = _mine(kata)
    theirs = [ShownProgram(f"reference: {kata.submit}", solutions.reference.decode("utf-8", "replace"))]
    for name, source in solutions.alternatives:
        title = Path(name).stem.replace("_", " ")
        theirs.append(ShownProgram(f"alternative: {title}", source.decode("utf-8", "replace")))
    style = world.style(plain=options.plain)
    shown = _differences(mine, theirs, style) if options.diff else _programs(mine, theirs, style, width=_width(world))
    world.say("\n".join(shown))
    return ExitCode.ACCEPTED


def _opened(course: Path, kata: Kata, author: bool) -> Solutions:
    """Return what may be shown. Raises SolutionLocked, NoSolutions, and UsageError for --author without solutions."""
    so_far = progress(attempts(memory(course))).get(kata.id)
    solutions = solutions_of(course, kata)
    if author and not (solutions and solutions.in_the_open):
        raise UsageError(f"--author is for a clone with solutions/, and this one has none for {kata.id}.", hint=ASK)
    if not author and (so_far is None or not so_far.done):
        best = f"your best so far is {so_far.best} of {count_of(so_far.max, 'point')}" if so_far else ""
        far = best or "you have not tried it yet"
        raise SolutionLocked(
            f"The solutions of {kata.id} open after an accepted attempt; {far}.", hint=f"Try: grade hint {kata.id}"
        )
    if solutions is None:
        raise NoSolutions(f"{kata.id} is yours, but its solutions did not come with this copy of the course.", hint=ASK)
    return solutions


def _mine(kata: Kata) -> ShownProgram:
    return ShownProgram(f"mine: {kata.submit}", read_submission(kata.stub).source.decode("utf-8", "replace"))


def _differences(mine: ShownProgram, theirs: list[ShownProgram], style: Style) -> list[str]:
    """Return what to change in mine to have each of theirs."""
    lines: list[str] = []
    for program in theirs:
        lines += [""] if lines else []
        lines += program_difference(mine, program, style=style) or [f"{program.title}: the same as yours."]
    return lines


def _programs(mine: ShownProgram, theirs: list[ShownProgram], style: Style, *, width: int) -> list[str]:
    """Mine beside each of theirs; one below the other where columns are no help."""
    lines = below(mine, style=style) if style is Style.PLAIN else []
    for program in theirs:
        lines += [""] if lines else []
        if style is Style.PLAIN:
            lines += below(program, style=style)
        elif _same(mine, program):
            lines.append(f"{program.title}: the same as yours, but for comments and layout.")
        else:
            lines += beside(mine, program, width=width, style=style)
    return lines


def _same(mine: ShownProgram, theirs: ShownProgram) -> bool:
    """Return whether the two are one program, whatever their comments and layout."""
    try:
        return ast.dump(ast.parse(mine.source)) == ast.dump(ast.parse(theirs.source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _width(world: World) -> int:
    return max(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns) if world.out.isatty() else WIDTH


ASK = "Ask whoever gave you the course."
