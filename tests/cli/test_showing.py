"""`grade demo` and `grade doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Bench


@pytest.fixture
def open_kata(bench: Bench) -> None:
    """kata00 with its solutions, as it ships."""
    bench.kata("kata00_warm")
    home = "solutions/kata00_warm"
    bench.write(f"{home}/warm.py", "right\n")
    bench.write(f"{home}/alternatives/other.py", "right\n")
    bench.write(f"{home}/wrong/w1_a.py", "# misconception: M01\nwrong\n")
    bench.write(f"{home}/wrong/w2_b.py", "# misconception: M02\nwrong\n")


@pytest.mark.usefixtures("open_kata")
def test_the_demo_has_three_acts(bench: Bench) -> None:
    """A rejected submission, the reference accepted, and a class with shared places."""
    assert 0 == bench.grade("demo", "--plain")

    acts = [line for line in bench.out.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert [
        "1. A wrong warm.py, as its student sees it",
        "2. The reference",
        "3. A small class and its warm.py",
    ] == acts
    assert ["1  Ben", "1  Cleo", "3  Ada", "3  Dov"] == [
        " ".join(line.split()[:1]) + "  " + line.split()[1]
        for line in bench.out.splitlines()
        if line.split()[1:2] in (["Ada"], ["Ben"], ["Cleo"], ["Dov"])
    ]
    assert "secret" not in bench.out


def test_a_demo_without_solutions_is_ours(bench: Bench) -> None:
    """Where kata00's solutions are missing the demo says what to do."""
    assert 3 == bench.grade("demo")
    assert "Clone the course again." in bench.err


def test_the_doctor_tells_what_is_missing(bench: Bench) -> None:
    """Each thing is well or comes with advice, and the command ends well."""
    assert 0 == bench.grade("doctor")
    assert "protections  partial" in bench.out
    assert "missing: namespaces: install bubblewrap." in bench.out
    assert "2 katas in this folder" in bench.out


def test_the_doctor_finds_a_broken_kata(bench: Bench) -> None:
    """A kata.yaml that is wrong is a symptom like any other."""
    bench.write("katas/kata02_beta/kata.yaml", "title: 3\n")

    assert 0 == bench.grade("doctor")
    assert "kata02_beta/kata.yaml:1: title: 3 is not of type 'string'." in " ".join(bench.out.split())
