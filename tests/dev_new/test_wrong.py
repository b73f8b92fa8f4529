"""`grade dev wrong`: a wrong solution begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.kata_files import KEYS
from grader.authoring.new.beginning import with_header
from grader.errors import ExitCode
from tests.dev_new.bench import Bench

HOME = "solutions/kata61_graceful_shutdown/wrong"
REFERENCE = '"""Why this is right."""\n\nimport asyncio\n\n\nasync def f():\n    """It does."""\n'


@pytest.fixture
def begun(bench: Bench) -> Bench:
    """A set in which kata61 has a reference and one wrong solution."""
    bench.new("kata61", "Graceful shutdown")
    (bench.here / "solutions/kata61_graceful_shutdown/graceful_shutdown.py").write_text(REFERENCE)
    return bench


def wrong(bench: Bench, *arguments: str) -> int:
    """Run `grade dev wrong` in the set that lies here."""
    return bench.grade("dev", "wrong", *arguments, "--katas", ".")


def test_the_reference_is_copied_below_a_header_to_fill_in(begun: Bench) -> None:
    """The next number, every line of the header open, and the reference's code as it is."""
    assert wrong(begun, "kata61", "forgets to cancel") == ExitCode.ACCEPTED

    text = begun.files()[f"{HOME}/w2_forgets_to_cancel.py"].decode()
    header, _, body = text.partition("\n\n")
    assert [line.partition(": TODO: ")[0] for line in header.splitlines()[1:]] == [f"# {key}" for key in KEYS]
    assert header.startswith('"""TODO: what somebody believes')
    assert body == 'import asyncio\n\n\nasync def f():\n    """It does."""\n'
    assert (
        f"{HOME}/w2_forgets_to_cancel.py" in begun.out and "grade dev check --repeats 1 kata61 --katas ." in begun.out
    )


def test_what_is_left_open_is_listed_by_dev_check(begun: Bench) -> None:
    """Each line of the header is a line of its own there."""
    wrong(begun, "kata61", "forgets")

    begun.grade("dev", "check", "--repeats", "1", "kata61", "--katas", ".")

    assert begun.out.count("solutions/wrong/w2_forgets.py:") == len(KEYS) + 1
    assert "wrong solution w2_forgets.py" not in begun.out  # nothing more is said of what is not written yet


def test_a_program_met_in_a_class_takes_the_place_of_the_reference(begun: Bench) -> None:
    """Whatever it is; its author is reminded that a name may stand in it."""
    (begun.here / "handed_in.py").write_text("# by Ada\nasync def f(:\n")

    assert wrong(begun, "kata61", "w7_waits_twice", "--from", "handed_in.py") == ExitCode.ACCEPTED

    text = begun.files()[f"{HOME}/w7_waits_twice.py"].decode()
    assert text.endswith("\n\n# by Ada\nasync def f(:\n")
    assert "Take out what says who wrote it" in begun.out


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("kata61", "w1_one_by_one"), "w1_one_by_one.py is there already."),
        (("kata61", "../../x"), None),
        (("kata61", "!!"), "'!!' is no name for a file."),
        (("kata62", "x"), "kata62"),
        (("kata61", "x", "--from", "gone.py"), "gone.py cannot be read"),
        (("kata61", "x", "--from", "latin.py"), "The file is not UTF-8 text."),
    ],
)
def test_nothing_is_written_over_or_elsewhere(begun: Bench, asked: tuple[str, ...], told: str | None) -> None:
    """What cannot be begun is usage, and a name is never a path."""
    (begun.here / "latin.py").write_bytes(b"x = '\xe9'\n")
    before = begun.files()

    code = wrong(begun, *asked)

    added = set(begun.files()) - set(before)
    assert {path: begun.files()[path] for path in before} == before
    if told is None:
        assert (code, added) == (ExitCode.ACCEPTED, {f"{HOME}/w2_x.py"})
    else:
        assert (code, added) == (ExitCode.USAGE, set())
        assert told in begun.err


def test_without_a_reference_there_is_nothing_to_copy(begun: Bench) -> None:
    """As in a student's edition: another program has to be named."""
    (begun.here / "solutions/kata61_graceful_shutdown/graceful_shutdown.py").unlink()

    assert wrong(begun, "kata61", "x") == ExitCode.USAGE
    assert "--from FILE" in begun.err


def test_only_a_docstring_is_taken_away() -> None:
    """A file that begins with code, or with a comment, keeps it."""
    assert with_header("x = 1\n").endswith("\n\nx = 1\n")
    assert with_header('# first\n"""Second."""\nx = 1\n').endswith("\n\nx = 1\n")
    assert with_header("# first\nx = 1\n").endswith("\n\n# first\nx = 1\n")


def test_begin_says_how_to_start_over(bench: Bench, tmp_path: Path) -> None:
    """Both folders by name, when it is begun and when something is in the way."""
    bench.new("kata61", "Graceful shutdown")
    said = bench.out
    folders = "katas/kata61_graceful_shutdown and solutions/kata61_graceful_shutdown"

    (tmp_path / "katas/kata61_graceful_shutdown").rename(tmp_path / "away")
    bench.new("kata61", "Graceful shutdown")

    assert f"To start over, delete {folders}." in said
    assert f"to start over, delete {folders}." in bench.err
