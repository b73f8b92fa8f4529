"""One kata held against everything, with a fake engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.authoring.inspection import Effort, Engine, Graded, Grading, Inspection, inspect_kata, seed_of
from grader.authoring.rehearsing import Rehearsal
from grader.engine.submission import AttemptRequest
from grader.errors import BrokenKata, UnableToGrade
from grader.model import Check, Kata, Outcome, Report, Verdict

Caught = Callable[..., Report]


@dataclass
class FakeDesk:
    """Answers by the submission's file name, and again and again from a list where there is one.

    What is none of the `written` programs does nothing, and gets `nothing`.
    """

    checks: tuple[Check, ...]
    reports: dict[str, list[Report]]
    nothing: Report
    written: set[bytes] = field(default_factory=set)
    seeds: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def grade(self, request: AttemptRequest) -> Report:
        """The next report of this file; the last one stays."""
        submission, seed = request.submission, request.seed
        self.asked.append(submission.name)
        if submission.source not in self.written:
            return self.nothing
        answers = self.reports[submission.name]
        report = answers.pop(0) if len(answers) > 1 else answers[0]
        if submission.name == "doors.py":
            self.seeds.append(seed)
        return replace(report, seed=seed)


def engine_of(desk: FakeDesk, rehearsals: dict[str, list[Rehearsal]] | None = None) -> Engine:
    """An engine with this desk; in-process agrees unless told otherwise."""

    def opened(kata: Kata, body: Callable[[Grading], Graded]) -> Graded:
        solutions = kata.folder.parents[1] / "solutions" / kata.slug
        desk.written = {path.read_bytes() for path in (kata.stub, *solutions.rglob("*.py"))}
        return body(desk)

    def rehearse(kata: Kata, files: Sequence[Path], *, seed: str) -> list[Rehearsal]:
        return [next_rehearsal(file) for file in files]

    def next_rehearsal(file: Path) -> Rehearsal:
        told = (rehearsals or {}).get(file.name)
        if told:
            return told.pop(0)
        report = desk.reports[file.name][-1]
        return Rehearsal({result.check.name: result.outcome for result in report.results}, report.verdict)

    return Engine(opened, rehearse)


def idle(report: Report) -> Report:
    """The same report with no check passed, as of a stub."""
    failed = tuple(replace(result, outcome=Outcome.FAILED) for result in report.results)
    return replace(report, results=failed)


def shut(report: Report) -> Report:
    """The same report with its first check failed, and nothing run that builds on it."""
    first, second = report.results
    fallen = replace(first, outcome=Outcome.FAILED, headline="No: it is shut.", misconception="M02")
    results = (fallen, replace(second, outcome=Outcome.NOT_RUN))
    return replace(report, verdict=Verdict.REJECTED, results=results)


def good_desk(checks: tuple[Check, ...], accepted: Report, caught: Report) -> FakeDesk:
    """Every program does as it promises; the stub and the reference share a name, and the stub comes first."""
    rejected = idle(caught)
    files = {
        "doors.py": [rejected, accepted],
        "awaitable.py": [accepted],
        "w1_open.py": [caught],
        "w2_shut.py": [shut(accepted)],
    }
    return FakeDesk(checks, files, nothing=rejected)


def stub_agrees(report: Report) -> dict[str, list[Rehearsal]]:
    """In-process, the first doors.py is the stub."""
    outcomes = {result.check.name: result.outcome for result in report.results}
    return {"doors.py": [Rehearsal(outcomes, report.verdict)]}


def test_a_good_kata_has_no_problem(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """What was looked at is counted, and nothing is told."""
    desk = good_desk(checks, accepted, caught())

    found = inspect_kata(kata, solutions, effort=Effort(repeats=3), engine=engine_of(desk, stub_agrees(idle(caught()))))

    assert found == Inspection(
        "kata77", (), checks=2, alternatives=1, wrong=2, effort=Effort(repeats=3), idle=found.idle
    )
    assert found.idle > 10


def test_the_reference_is_repeated_with_one_seed_and_with_others(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Three repeats are three reports of one seed, and three seeds in all."""
    desk = good_desk(checks, accepted, caught())

    inspect_kata(kata, solutions, effort=Effort(repeats=3), engine=engine_of(desk, stub_agrees(idle(caught()))))

    _stub, *reference = desk.seeds
    zero, one, two = (seed_of(kata, number) for number in range(3))
    assert reference == [zero, zero, zero, one, two]
    assert len(zero) == 32


