"""One cause is one problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from grader.authoring.inspection import Effort, inspect_kata
from grader.authoring.reports import CausedProblem, by_cause, group_sentence, right_problems
from grader.model import Basis, Check, Fault, Finding, Kata, Outcome, Report, Verdict
from tests.authoring.test_inspection import FakeDesk, engine_of, good_desk, idle, stub_agrees

FAULT = Fault("NameError: name 'Jab' is not defined", "hidden/test_x.py:9", "hidden/test_x.py:9, in f\n    Jab(1)")
Caught = Callable[..., Report]


def problems_of(kata: Kata, solutions: Path, desk: FakeDesk) -> Sequence[str]:
    """What an inspection of the good kata finds with this desk."""
    return inspect_kata(
        kata, solutions, effort=Effort(repeats=2), engine=engine_of(desk, stub_agrees(desk.reports["doors.py"][0]))
    ).problems


def broken(report: Report) -> Report:
    """The same report with its last check broken by itself."""
    *others, last = report.results
    fallen = replace(last, outcome=Outcome.ERRORED, headline="A NameError was raised.", fault=FAULT, misconception="")
    return replace(report, verdict=Verdict.REJECTED, results=(*others, fallen))


def test_what_several_programs_show_is_told_once():
    """The first in full, the others by name; a different cause is another problem."""
    problems = [CausedProblem("a", "fails", "x"), CausedProblem("b", "fails", "x"), CausedProblem("a", "is odd", "y")]
    many = [CausedProblem(name, "fails", "x") for name in "abcdef"]

    assert [*map(group_sentence, by_cause(problems))] == ["a fails\nso too b", "a is odd"]
    assert [*map(group_sentence, by_cause(many))] == ["a fails\nso too b, c, d, 2 more"]


def test_a_fault_of_a_check_is_told_once_with_the_way_there(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Whoever meets it: the reference in each repeat, the alternative, and the wrong solution it should catch."""
    desk = good_desk(checks, accepted, caught())
    desk.reports |= {
        "doors.py": [idle(caught()), broken(accepted)],
        "awaitable.py": [broken(accepted)],
        "w1_open.py": [broken(accepted)],
    }

    assert problems_of(kata, solutions, desk) == (
        "hidden/test_x.py:9: test_waits breaks by itself: NameError: name 'Jab' is not defined\n"
        "hidden/test_x.py:9, in f\n    Jab(1)\n"
        "shown by reference doors.py, alternative awaitable.py, wrong solution w1_open.py",
    )


def test_a_name_that_the_checks_misspell_is_one_problem(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Nothing can be judged of any program, for one reason."""
    refused = replace(
        accepted, verdict=Verdict.NOT_GRADABLE, results=(), reason="doors.py has no opn: the checks ask for it."
    )
    files = ("doors.py", "awaitable.py", "w1_open.py", "w2_shut.py")
    desk = FakeDesk(checks, {name: [refused] for name in files}, nothing=refused)

    assert problems_of(kata, solutions, desk) == (
        "reference doors.py is not gradable: doors.py has no opn: the checks ask for it.\n"
        "so too alternative awaitable.py, wrong solution w1_open.py, wrong solution w2_shut.py",
    )


def test_what_was_not_run_is_told_behind_what_fell(kata: Kata, accepted: Report):
    """It is no problem of its own."""
    first, second = accepted.results
    results = (
        replace(first, outcome=Outcome.FAILED, headline="It is shut."),
        replace(second, outcome=Outcome.NOT_RUN, headline="Not run."),
    )

    assert right_problems(kata, replace(accepted, verdict=Verdict.REJECTED, results=results)) == (
        "does not pass test_opens, which failed: It is shut. (1 not run behind what fell)",
    )


def test_an_exception_that_nobody_saw_comes_before_the_wait_that_follows(kata: Kata, accepted: Report):
    """A typo in a callback is no deadlock, and is told once for all the checks that meet it."""
    seen = Finding("exception in a callback", "AttributeError left a callback, and nobody saw it", "doors.py", 20)
    stuck = tuple(
        replace(
            result, outcome=Outcome.FAILED, headline="Everybody waits.", basis=Basis.STUCK, findings=(seen,), line=line
        )
        for line, result in enumerate(accepted.results, start=1)
    )

    assert right_problems(kata, replace(accepted, verdict=Verdict.REJECTED, results=stuck)) == (
        "does not pass test_opens, which failed: AttributeError left a callback, and nobody saw it (line 20) "
        "(test_waits too)",
    )


def test_a_check_that_catches_nothing_is_told(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Once the right programs are accepted: before that every other problem says more."""
    desk = good_desk(checks, accepted, caught())
    desk.reports["w2_shut.py"] = [caught()]
    (solutions / kata.slug / "wrong" / "w2_shut.py").write_text(
        (solutions / kata.slug / "wrong" / "w2_shut.py")
        .read_text()
        .replace("test_opens", "test_waits")
        .replace("it is shut", "one after")
    )

    assert "test_opens catches nothing: no wrong solution fails it" in problems_of(kata, solutions, desk)

    desk.reports["awaitable.py"] = [broken(accepted)]
    assert not any("catches nothing" in problem for problem in problems_of(kata, solutions, desk))


def test_what_the_kit_warns_of_is_no_problem(
    kata: Kata, solutions: Path, checks: tuple[Check, ...], accepted: Report, caught: Caught
):
    """Heard of a right program it is told once, whichever of them was judged."""
    desk = good_desk(checks, accepted, caught())
    first, second = accepted.results
    warned = replace(accepted, results=(first, replace(second, warnings=("a sweep cuts at 1 s",))))
    desk.reports |= {"doors.py": [idle(caught()), warned], "awaitable.py": [warned]}

    engine = engine_of(desk, stub_agrees(idle(caught())))
    found = inspect_kata(kata, solutions, effort=Effort(repeats=1), engine=engine)

    assert (found.problems, found.warnings) == ((), ("test_waits: a sweep cuts at 1 s",))
