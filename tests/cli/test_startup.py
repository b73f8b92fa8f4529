"""Tricks that only buy start-up time change no report. Needs real processes: a start is what is tried."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.startup import PLAIN, SWITCH, Trick, is_on
from tests.support import processes

ROOT = Path(__file__).parents[2]
WRONG = next((ROOT / "solutions").glob("kata11_*/wrong/w1_*.py"))


def graded(off: str) -> tuple[int, str]:
    """The exit code and the whole report of a wrong solution, with these tricks off."""
    arguments = ["kata11", "--submission", str(WRONG), "--seed", "5eed", "--plain"]
    done = processes.grade(*arguments, **{SWITCH: off})
    return done.returncode, done.stdout


def test_reports_are_the_same_without_them() -> None:
    """The same wrong solution with the same seed has the same report, with every trick and with none."""
    code, report = graded(PLAIN)

    assert (code, report) == graded("")
    assert "M02" in report


@pytest.mark.parametrize("trick", Trick)
def test_each_can_be_turned_off(trick: Trick, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment turns off the tricks that it names, and no other."""
    monkeypatch.setenv(SWITCH, trick)

    assert [other for other in Trick if not is_on(other)] == [trick]


def test_all_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """One word turns off every trick."""
    monkeypatch.setenv(SWITCH, PLAIN)

    assert not any(map(is_on, Trick))


LISTING = """
import sys
from grader.cli import run
from grader.cli.world import real_world
code = run([*sys.argv[1:], "--help"], real_world())
loaded = sorted({name.split(".")[1] for name in sys.modules if name.startswith("grader.")})
print(code, *loaded, file=sys.stderr)
"""


@pytest.mark.parametrize("group", [(), ("class",), ("dev",)])
def test_a_list_of_commands_imports_none_of_them(group: tuple[str, ...]) -> None:
    """`grade --help` and those of its groups show every command, and wait for nothing that only one of them needs."""
    arguments = [sys.executable, "-c", LISTING, *group]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    code, *loaded = done.stderr.split()
    assert (code, "Commands:" in done.stdout) == ("0", True)
    assert {"authoring", "classroom", "vtime"}.isdisjoint(loaded)
