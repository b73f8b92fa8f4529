"""`grade timeline`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.cli.world import World
from grader.curriculum import load_kata
from grader.engine.submission import AttemptRequest, Submission
from grader.model import (
    Check,
    CheckResult,
    Kata,
    Outcome,
    Report,
    TimelineEvent,
    Verdict,
)
from grader.student import Attempt, memory, remember
from tests.support.commands import CommandLine, world
from tests.support.katas import write_kata
from tests.support.reports import report

SLOW = (
    TimelineEvent(0.0, "work()", "made", "work()"),
    TimelineEvent(0.0, "work()", "run"),
    TimelineEvent(0.0, "work()", "wait", "sleep(1)", 4),
    TimelineEvent(1.0, "work()", "run"),
    TimelineEvent(1.0, "work()", "wait", "sleep(2)", 5),
    TimelineEvent(3.0, "work()", "run"),
    TimelineEvent(3.0, "work()", "done"),
)
QUICK = (
    TimelineEvent(0.0, "work()", "made", "work()"),
    TimelineEvent(0.0, "work()", "run"),
    TimelineEvent(0.0, "work()", "wait", "the quick one", 9),
    TimelineEvent(2.0, "work()", "done"),
)
STARTS = Check("test_starts", "All start at once.", 2, hidden=False)
ORDER = Check("test_order", "The order is kept.", 2, hidden=False)
SECRET = Check("test_secret", "It works well.", 6, hidden=True)


def _grade(kata: Kata, request: AttemptRequest) -> Report:
    """Slow where the file says so; a file that says "broken" cannot be graded, one that says "idle" runs nothing."""
    source = request.submission.source
    quick = b"quick" in source
    broken = b"broken" in source
    events = () if b"idle" in source else QUICK if quick else SLOW
    outcome = Outcome.PASSED if quick else Outcome.FAILED
    results = (
        CheckResult(ORDER, Outcome.PASSED, timeline=events),
        CheckResult(STARTS, outcome, took=2.0 if quick else 3.0, possible=2.0, timeline=events),
        CheckResult(SECRET, outcome, timeline=(TimelineEvent(0.0, "secret", "run"),)),
    )
    return report(
        *(() if broken else [one for one in results if not request.only or one.check.name in request.only]),
        kata=kata.id,
        kata_title=kata.title,
        submit=kata.submit,
        verdict=Verdict.NOT_GRADABLE if broken else Verdict.ACCEPTED if quick else Verdict.REJECTED,
        mode=request.mode,
        seed=request.seed,
        sha256=request.submission.sha256,
        reason="It has a syntax error." if broken else "",
    )


@dataclass
class Bench(CommandLine):
    """A course of one kata at `root`, and what the last command printed."""

    root: Path

    def world(self) -> World:
        """Attempts end as `_grade` says."""
        return world(self.root, grade=_grade)

    def timeline(self, *arguments: str) -> int:
        """Run `grade timeline` with these arguments and give its exit code."""
        return self.grade("timeline", *arguments)

    def write(self, name: str, said: str) -> None:
        """Write a file of the course."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A course with a slow submission."""
    made = Bench(tmp_path)
    write_kata(tmp_path, "kata01_alpha", title="Alpha", stub="slow = 1\n")
    return made


def test_the_first_failure_is_drawn(bench: Bench) -> None:
    """Without a name the first visible check that fails is drawn, with what adds up; the others are named."""
    assert bench.timeline("kata01") == 0

    assert "All start at once." in bench.out
    assert "3.0 = sleep(1) (line 4) + sleep(2) (line 5), each started after the one before\n  had ended." in bench.out
    assert "grade timeline kata01 --check test_order" in bench.out
    assert max(map(len, bench.out.splitlines())) <= 80


def test_a_check_can_be_named(bench: Bench) -> None:
    """The named check is drawn, whether it failed or not."""
    assert bench.timeline("1", "--check", "test_order") == 0

    assert "The order is kept." in bench.out


def test_plain_is_ascii(bench: Bench) -> None:
    """With --plain, and in sentences, every character is one that each terminal has."""
    for options in (["--plain"], ["--text", "--plain"]):
        assert bench.timeline("kata01", *options) == 0
        assert bench.out.isascii()


def test_sentences(bench: Bench) -> None:
    """With --text it is told and not drawn."""
    assert bench.timeline("kata01", "--text") == 0

    assert "From 1 to 3 s it waited for sleep(2) (line 5)." in bench.out
    assert "░" not in bench.out


def test_files(bench: Bench) -> None:
    """A picture and a page are written where asked, and said."""
    assert bench.timeline("kata01", "--svg", "a.svg", "--html", "a.html") == 0

    assert bench.out == "Written: a.svg\nWritten: a.html\n"
    ElementTree.fromstring((bench.root / "a.svg").read_text(encoding="utf-8"))
    assert "From 1 to 3 s it waited for sleep(2)" in (bench.root / "a.html").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written(bench: Bench) -> None:
    """A folder that is not there is said in a sentence."""
    assert bench.timeline("kata01", "--svg", "no/such/a.svg") == 2

    assert "cannot be written" in bench.err


def test_the_reference_stays_closed(bench: Bench) -> None:
    """Who has not been accepted does not see the reference, and hears when."""
    assert bench.timeline("kata01", "--against", "reference") == 2

    assert "once your own solution was accepted" in bench.err
    assert bench.out == ""


def test_the_reference_beside_ones_own(bench: Bench) -> None:
    """Where the solutions lie in the open, the reference's own run is drawn on the same scale."""
    bench.write("solutions/kata01_alpha/alpha.py", "quick = 1\n")

    assert bench.timeline("kata01", "--against", "reference") == 0

    assert "the quick one:9" in bench.out
    assert bench.out.count("3 s\n") == 2


def test_a_reference_that_is_not_here(bench: Bench) -> None:
    """Who was accepted in a clone without solutions hears that."""
    report = _grade(_kata(bench), AttemptRequest(Submission("alpha.py", b"quick", "a" * 64), "0"))
    remember(memory(bench.root), Attempt.of(report, when="2026-01-01T00:00:00+00:00", misconceptions=()))

    assert bench.timeline("kata01", "--against", "reference") == 2

    assert "not in this clone" in bench.err


def test_a_hidden_check_has_no_timeline(bench: Bench) -> None:
    """Neither its name nor its alias opens a hidden check."""
    for name in ("test_secret", "h1"):
        assert bench.timeline("kata01", "--check", name) == 2
        assert "no visible check called" in bench.err
        assert bench.out == ""


def test_nothing_to_draw(bench: Bench) -> None:
    """Where no coroutine ran, that is said."""
    bench.write("idle.py", "idle = 1\n")

    assert bench.timeline("kata01", "--submission", "idle.py") == 2

    assert "There is nothing to draw" in bench.err


def test_a_file_that_cannot_be_graded(bench: Bench) -> None:
    """The reason is told, and the exit code is that of grading it."""
    bench.write("broken.py", "broken = 1\n")

    assert bench.timeline("kata01", "--submission", "broken.py") == 4

    assert "It has a syntax error." in bench.err


def _kata(bench: Bench) -> Kata:
    return load_kata(bench.root / "katas" / "kata01_alpha")
