"""Hidden checks stay hidden in everything a student is shown."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.cli import run
from grader.curriculum import load_kata
from grader.engine.examiner import examine
from grader.engine.examiner.session import KataGrader
from grader.engine.submission import AttemptRequest, read_submission
from grader.model import Kata, Outcome, Report, Verdict
from grader.report.json import report_line
from grader.report.scoring import View
from tests.leaks.our_names import OURS, texts
from tests.leaks.secrets import leaks, secrets_of
from tests.support.commands import Terminal, world
from tests.support.grading import COURSE, FOLDERS, SEED, Graded, graded, wrong_solutions


@dataclass(frozen=True)
class Shown:
    """Everything `grade` wrote about one report."""

    out: str
    err: str
    file: str


def shown(report: Report, path: Path, scratch: Path, *arguments: str, out: io.StringIO) -> Shown:
    """Let `grade` show this very report."""

    def grade(*_: Any, **__: Any) -> Report:
        return report

    file = scratch / "written"
    err = io.StringIO()
    there = world(COURSE, out=out, err=err, env={"VTE_VERSION": "7000"}, grade=grade)
    run([report.kata, "--submission", str(path), *arguments, "--output-file", str(file)], there)
    return Shown(out.getvalue(), err.getvalue(), file.read_text(encoding="utf-8"))


def everything_shown(report: Report, path: Path, scratch: Path) -> list[str]:
    """Text with colour and plain, with all detail; JSON, HTML and JUnit; what went to stderr."""
    formats = [part for name in ("text", "html", "junit", "json") for part in ("--output", name)]
    coloured = shown(report, path, scratch, "-v", *formats, out=Terminal())
    plain = shown(report, path, scratch, "--plain", "--output", "text", "--output", "html", out=io.StringIO())
    return [coloured.out, coloured.err, coloured.file, plain.out, plain.err, plain.file]


@dataclass(frozen=True)
class Caught:
    """A kata's wrong solutions, each with its report."""

    kata: Kata
    graded: Graded

    @property
    def sources(self) -> Iterator[tuple[Path, str, Report]]:
        """The file, its text and its report."""
        for path in wrong_solutions(self.kata.slug):
            submission = read_submission(path)
            yield path, submission.source.decode("utf-8", "replace"), self.graded.reports[path.name]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def caught(request: pytest.FixtureRequest) -> Caught:
    """The reports on a kata's wrong solutions: on one that each check catches, or on all."""
    kata = load_kata(request.param)
    return Caught(kata, graded(kata, {path.name: read_submission(path) for path in wrong_solutions(kata.slug)}))


def test_no_wrong_solution_brings_a_hidden_check_to_light(caught: Caught, tmp_path: Path) -> None:
    """No name, argument, string, line, minted or expected value of a hidden check is in any output for a student."""
    secrets = secrets_of(caught.kata, [check.sentence for check in caught.graded.checks])

    found = [
        f"{path.name}: {leak}"
        for path, source, report in caught.sources
        for output in everything_shown(report, path, tmp_path)
        for leak in leaks(secrets, report, source, output)
    ]

    assert list(dict.fromkeys(found)) == []


def test_no_report_names_what_stands_for_a_value(caught: Caught) -> None:
    """No headline, value, finding or printed line of any wrong solution has a class of ours or an address in it."""
    told = [(path.name, text) for path, _, report in caught.sources for text in texts(report)]

    assert [(name, text) for name, text in told if OURS.search(text)] == []


@pytest.fixture
def first() -> tuple[Kata, Path]:
    """A kata whose first wrong solution fails a hidden check that expected something."""
    kata = load_kata(next(folder for folder in FOLDERS if folder.name.startswith("kata08")))
    return kata, next((COURSE / "solutions" / kata.slug / "wrong").glob("w15_*.py"))


def test_the_search_finds_what_an_instructor_sees(first: tuple[Kata, Path]) -> None:
    """In the instructor's own document the same search finds names and values: it is not blind."""
    kata, path = first

    def body(desk: KataGrader) -> tuple[Report, list[str]]:
        report = desk.grade(AttemptRequest(read_submission(path), SEED))
        return report, [check.sentence for check in desk.checks]

    report, sentences = examine(kata, body)
    found = list(leaks(secrets_of(kata, sentences), report, "", report_line(report, View.INSTRUCTOR)))

    assert report.verdict is Verdict.REJECTED
    assert any(leak.startswith("the name test_") for leak in found)
    assert any(leak.startswith("the value ") for leak in found)


def test_an_error_of_ours_in_a_hidden_check_tells_nothing(first: tuple[Kata, Path], tmp_path: Path) -> None:
    """A hidden check that errors or is not run shows its sentence and prepared words alone."""
    kata, path = first
    spoil: Callable[[Report], Report] = _errored

    def body(desk: KataGrader) -> list[str]:
        report = spoil(desk.grade(AttemptRequest(read_submission(path), SEED)))
        secrets = secrets_of(kata, [check.sentence for check in desk.checks])
        outputs = everything_shown(report, path, tmp_path)
        return [leak for output in outputs for leak in leaks(secrets, report, path.read_text(), output)]

    assert examine(kata, body) == []


def _errored(report: Report) -> Report:
    from dataclasses import replace

    outcomes = [Outcome.ERRORED, Outcome.TIMED_OUT, Outcome.NOT_RUN]
    results = tuple(
        replace(result, outcome=outcomes[number % 3], headline="") for number, result in enumerate(report.results)
    )
    return replace(report, results=results)
