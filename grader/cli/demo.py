"""`grade demo`: a wrong submission, the reference, and a class from hand-in to export."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from grader.cli.commands import is_here, plain
from grader.cli.world import World
from grader.curriculum import find_course, load_katas
from grader.engine.submission import read_submission
from grader.errors import ExitCode, UnableToGrade, UsageError
from grader.model import Kata, Report
from grader.report.layout import Ink, Style, paint
from grader.report.scoring import student_view
from grader.report.text import text

SHOWN_FIRST = ("kata11", "kata00")
TYPICAL = "# misconception: M02"
CLASS = "grader.cli.classroom"


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="Leave the class's course there.")
@plain
@click.pass_obj
def demo(world: World, keep: Path | None, plain: bool) -> ExitCode:
    """See it work: a wrong kata, the reference, a class of 30."""
    play(world, style=world.style(plain=plain), keep=world.here / keep if keep is not None else None)
    return ExitCode.ACCEPTED


def play(world: World, *, style: Style, keep: Path | None) -> None:
    """Play the three acts; the class's course stays in `keep`, or in a temporary folder that is named at the end.

    Raises UnableToGrade where no kata has its solutions in the open, UsageError when something is in `keep` already.
    """
    # Not what GRADE_KATAS names: what is shown is the course itself.
    course = find_course(world.here)
    katas = _shown(course)
    if keep is not None and _is_taken(keep):
        raise UsageError(
            f"There is something in {world.shown(keep)} already.", hint="Name a new folder: grade demo --keep DIR"
        )
    wrong, reference = _graded(world, course, katas[0])
    _act(world, f"1. A wrong {katas[0].submit}, as its student sees it", style)
    world.say(text(student_view(wrong), style=style))
    _act(world, "2. The reference", style)
    world.say(text(student_view(reference), style=style))
    if is_here(CLASS):
        # A student edition has no class.
        from grader.cli.classroom.demo_class import class_of_thirty

        _act(world, f"3. A class of 30 and its {' and '.join(kata.submit for kata in katas)}", style)
        class_of_thirty(world, course, katas, style=style, keep=keep)
    world.say("Now you: grade next")


def _shown(course: Path) -> list[Kata]:
    by_id = {kata.id: kata for kata in load_katas(course) if (course / "solutions" / kata.slug / kata.submit).is_file()}
    found = [by_id[name] for name in SHOWN_FIRST if name in by_id]
    if not found:
        raise UnableToGrade(
            "The demo needs the solutions of kata00, which come with the course.", hint="Clone the course again."
        )
    return found


def _is_taken(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _graded(world: World, course: Path, kata: Kata) -> tuple[Report, Report]:
    """Return the typical wrong solution and the reference."""
    folder = course / "solutions" / kata.slug
    wrong = sorted(folder.glob("wrong/*.py"))
    typical = next((path for path in wrong if TYPICAL in path.read_text(encoding="utf-8")), wrong[0])
    files = [read_submission(path) for path in (typical, folder / kata.submit)]
    first, second = world.grade_all(kata, files, seed=secrets.token_hex(16))
    return first, second


def _act(world: World, title: str, style: Style) -> None:
    world.say(paint(title, Ink.LOUD, style))
    world.say(("-" if style is Style.PLAIN else "─") * len(title))
