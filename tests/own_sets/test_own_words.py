"""A set's own tracks and misconceptions, and the name under which it is released."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from grader.errors import ExitCode
from tests.dev_new.bench import Bench

SET = """\
name: Queues für alle
author: Ada "Countess" Lovelace
licence: CC-BY-4.0
tracks: [queues]
misconceptions:
  X01: "One thing was done after the other."
"""
CHECKS = "katas/kata91_all_at_once/test_together.py"
WRONG = "solutions/kata91_all_at_once/wrong/w1_one_by_one.py"


def change(path: Path, old: str, new: str) -> None:
    """Put one text in the place of another."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def own(teachers: Path) -> Path:
    """The set with words of its own: a kata in its track, a check and a wrong solution that speak of X01."""
    (teachers / "katas" / "set.yaml").write_text(SET, encoding="utf-8")
    change(teachers / "katas/kata91_all_at_once/kata.yaml", "track: tasks", "track: queues")
    change(
        teachers / CHECKS,
        "import M02, M07, Job, check, expect\n",
        'import M07, Job, Misconception, check, expect\n\nX01 = Misconception("X01", "One after the other.")\n',
    )
    change(teachers / CHECKS, "M02.because", "X01.because")
    change(teachers / WRONG, "misconception: M02", "misconception: X01")
    return teachers


def test_dev_check_knows_the_set_s_own_misconceptions(bench: Bench, own: Path) -> None:
    """A claim and a check may speak of one; where the set does not define it, each of them is told."""
    check = ("dev", "check", "--repeats", "1", "kata91", "--katas", str(own))
    assert bench.grade(*check) == ExitCode.ACCEPTED, bench.out

    change(own / "katas" / "set.yaml", "X01", "X02")
    assert bench.grade(*check) == ExitCode.REJECTED

    unknown = "which neither grader.testing nor katas/set.yaml has"
    assert f"w1_one_by_one.py names the misconception X01, {unknown}" in bench.out
    assert f"test_together.py:5: makes the misconception X01, {unknown}" in bench.out


def test_a_student_reads_the_set_s_own_sentence(bench: Bench, own: Path) -> None:
    """In progress, in the list of misconceptions and when asked for it; and next knows what the kata is about."""
    (own / ".grade").mkdir()
    (own / "katas/kata91_all_at_once/together.py").write_text((own / WRONG).read_text())
    asked = ("--katas", str(own))
    bench.grade("kata91", *asked)

    said = {}
    for command in ("progress", "explain", "explain x01"):
        assert bench.grade(*command.split(), *asked) == ExitCode.ACCEPTED
        said[command] = bench.out

    assert "X01  One thing was done after the other." in said["explain x01"]
    assert "X01  One thing was done after the other. (still yours: kata91)" in said["explain"]
    assert "X01  One thing was done after the other. (kata91)" in said["progress"]
    assert "queues" in said["progress"] and "Learn more" not in said["progress"]
    assert bench.grade("explain", "X09", *asked) == ExitCode.USAGE


def test_a_new_kata_begins_in_a_track_of_the_set(bench: Bench, own: Path) -> None:
    """The set's tracks may be asked for, and one that is nobody's is told with all there are."""
    new = ("dev", "new", "kata93", "More", "--katas", str(own), "--track")

    assert bench.grade(*new, "sports") == ExitCode.USAGE
    assert "'--track'" in bench.err and "capstones, queues" in bench.err
    assert bench.grade(*new, "queues") == ExitCode.ACCEPTED
    assert "track: queues" in (own / "katas/kata93_more/kata.yaml").read_text()


def test_an_edition_bears_the_name_of_its_set(bench: Bench, own: Path) -> None:
    """Name, author and licence stand in README.md and pyproject.toml; the set's own licence lies beside its katas."""
    (own / "LICENSE").write_text("Attribution.\n")

    assert bench.grade("dev", "release", "edition", "--katas", str(own)) == ExitCode.ACCEPTED

    edition = bench.here / "edition"
    readme = (edition / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads((edition / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert readme.startswith("# Queues für alle\n")
    assert 'The katas are by Ada "Countess" Lovelace and are under the licence CC-BY-4.0. The grader: MIT' in readme
    assert (project["name"], project["description"]) == ("queues-fur-alle", "Queues für alle")
    assert project["authors"] == [{"name": 'Ada "Countess" Lovelace'}]
    assert project["license"] == {"text": "The katas: CC-BY-4.0. The grader: MIT."}
    assert (edition / "katas" / "LICENSE").read_text() == "Attribution.\n"
    assert (edition / "katas" / "set.yaml").read_text(encoding="utf-8") == SET
    assert "MIT" in (edition / "LICENSE").read_text(encoding="utf-8")


def test_a_set_without_a_name_is_released_as_before(bench: Bench, teachers: Path) -> None:
    """Nothing is said of an author, and there is no file of the set's."""
    assert bench.grade("dev", "release", "edition", "--katas", str(teachers)) == ExitCode.ACCEPTED

    edition = bench.here / "edition"
    readme = (edition / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# asyncio-katas\n") and readme.endswith("\nMIT licence, see [LICENSE](LICENSE).\n")
    assert not (edition / "katas" / "set.yaml").exists() and not (edition / "katas" / "LICENSE").exists()


def test_a_broken_set_is_told_in_sentences(bench: Bench, own: Path) -> None:
    """Whatever the command is."""
    (own / "katas" / "set.yaml").write_text("nmae: x\n")

    assert bench.grade("list", "--katas", str(own)) == ExitCode.OUR_FAULT

    assert "katas/set.yaml:1: " in bench.err and "there is no key nmae here. Did you mean name?" in bench.err
