"""What `grade watch` does with a save, with a grading that is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from grader.cli.watch import WatchOptions, watch_kata
from grader.engine.submission import AttemptRequest
from grader.model import Check, CheckResult, Kata, Outcome, Report, Verdict
from grader.report.layout import Style
from grader.student import attempts, memory
from grader.student.prestart import KataGrading, WarmGrader
from tests.support.commands import world
from tests.support.reports import report

CHECK = Check("test_it", "It works.", 10, hidden=False)


class Enough(Exception):
    """The test has seen what it wanted."""


class MadeUp:
    """Gives one verdict on everything; `meanwhile` happens during each grading."""

    def __init__(self, meanwhile: Callable[[int], object], verdict: Verdict = Verdict.ACCEPTED) -> None:
        self.marked: list[bytes] = []
        self._meanwhile = meanwhile
        self._verdict = verdict

    def examine(self, kata: Kata, body: Callable[[KataGrading], Kata | None]) -> Kata | None:
        """No checks to collect."""
        return body(self)

    def grade(self, request: AttemptRequest) -> Report:
        """One marking."""
        submission = request.submission
        self.marked.append(submission.source)
        self._meanwhile(len(self.marked))
        return report(
            CheckResult(CHECK, Outcome.PASSED),
            kata="kata00",
            kata_title="Warm up",
            submit="warm_up.py",
            verdict=self._verdict,
            seed=request.seed,
            sha256=submission.sha256,
        )

    def prepare(self) -> None:
        """Called when a grading has been shown: that is all these tests wait for."""
        raise Enough


class Heard:
    """Hears of saves as it was told to."""

    polls = False

    def __init__(self, *saved: bool) -> None:
        self._saved = list(saved)

    def take(self) -> bool:
        """The next of the answers, then no."""
        return self._saved.pop(0) if self._saved else False

    def look(self) -> bool:
        """Nothing changes unheard."""
        return False


def watched(course: Path, grader: MadeUp, heard: Heard) -> None:
    """Watch until the first page has been shown."""

    @contextmanager
    def made_up() -> Iterator[WarmGrader]:
        yield grader

    @contextmanager
    def listening(file: Path, saved: Callable[[], None], poll: bool) -> Iterator[Heard]:
        yield heard

    with pytest.raises(Enough):
        watch_kata(world(course), WatchOptions("kata00", style=Style.PLAIN), grader=made_up, listening=listening)


def test_what_was_saved_meanwhile_is_the_attempt(course: Path) -> None:
    """A save during a grading is graded at once, and only that second one is remembered."""
    stub = course / "katas" / "kata00_warm_up" / "warm_up.py"
    stub.write_text("first\n")
    grader = MadeUp(lambda number: stub.write_text("second\n"))

    watched(course, grader, Heard(True))

    assert grader.marked == [b"first\n", b"second\n"]
    (remembered,) = attempts(memory(course))
    assert sha256(b"second\n").hexdigest() == remembered.sha256


def test_our_own_fault_is_not_remembered(course: Path) -> None:
    """Where we are unable to grade, there was no attempt."""
    (course / "katas" / "kata00_warm_up" / "warm_up.py").write_text("mine\n")

    watched(course, MadeUp(lambda number: None, Verdict.UNABLE_TO_GRADE), Heard())

    assert attempts(memory(course)) == ()
