"""`grade list`, `next`, `hint` and `reset`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.katas import STUB

if TYPE_CHECKING:
    from conftest import Bench

ALPHA = "katas/kata01_alpha/alpha.py"


def test_the_list_tells_how_far_one_is(bench: Bench) -> None:
    """Accepted katas are done, and the others ready."""
    bench.write(ALPHA, "right\n")
    bench.grade("kata01")

    assert bench.grade("list", "--plain") == 0
    assert [line.split()[0] for line in bench.out.splitlines()[1:3]] == ["done", "ready"]
    assert bench.out.endswith("1 of 2 done.\n")


def test_next_tells_where_to_read_and_write(bench: Bench) -> None:
    """The next kata comes with its files."""
    bench.write(ALPHA, "right\n")
    bench.grade("kata01")

    assert bench.grade("next") == 0
    assert bench.out.splitlines()[0] == "kata02  The beta"
    assert "katas/kata02_beta/beta.py" in bench.out


def test_hints_come_one_by_one(bench: Bench) -> None:
    """Each call shows one hint more, and the last one again when there are no more."""
    said = []
    for _ in range(4):
        bench.grade("hint", "kata01")
        said.append(bench.out.splitlines())

    assert [
        lines[0][-len(end) :]
        for lines, end in zip(said, ["1/3: Look.", "2/3: Think.", "3/3: Write.", "3/3: Write."], strict=True)
    ] == ["1/3: Look.", "2/3: Think.", "3/3: Write.", "3/3: Write."]
    assert said[-1][-1] == "  That was the last hint."


def test_all_hints_come_at_once(bench: Bench) -> None:
    """--all shows the three."""
    assert bench.grade("hint", "kata01", "--all") == 0
    assert len(bench.out.splitlines()) == 3


def test_a_reset_keeps_what_was_written(bench: Bench) -> None:
    """The stub comes back, and the student's file stands among the backups."""
    path = bench.write(ALPHA, "mine\n")

    assert bench.grade("reset", "kata01", "--yes") == 0
    assert path.read_text(encoding="utf-8") == STUB
    (kept,) = (bench.root / ".grade" / "backups").iterdir()
    assert (kept.name, kept.read_text(encoding="utf-8")) == ("alpha.20260102T030405Z.py", "mine\n")


def test_a_second_reset_keeps_both(bench: Bench) -> None:
    """A backup is never written over."""
    for text in ("first\n", "second\n"):
        bench.write(ALPHA, text)
        bench.grade("reset", "kata01", "--yes")

    kept = sorted((bench.root / ".grade" / "backups").iterdir())
    assert {"first\n", "second\n"} == {path.read_text(encoding="utf-8") for path in kept}


def test_a_reset_asks(bench: Bench) -> None:
    """Who says no keeps the file as it is."""
    path = bench.write(ALPHA, "mine\n")
    bench.answer = False

    assert bench.grade("reset", "kata01") == 0
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_a_stub_that_is_not_known_is_not_replaced(bench: Bench) -> None:
    """Without knowing what the stub was, nothing is touched."""
    path = bench.write(ALPHA, "mine\n")
    (bench.root / ".grade" / "stubs" / "alpha.py").unlink()

    assert bench.grade("reset", "kata01", "--yes") == 2
    assert path.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("command", ["list", "next", "hint", "reset", "pack", "demo", "doctor", "dev"])
def test_every_command_explains_itself(bench: Bench, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """--help works everywhere and exits 0."""
    assert bench.grade(command, "--help") == 0
    assert f"grade {command}" in capsys.readouterr().out


def test_the_help_shows_examples(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """`grade --help` shows the options of grading, the commands, examples and exit codes."""
    assert bench.grade("--help") == 0

    said = capsys.readouterr().out
    assert all(word in said for word in ("--submission", "demo", "Examples:", "Exit codes:"))
