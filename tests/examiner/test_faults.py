"""A fault of a check itself is told to its author, with the place and the way there, and to no student."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from grader.engine.examiner.session import uncollected
from grader.errors import BrokenKata
from grader.model import Fault, Mode, Outcome
from grader.report.html import page
from grader.report.json import report_line
from grader.report.junit import junit
from grader.report.layout import Style
from grader.report.scoring import View, student_view
from grader.report.text import Detail, text
from grader.testing import Job, check
from tests.examiner.bench import grade, loaded, outcome
from tests.support.katas import kata as a_kata

SOURCE = """
async def work(*awaitables):
    for awaitable in awaitables:
        await awaitable
"""
BOTH = pytest.mark.parametrize("mode", list(Mode))


async def _misspelt(kata: Any, clock: Any) -> None:
    """It works."""
    secret_jobs = [Jab(1)]  # type: ignore[name-defined]  # noqa: F821
    await kata.work(*secret_jobs)


async def _in_a_group(kata: Any, clock: Any) -> None:
    """It works in a group."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_misspelt(kata, clock))


async def _in_a_callback(kata: Any, clock: Any) -> None:
    """It works later."""
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, lambda: done.set_rezult(None))  # type: ignore[attr-defined]
    await kata.work(done)


def fault_in(result: Any) -> Fault:
    """The fault of a result that has one."""
    assert result.fault is not None
    return result.fault


@BOTH
def test_a_misspelt_name_is_told_with_its_line(mode: Mode) -> None:
    """What was raised, the file and line in it, and the line itself."""
    result = outcome(SOURCE, _misspelt, mode=mode)

    fault = fault_in(result)
    line = _misspelt.__code__.co_firstlineno + 2
    assert (result.outcome, fault.said) == (Outcome.ERRORED, "NameError: name 'Jab' is not defined")
    assert fault.place == f"test_faults.py:{line}"
    assert fault.traceback.startswith(f"test_faults.py:{line}, in _misspelt\n    secret_jobs = [Jab(1)]")


def test_what_a_group_holds_is_told_and_not_the_group() -> None:
    """A task group of the check raises a group: the slip is inside."""
    fault = fault_in(outcome(SOURCE, _in_a_group))

    assert fault.said == "NameError: name 'Jab' is not defined"
    assert "in _misspelt" in fault.traceback


def test_a_slip_in_a_callback_of_the_check_is_told_where_everybody_waits() -> None:
    """The report speaks of a wait that cannot end; its author reads why."""
    result = outcome(SOURCE, _in_a_callback)

    assert "waits for something that can no longer happen" in result.headline
    assert fault_in(result).said.startswith("in a callback of the check: AttributeError: ")


@BOTH
@pytest.mark.parametrize("source", ["async def work(*_):\n    raise OSError('no')\n", "async def work(*_):\n    x\n"])
def test_what_the_student_s_code_raises_is_no_fault(source: str, mode: Mode) -> None:
    """Neither alone nor in a task group of the check."""

    async def alone(kata: Any, clock: Any) -> None:
        await kata.work()

    async def grouped(kata: Any, clock: Any) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(kata.work())

    assert [outcome(source, one, mode=mode).fault for one in (alone, grouped)] == [None, None]


def test_a_check_that_passes_has_none() -> None:
    """A passed check, and one that fails by a comparison."""

    async def right(kata: Any, clock: Any) -> None:
        await kata.work(Job(1)())

    async def wrong(kata: Any, clock: Any) -> None:
        await kata.work(Job(1)())
        clock.took(2.0)

    assert [outcome(SOURCE, one).fault for one in (right, wrong)] == [None, None]


def test_no_student_reads_any_of_it() -> None:
    """Not as text, as JSON, as a page or for CI; and the view holds nothing of it."""
    report = grade(SOURCE, loaded(check(points=1)(_misspelt), hidden=True))
    report = replace(report, results=tuple(replace(one, warnings=("a secret sweep",)) for one in report.results))

    shown = student_view(report)
    said = [
        text(shown, style=Style.PLAIN, detail=Detail.FULL),
        report_line(report, View.STUDENT),
        report_line(report, View.INSTRUCTOR),
        page([shown]),
        junit([shown]),
    ]

    assert report.results[0].fault is not None
    assert [(one.fault, one.warnings) for one in shown.results] == [(None, ())]
    assert [one for one in said if any(word in one for word in ("Jab", "secret"))] == []


def _raised_in(source: str, file: str) -> BaseException:
    try:
        exec(compile(source, file, "exec"), {})
    except Exception as error:
        return error
    raise AssertionError("it did not raise")


def test_a_hidden_file_that_cannot_be_read_says_so_and_no_more(tmp_path: Any) -> None:
    """Its author reads the rest; of a visible file everybody may."""
    kata = a_kata(folder=tmp_path)
    visible, hidden = tmp_path / "test_a.py", tmp_path / "hidden" / "test_b.py"

    opened = uncollected(kata, visible, _raised_in("\nJab(1)", str(visible)))
    closed = uncollected(kata, hidden, _raised_in("\nJab(1)", str(hidden)))

    assert opened.message.endswith("cannot be collected: test_a.py:2: NameError: name 'Jab' is not defined")
    assert (str(closed), closed.hint) == (
        "The checks of kata98 cannot be collected: a hidden file of them is broken.",
        "That is the author's to mend: grade dev check kata98",
    )
    assert closed.detail.startswith("hidden/test_b.py:2: NameError: name 'Jab' is not defined")
    assert closed.in_full.endswith(closed.detail) and "pytest" not in closed.in_full


def test_a_syntax_error_is_told_with_its_line(tmp_path: Any) -> None:
    """The line as it stands, and nothing of whoever imported it."""
    kata = a_kata(folder=tmp_path)
    file = tmp_path / "test_a.py"

    broken = uncollected(kata, file, _raised_in("x = 1\ndef f(:\n", str(file)))

    assert isinstance(broken, BrokenKata)
    assert "test_a.py:2: SyntaxError: " in broken.message
    assert broken.detail == "def f(:"
