"""`grade dev ladder`: the katas by track and by what they teach, as a document that stays true."""

from __future__ import annotations

from pathlib import Path

import yaml

from grader.cli.made import check_document, write_document
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, UsageError
from grader.render.ladder import ladder

DOCUMENT = Path("docs") / "ladder.md"
CONCEPTS = Path("solutions") / "concepts.yaml"


def write_ladder(world: World) -> ExitCode:
    """Write the document anew."""
    course = world.course()
    return write_document(world, course / DOCUMENT, _made(course))


def check_ladder(world: World) -> ExitCode:
    """Fail when the document no longer tells what the katas' files say."""
    course = world.course()
    return check_document(world, course / DOCUMENT, _made(course), command="grade dev ladder")


def _made(course: Path) -> str:
    """The document. Raises UsageError where a kata names a concept that is not known."""
    katas = load_katas(course)
    concepts = concepts_of(course)
    unknown = sorted({f"{code} ({kata.id})" for kata in katas for code in kata.seeds if code not in concepts})
    if unknown:
        raise UsageError(f"{CONCEPTS} does not know {', '.join(unknown)}.", hint="Add it there, or mend seeds:")
    return ladder(katas, concepts)


def concepts_of(course: Path) -> dict[str, str]:
    """The lessons' concepts by their codes. Raises UsageError where they are not here, as in a student's clone."""
    path = course / CONCEPTS
    if not path.is_file():
        raise UsageError("The lessons' concepts are not here.", hint="The ladder is made in an author's clone.")
    return {str(code): str(about) for code, about in yaml.safe_load(path.read_text(encoding="utf-8")).items()}
