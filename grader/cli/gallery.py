"""`grade dev gallery`: wrong solutions and the exact text their students see, as a document that stays true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from grader.cli.made import check_document, write_document
from grader.cli.world import World
from grader.curriculum import kata_named
from grader.errors import ExitCode, UsageError
from grader.intake import read_submission
from grader.model import Kata, Report
from grader.render.style import Style
from grader.render.text import text
from grader.scoring import student_view

DOCUMENT = Path("docs") / "feedback-gallery.md"
SEED = "6a11e7" * 5 + "00"
CHOSEN = Path("solutions") / "gallery.yaml"
HEADER = re.compile(r'\A"""(.*?)"""\n(?:#[^\n]*\n)*', re.DOTALL)


def write_gallery(world: World) -> ExitCode:
    """Write the document anew."""
    course = world.course()
    return write_document(world, course / DOCUMENT, gallery(world, course))


def check_gallery(world: World) -> ExitCode:
    """Fail when the document no longer shows what a student sees."""
    course = world.course()
    return check_document(world, course / DOCUMENT, gallery(world, course), command="grade dev gallery")


def gallery(world: World, course: Path) -> str:
    """The whole document. Raises UsageError where the wrong solutions are not there, as in a student's clone."""
    parts = [ABOUT]
    for name, file in chosen(course):
        kata = kata_named(course, name, here=course)
        found = sorted((course / "solutions" / kata.slug / "wrong").glob(f"{file}.py"))
        if not found:
            raise UsageError(
                f"The wrong solutions of {kata.id} are not here.", hint="The gallery is made in an author's clone."
            )
        (report,) = world.grade_all(kata, [read_submission(found[0])], seed=SEED)
        parts.append("\n".join(_shown(kata, found[0], report)))
    return "\n\n".join(parts) + "\n"


def chosen(course: Path) -> tuple[tuple[str, str], ...]:
    """Each kata with a wrong solution that is shown, in order. Raises UsageError where they are not here."""
    path = course / CHOSEN
    if not path.is_file():
        raise UsageError("The wrong solutions are not here.", hint="The gallery is made in an author's clone.")
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple((kata, name) for kata, names in listed.items() for name in names)


def _shown(kata: Kata, path: Path, report: Report) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    header = HEADER.match(source)
    belief = " ".join(header[1].split()) if header else path.stem
    code = source[header.end() :].strip("\n") if header else source.strip("\n")
    yield f"## {kata.id} {kata.title}"
    yield ""
    yield f"Track {kata.track}, `{path.name}`. {belief}"
    yield ""
    yield _fenced(code, "python")
    yield ""
    yield _fenced(text(student_view(report), style=Style.PICTURES).rstrip("\n"), "text")


def _fenced(said: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", said)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{said}\n{fence}"


ABOUT = """\
# Feedback gallery

Wrong solutions from across the tracks, and the exact text a student sees for each. Made by `grade dev gallery`;
`grade dev gallery --check` fails when it is stale. Do not edit it by hand. The line numbers count the lines that stand
above the code in the solution's file."""