def test_a_report_that_changes_is_told(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """One byte of difference under the same seed is a problem, though the verdict is the same."""
    desk = good_desk(checks, accepted, caught())
    first, second = accepted.results
    other = replace(accepted, results=(replace(first, took=0.5), second))
    desk.reports["doors.py"] = [idle(caught()), accepted, other, accepted]

    found = inspect_kata(kata, solutions, effort=Effort(repeats=3), engine=engine_of(desk, stub_agrees(idle(caught()))))

    assert found.problems == ("reference doors.py gets a different report from the same seed in 1 of 2 repeats",)


def test_a_seed_that_rejects_the_reference_is_told_with_it(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """The author can repeat it: the problem names the seed."""
    desk = good_desk(checks, accepted, caught())
    desk.reports["doors.py"] = [idle(caught()), accepted, accepted, caught(), accepted]

    found = inspect_kata(kata, solutions, effort=Effort(repeats=2), engine=engine_of(desk, stub_agrees(idle(caught()))))

    assert found.problems == (
        "reference doors.py does not pass test_waits, which failed: 3 = 2 + 1: one after the other "
        f"(with --seed {seed_of(kata, 1)})",
    )


def test_problems_of_all_kinds_are_told_together(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Folder, texts, claims, points and programs: none hides another."""
    (kata.folder / "README.md").write_text("grade kata77")
    (kata.folder / "hidden" / "test_doors_hidden.py").write_text("import doors\n")
    wrong = solutions / kata.slug / "wrong" / "w1_open.py"
    wrong.write_text(wrong.read_text().replace("test_waits", "test_gone").replace('"""Believes', 'x = """Believes'))
    desk = good_desk(checks[:1], accepted, caught())

    found = inspect_kata(kata, solutions, effort=Effort(repeats=1), engine=engine_of(desk, stub_agrees(idle(caught()))))

    assert [problem.partition(":")[0] for problem in found.problems] == [
        "wrong solution w1_open.py has no docstring",
        "hidden/test_doors_hidden.py",
        "its checks are worth 4 points; difficulty 1 asks for 10",
        "wrong solution w1_open.py says it is caught by test_gone, which is no check of this kata",
        'README.md has no numbered rules below "## The contract"',
    ]


def test_checks_that_cannot_be_collected_leave_the_rest_to_be_told(kata: Kata, solutions: Path):
    """A broken check file is one problem, and the folder is still looked at."""
    kata.stub.write_text("")
    (kata.folder / "README.md").unlink()

    def broken(kata: Kata, body: Callable[[Grading], Graded]) -> Graded:
        raise BrokenKata("The checks cannot be collected.", hint="Look at line 3.")

    found = inspect_kata(
        kata, solutions, effort=Effort(repeats=1), engine=Engine(broken, lambda kata, files, *, seed: [])
    )

    assert found.problems == (
        "README.md is missing or empty",
        "The checks cannot be collected. Look at line 3.",
    )


def test_a_difference_between_the_modes_is_asked_twice(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """A program that another one spoilt gets a process of its own; a real difference is told."""
    desk = good_desk(checks, accepted, caught())
    spoilt = {**stub_agrees(idle(caught())), "awaitable.py": [Rehearsal()], "w1_open.py": [Rehearsal(), Rehearsal()]}

    found = inspect_kata(kata, solutions, effort=Effort(repeats=1), engine=engine_of(desk, spoilt))

    assert found.problems == (
        "wrong solution w1_open.py differs between the modes on test_opens: split says passed, "
        "in-process it hung or ended its process",
    )


def test_a_rehearsal_that_does_not_start_is_one_problem(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Our own fault is told, and what split said stays."""

    def unable(kata: Kata, files: Sequence[Path], *, seed: str) -> list[Rehearsal]:
        raise UnableToGrade("It did not start.")

    engine = replace(engine_of(good_desk(checks, accepted, caught())), rehearse=unable)

    found = inspect_kata(kata, solutions, effort=Effort(repeats=1), engine=engine)

    assert found.problems == ("It did not start.",)
    assert found.checks == 2


def test_a_wrong_solution_is_tried_with_every_seed(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Of four seeds two accept it: the problem counts them and names the first of these."""
    desk = good_desk(checks, accepted, caught())
    desk.reports["w1_open.py"] = [caught(), caught(), accepted, accepted]

    engine = engine_of(desk, stub_agrees(idle(caught())) | {"w1_open.py": [agreeing(caught())]})
    found = inspect_kata(kata, solutions, effort=Effort(repeats=1, seeds=4), engine=engine)

    assert found.problems == (
        f"wrong solution w1_open.py is accepted with 2 of 4 seeds, such as --seed {seed_of(kata, 2)}",
    )
    assert desk.asked.count("w1_open.py") == 4


def test_a_wrong_solution_that_is_never_caught_is_told_once(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """What the first seed accepts is no luck, and is not tried again."""
    desk = good_desk(checks, accepted, caught())
    desk.reports["w1_open.py"] = [accepted]

    engine = engine_of(desk, stub_agrees(idle(caught())))
    found = inspect_kata(kata, solutions, effort=Effort(repeats=1, seeds=4), engine=engine)

    assert len(found.problems) == 1
    assert found.problems[0].startswith("wrong solution w1_open.py is accepted, not rejected")
    assert desk.asked.count("w1_open.py") == 1


def test_points_for_nothing_are_told_by_check(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Every program that does nothing passes the first check: one problem, and the programs named."""
    desk = good_desk(checks, accepted, caught())
    desk.nothing = caught()

    found = inspect_kata(kata, solutions, effort=Effort(repeats=1), engine=engine_of(desk, stub_agrees(idle(caught()))))

    assert [problem.partition(",")[0] for problem in found.problems] == [
        "test_opens pays 4 points for doing nothing: it is passed where it is the stub with a comment"
    ]


def agreeing(report: Report) -> Rehearsal:
    """In-process as in split."""
    return Rehearsal({result.check.name: result.outcome for result in report.results}, report.verdict)
