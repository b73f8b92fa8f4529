"""An author's gates on a set of katas from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.errors import ExitCode
from tests.dev_new.bench import Bench


def test_dev_check_holds_the_set_to_the_same_rules(bench: Bench, teachers: Path) -> None:
    """Both katas are verified in full; take a wrong solution's words away, and the gate is shut."""
    check = ("dev", "check", "--repeats", "2", "--katas", str(teachers))

    assert bench.grade(*check) == ExitCode.ACCEPTED
    good = sorted(line.rpartition(",")[0] for line in bench.out.splitlines())
    (teachers / "solutions/kata92_what_it_prints/wrong/w1_all_at_once.py").write_text("ANSWERS = {}\n")

    assert bench.grade(*check, "kata92") == ExitCode.REJECTED
    assert "w1_all_at_once.py has no docstring" in bench.out
    assert good == [
        "kata91  ok  5 checks, reference + 1 alternative accepted, 5 wrong solutions caught with 2 seeds, "
        "19 idle programs unpaid, 2 repeats identical",
        "kata92  ok  5 checks, reference + 1 alternative accepted, 1 wrong solution caught with 2 seeds, "
        "5 idle programs unpaid, 2 repeats identical",
    ]


def test_dev_matrix_draws_the_set(bench: Bench, teachers: Path) -> None:
    """Both katas' programs, and nothing to look at."""
    assert bench.grade("dev", "matrix", "--output", "json", "--katas", str(teachers)) == ExitCode.ACCEPTED

    katas = json.loads(bench.out)["katas"]
    assert [(kata["kata"], len(kata["programs"])) for kata in katas] == [("kata91", 8), ("kata92", 4)]


def test_dev_mutants_writes_the_table_of_the_set(bench: Bench, teachers: Path) -> None:
    """The table lies beside the set's own solutions, and is held against them."""
    pytest.importorskip("libcst")
    mutants = ("dev", "mutants", "kata91", "--plain", "--katas", str(teachers))

    assert bench.grade(*mutants) == ExitCode.ACCEPTED

    assert "kata91" in (teachers / "solutions" / "mutants.md").read_text(encoding="utf-8")


def test_dev_new_adds_to_the_set(bench: Bench, teachers: Path) -> None:
    """A third kata is begun there, after the second, and in no other place."""
    assert bench.grade("dev", "new", "kata93", "One more", "--katas", str(teachers)) == ExitCode.ACCEPTED

    assert [path.name for path in (teachers / "solutions").glob("kata93*")] == ["kata93_one_more"]
    assert "after: [kata92]" in (teachers / "katas/kata93_one_more/kata.yaml").read_text(encoding="utf-8")
    assert list(bench.here.iterdir()) == []


def test_dev_release_makes_an_edition_of_the_set(bench: Bench, teachers: Path) -> None:
    """Its students receive the set's katas, sealed, and the warm-up that comes with the grader."""
    assert bench.grade("dev", "release", "edition", "--katas", str(teachers)) == ExitCode.ACCEPTED

    katas = bench.here / "edition" / "katas"
    assert sorted(path.name for path in katas.iterdir()) == [
        "kata00_warm_up",
        "kata91_all_at_once",
        "kata92_what_it_prints",
    ]
    assert not (katas / "kata91_all_at_once" / "hidden" / "test_together_hidden.py").exists()
