"""The gallery of feedback."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from grader.cli import run
from grader.cli.dev.documents import CHOSEN, GALLERY, chosen
from grader.cli.world import World, real_world
from grader.curriculum import find_course, kata_named
from grader.errors import ExitCode

COURSE = find_course(Path(__file__))


def world(here: Path) -> World:
    """The real examiner, and a terminal to look at afterwards."""
    return replace(
        real_world(), here=here, out=io.StringIO(), err=io.StringIO(), now=lambda: datetime(2026, 1, 2, tzinfo=UTC)
    )


def test_it_shows_what_students_see() -> None:
    """The document in docs/ is what `grade dev gallery` writes now."""
    made = world(COURSE)

    code = run(["dev", "gallery", "--check"], made)

    assert made.err.getvalue() == ""  # type: ignore[attr-defined]
    assert code == ExitCode.ACCEPTED


def test_a_stale_document_is_refused(tmp_path: Path) -> None:
    """Anything else in its place ends with 1, says what to do, and leaves it as it is."""
    for folder in ("katas", "solutions"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "kata00_warm_up").symlink_to(COURSE / folder / "kata00_warm_up")
    (tmp_path / CHOSEN).write_text("kata00: [w2_blocks_everybody]\n", encoding="utf-8")
    path = tmp_path / GALLERY
    path.parent.mkdir()
    path.write_text("old\n", encoding="utf-8")
    made = world(tmp_path)

    code = run(["dev", "gallery", "--check"], made)

    assert code == ExitCode.REJECTED
    assert "Try: grade dev gallery" in made.err.getvalue()  # type: ignore[attr-defined]
    assert path.read_text(encoding="utf-8") == "old\n"


def test_without_solutions_it_says_so(tmp_path: Path) -> None:
    """In a student's clone there is nothing to make it from: wrong usage, and no traceback."""
    (tmp_path / "katas").symlink_to(COURSE / "katas")
    made = world(tmp_path)

    assert run(["dev", "gallery"], made) == ExitCode.USAGE
    assert "are not here" in made.err.getvalue()  # type: ignore[attr-defined]


def test_twenty_are_chosen_from_across_the_tracks() -> None:
    """Twenty wrong solutions of at least twelve katas and five tracks, each once."""
    shown = chosen(COURSE)
    katas = [kata_named(COURSE, name, here=COURSE) for name, _ in shown]

    assert len(set(shown)) == len(shown) == 20
    assert len({kata.id for kata in katas}) >= 12
    assert len({kata.track for kata in katas}) >= 5
