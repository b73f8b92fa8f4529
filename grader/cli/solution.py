"""`grade solution kata11`: after an accepted attempt, one's own program beside the reference and the alternatives."""

from __future__ import annotations

import ast
import shutil
from dataclasses import dataclass
from pathlib import Path

from grader.cli import grading
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
    """What a student asked `grade solution` for."""

    name: str
    style: Style
    as_diff: bool = False
    author: bool = False


def solution(world: World, wish: SolutionOptions) -> ExitCode:
    """Show mine, the reference and the alternatives. Raises NotYet or NoSolutions."""
    course = world.course()
    (kata,) = grading.named(world, course, [wish.name])
    solutions = _opened(course, kata, wish)
    mine = _mine(kata)
    theirs = [ShownProgram(f"reference: {kata.submit}", solutions.reference.decode("utf-8", "replace"))]
    for name, source in solutions.alternatives:
        title = Path(name).stem.replace("_", " ")
        theirs.append(ShownProgram(f"alternative: {title}", source.decode("utf-8", "replace")))
    world.say("\n".join(_page(mine, theirs, width=_width(world), wish=wish)))
    return ExitCode.ACCEPTED


def _opened(course: Path, kata: Kata, wish: SolutionOptions) -> Solutions:
    made = progress(attempts(memory(course))).get(kata.id)
    solutions = solutions_of(course, kata)
    if wish.author and not (solutions and solutions.in_the_open):
        raise UsageError(f"--author is for a clone with solutions/, and this one has none for {kata.id}.", hint=ASK)
    if not wish.author and (made is None or not made.done):
        far = (
            f"your best so far is {made.best} of {count_of(made.max, 'point')}" if made else "you have not tried it yet"
        )
        raise SolutionLocked(
            f"The solutions of {kata.id} open after an accepted attempt; {far}.", hint=f"Try: grade hint {kata.id}"
        )
    if solutions is None:
        raise NoSolutions(f"{kata.id} is yours, but its solutions did not come with this copy of the course.", hint=ASK)
    return solutions


def _mine(kata: Kata) -> ShownProgram:
    return ShownProgram(f"mine: {kata.submit}", read_submission(kata.stub).source.decode("utf-8", "replace"))


def _page(mine: ShownProgram, theirs: list[ShownProgram], *, width: int, wish: SolutionOptions) -> list[str]:
    lines: list[str] = []
    if wish.style is Style.PLAIN and not wish.as_diff:
        lines += below(mine, style=wish.style)
    for program in theirs:
        lines += [""] if lines else []
        if wish.as_diff:
            lines += program_difference(mine, program, style=wish.style) or [f"{program.title}: the same as yours."]
        elif wish.style is Style.PLAIN:
            lines += below(program, style=wish.style)
        elif _same(mine, program):
            lines.append(f"{program.title}: the same as yours, but for comments and layout.")
        else:
            lines += beside(mine, program, width=width, style=wish.style)
    return lines


def _same(mine: ShownProgram, theirs: ShownProgram) -> bool:
    """Whether the two are one program, whatever their comments and layout."""
    try:
        return ast.dump(ast.parse(mine.source)) == ast.dump(ast.parse(theirs.source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _width(world: World) -> int:
    return max(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns) if world.out.isatty() else WIDTH


ASK = "Ask whoever gave you the course."
