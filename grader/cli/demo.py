"""`grade demo`: a wrong submission as its student sees it, the reference accepted, a small class."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from grader.cli.world import World
from grader.curriculum import find_course, load_katas
from grader.errors import ExitCode, UnableToGrade
from grader.intake import read_submission
from grader.model import Kata, Report
from grader.render.board import board
from grader.render.style import Ink, Style, paint
from grader.render.text import text
from grader.scoreboard import Entry, scoreboard
from grader.scoring import misconceptions, student_view

SHOWN_FIRST = ("kata11", "kata00")
SLIP = "M00"  # A slip of one kata only, which says nothing about a class.
TELLING = "# misconception: M02"
NAMES = (
    "Ada Ben Cleo Dov Ela Finn Gita Hugo Ines Jan Kira Liam Mona Nils Olga Paul Quin Rosa Sami Tove Udo Vera Wim Zoe"
)
CLASS = tuple(NAMES.split())


def demo(world: World, *, style: Style) -> ExitCode:
    """Play the three acts. Raises UnableToGrade where no kata has its solutions in the open."""
    course = find_course(world.here)
    katas = _shown(course)
    seed = secrets.token_hex(16)
    wrong, reference, *_ = first = _marked(world, course, katas[0], seed)
    _act(world, f"1. A wrong {katas[0].submit}, as its student sees it", style)
    world.say(text(student_view(wrong), style=style))
    _act(world, "2. The reference", style)
    world.say(text(student_view(reference), style=style))
    _act(world, f"3. A small class and its {' and '.join(kata.submit for kata in katas)}", style)
    marked = [first, *(_marked(world, course, kata, seed) for kata in katas[1:])]
    world.say(board(scoreboard(_class(marked)), columns=[kata.id for kata in katas], style=style))
    world.say(_misunderstood(marked))
    world.say("Now you: grade next")
    return ExitCode.ACCEPTED


def _shown(course: Path) -> list[Kata]:
    by_id = {kata.id: kata for kata in load_katas(course) if (course / "solutions" / kata.slug / kata.submit).is_file()}
    found = [by_id[name] for name in SHOWN_FIRST if name in by_id]
    if not found:
        raise UnableToGrade(
            "The demo needs the solutions of kata00, which come with the course.", hint="Clone the course again."
        )
    return found


def _marked(world: World, course: Path, kata: Kata, seed: str) -> Sequence[Report]:
    """The telling wrong solution, the reference, then every other one."""
    folder = course / "solutions" / kata.slug
    wrong = sorted(folder.glob("wrong/*.py"))
    telling = next((path for path in wrong if TELLING in path.read_text(encoding="utf-8")), wrong[0])
    rest = [*sorted(folder.glob("alternatives/*.py")), *(path for path in wrong if path != telling)]
    return world.grade_all(kata, [read_submission(path) for path in (telling, folder / kata.submit, *rest)], seed=seed)


def _act(world: World, title: str, style: Style) -> None:
    world.say(paint(title, Ink.LOUD, style))
    world.say(("-" if style is Style.PLAIN else "─") * len(title))


def _class(marked: Sequence[Sequence[Report]]) -> list[Entry]:
    """One student for each row of reports, as long as there are names; who handed in nothing has no points."""
    rows = zip_longest(*marked)
    return [
        Entry(name, tuple(report.points if report else 0 for report in row))
        for name, row in zip(CLASS, rows, strict=False)
    ]


def _misunderstood(marked: Sequence[Sequence[Report]]) -> str:
    codes = Counter(code for reports in marked for report in reports for code in misconceptions(report.results))
    del codes[SLIP]
    most = ", ".join(f"{code} in {times}" for code, times in codes.most_common(3))
    return f"Misunderstood most often: {most}\n" if most else ""
