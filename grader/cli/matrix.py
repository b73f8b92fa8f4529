"""`grade dev matrix`: wrong solutions by checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

from grader.authoring.matrix import matrices
from grader.cli import choosing
from grader.cli.instructor.progress import progress
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, UsageError
from grader.model import Kata
from grader.render.matrix import Matrix, findings, matrix_document
from grader.render.matrix_text import legend, matrix_text
from grader.render.style import Style
from grader.writing import write_pieces


class Form(StrEnum):
    """What a matrix may be written as."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What `grade dev matrix` was asked for; `file` takes it instead of the screen."""

    names: tuple[str, ...] = ()
    form: Form = Form.TEXT
    file: Path | None = None
    jobs: int = 1
    style: Style = Style.PICTURES


def show_matrix(world: World, wish: Wish) -> ExitCode:
    """Mark and show; exit code 1 where a check catches nothing, a wrong solution survives or a right one fails."""
    course = world.course()
    katas = choosing.named(world, course, wish.names) if wish.names else load_katas(course)
    if not katas:
        raise UsageError(f"There is no kata in {world.shown(course)}.", hint="Begin one: grade dev new")
    found = _drawn(world, katas, course / "solutions", wish)
    said = written(found, wish.form, Style.PLAIN if wish.file else wish.style)
    if wish.file is None:
        world.say(said.rstrip("\n"))
    else:
        write_pieces(world.here / wish.file, [said])
        world.say(f"{wish.file} is written.")
    return ExitCode.REJECTED if any(map(findings, found)) else ExitCode.ACCEPTED


def _drawn(world: World, katas: Sequence[Kata], solutions: Path, wish: Wish) -> tuple[Matrix, ...]:
    """The matrices; where there are several, how far they are is told."""
    if len(katas) == 1:
        return matrices(katas, solutions=solutions, jobs=wish.jobs)
    done = count(1)
    with progress(world, len(katas), plain=wish.style is Style.PLAIN) as tell:
        return matrices(katas, solutions=solutions, jobs=wish.jobs, on_step=lambda kata: tell(next(done)))


def written(found: tuple[Matrix, ...], form: Form, style: Style) -> str:
    """The matrices in one form."""
    match form:
        case Form.TEXT:
            return "\n".join([*(matrix_text(matrix, style=style) for matrix in found), legend(style)])
        case Form.JSON:
            return json.dumps(matrix_document(found), indent=1, ensure_ascii=True) + "\n"
        case Form.HTML:
            # Templates are only loaded where a page is wanted.
            from grader.render.matrix_page import matrix_page

            return matrix_page(found)
