"""Documents that a command makes, the gallery and the ladder: written anew, or held against what it would write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import yaml

from grader.authoring.documents import gallery_text, ladder_text
from grader.cli.world import World
from grader.curriculum import kata_named, load_katas
from grader.engine.submission import read_submission
from grader.errors import ExitCode, UsageError
from grader.files import write_pieces
from grader.model import Kata, Report
from grader.report.layout import Style
from grader.report.scoring import student_view
from grader.report.text import text

check_only = click.option("--check", is_flag=True, help="Write nothing; fail when the document is stale.")


def write_document(world: World, path: Path, text: str) -> ExitCode:
    """Write the document anew. Raises UsageError where it cannot be written."""
    write_pieces(path, [text])
    world.say(f"{world.shown(path)} is written.")
    return ExitCode.ACCEPTED


def check_document(world: World, path: Path, text: str, *, command: str) -> ExitCode:
    """Fail when the document is no longer what `command` would write."""
    current = path.read_text(encoding="utf-8") if path.is_file() else ""
    if current == text:
        world.say(f"{world.shown(path)} is up to date.")
        return ExitCode.ACCEPTED
    world.complain(f"{world.shown(path)} is stale.", f"Try: {command}")
    return ExitCode.REJECTED


GALLERY = Path("docs") / "feedback-gallery.md"
SEED = "6a11e7" * 5 + "00"
CHOSEN = Path("solutions") / "gallery.yaml"


README = Path("README.md")
# Between these two lines the README shows one failed check, as its student sees it.
SHOWN = re.compile(r"(?<=<!-- grade dev gallery -->\n).*?(?=<!-- /grade dev gallery -->)", re.DOTALL)
SHOWN_KATA, SHOWN_WRONG = "kata08", "w2_*"


@click.command()
@check_only
@click.pass_obj
def gallery(world: World, check: bool) -> ExitCode:
    """Write docs/feedback-gallery.md: what a student sees for twenty wrong solutions."""
    return check_gallery(world) if check else write_gallery(world)


def write_gallery(world: World) -> ExitCode:
    """Write the gallery anew, and the report in the README."""
    return max(write_document(world, path, body) for path, body in _with_reports(world))


def check_gallery(world: World) -> ExitCode:
    """Fail when the gallery or the README no longer shows what a student sees."""
    return max(check_document(world, path, body, command="grade dev gallery") for path, body in _with_reports(world))


def _with_reports(world: World) -> Iterator[tuple[Path, str]]:
    """Yield the documents that show reports, as they should be: the gallery, and a README that has a place for one."""
    course = world.course()
    yield course / GALLERY, gallery_text(_wrong_solutions(world, course))
    readme = course / README
    old = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    if SHOWN.search(old):
        _, report = _wrong_report(world, course, kata_named(course, SHOWN_KATA, here=course), SHOWN_WRONG)
        # The sum at the end is of all checks: with one of them it would mislead.
        body = text(student_view(replace(report, results=report.results[:1])), style=Style.PICTURES).rstrip("\n")
        one_check = body.rpartition("\n")[0].rstrip()
        yield readme, SHOWN.sub(lambda _: f"```\n$ grade {report.kata}\n{one_check}\n```\n", old)


def _wrong_solutions(world: World, course: Path) -> Iterator[tuple[Kata, Path, Report]]:
    """Yield what the gallery shows.

    Raises UsageError where the wrong solutions are not there, as in a student's clone.
    """
    for name, file in chosen(course):
        kata = kata_named(course, name, here=course)
        yield kata, *_wrong_report(world, course, kata, file)


def _wrong_report(world: World, course: Path, kata: Kata, name: str) -> tuple[Path, Report]:
    found = sorted((course / "solutions" / kata.slug / "wrong").glob(f"{name}.py"))
    if not found:
        raise UsageError(
            f"The wrong solutions of {kata.id} are not here.", hint="The gallery is made in an author's clone."
        )
    (report,) = world.grade_all(kata, [read_submission(found[0])], seed=SEED)
    return found[0], report


def chosen(course: Path) -> tuple[tuple[str, str], ...]:
    """Return each kata with a wrong solution that is shown, in order. Raises UsageError where they are not here."""
    path = course / CHOSEN
    if not path.is_file():
        raise UsageError("The wrong solutions are not here.", hint="The gallery is made in an author's clone.")
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple((kata, name) for kata, names in listed.items() for name in names)


LADDER = Path("docs") / "ladder.md"
CONCEPTS = Path("solutions") / "concepts.yaml"


@click.command()
@check_only
@click.pass_obj
def ladder(world: World, check: bool) -> ExitCode:
    """Write docs/ladder.md: the katas by track, and what each concept of the lessons is taught by."""
    return check_ladder(world) if check else write_ladder(world)


def write_ladder(world: World) -> ExitCode:
    """Write the document anew."""
    course = world.course()
    return write_document(world, course / LADDER, _ladder_text(course))


def check_ladder(world: World) -> ExitCode:
    """Fail when the document no longer tells what the katas' files say."""
    course = world.course()
    return check_document(world, course / LADDER, _ladder_text(course), command="grade dev ladder")


def _ladder_text(course: Path) -> str:
    """Return the document. Raises UsageError where a kata names a concept that is not known."""
    katas = load_katas(course)
    concepts = concepts_of(course)
    unknown = sorted({f"{code} ({kata.id})" for kata in katas for code in kata.seeds if code not in concepts})
    if unknown:
        raise UsageError(f"{CONCEPTS} does not know {', '.join(unknown)}.", hint="Add it there, or mend seeds:")
    return ladder_text(katas, concepts)


def concepts_of(course: Path) -> dict[str, str]:
    """Return the lessons' concepts by their codes.

    Raises UsageError where they are not here, as in a student's clone.
    """
    path = course / CONCEPTS
    if not path.is_file():
        raise UsageError("The lessons' concepts are not here.", hint="The ladder is made in an author's clone.")
    return {str(code): str(about) for code, about in yaml.safe_load(path.read_text(encoding="utf-8")).items()}
