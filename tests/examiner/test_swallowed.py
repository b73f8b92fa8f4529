"""A check's own failure that passes through the student's code counts, and says nothing there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from grader.model import Mode, Outcome
from grader.testing import M05, M07, Job, Log, expect, fail, plain
from tests.examiner.bench import grade, outcome

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
SECRET = 424242
SWALLOWS = """
import asyncio, contextlib
heard = []
def look(error):
    heard.append([
        type(error).__name__, str(error), list(error.args), sorted(vars(error)), getattr(error, "__notes__", None),
        error.__context__ is None, error.__cause__ is None, len(getattr(error, "exceptions", ())),
    ])
    trace, names = error.__traceback__, []
    while trace is not None:
        names += [str(value) for value in trace.tb_frame.f_locals.values() if "424242" in str(value)]
        trace = trace.tb_next
    heard.append(names)
def call(function, *arguments):
    try:
        return function(*arguments)
    except BaseException as error:
        look(error)
async def await_it(work):
    try:
        return await work
    except BaseException as error:
        look(error)
def pass_on(function, *arguments):
    return function(*arguments)
def instead(function):
    try:
        function()
    except BaseException as error:
        raise KeyError("mine") from error
class Swallows:
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        if error is not None: look(error)
        return True
    async def __aenter__(self): return self
    async def __aexit__(self, *error): return self.__exit__(*error)
@contextlib.asynccontextmanager
async def swallows():
    try:
        yield
    except BaseException as error:
        look(error)
async def steps():
    try:
        yield 1
    except BaseException as error:
        look(error)
        yield 2
"""
OPAQUE = [["AssertionError", "", [], [], None, True, True, 0], []]


def _expects() -> None:
    expect(1, SECRET, tells=M07.because("it is another"))


def _fails() -> None:
    fail(M07.because("it is another"))


def _asserts_with_a_tell() -> None:
    with M07.because("it is another"):
        assert SECRET == 1


def _fails_for_a_reason() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        error.add_note(str(SECRET))
        failure = AssertionError(SECRET)
        failure.add_note(str(SECRET))
        raise failure from error


FAILURES: dict[str, Callable[[], None]] = {
    "expect": _expects,
    "fail": _fails,
    "assert with a tell": _asserts_with_a_tell,
    "plain": lambda: plain(object()) and None,
    "pytest.fail": lambda: pytest.fail(str(SECRET)),
    "raised from another": _fails_for_a_reason,
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_swallowed_failure_counts_and_is_opaque(kind: str) -> None:
    """Out of a function or a coroutine, or into a context manager or generator: the candidate learns nothing by it."""
    failing = FAILURES[kind]

    async def work() -> None:
        await asyncio.sleep(1)
        failing()

    def test_call(kata: Any) -> None:
        """It is called."""
        kata.call(failing)
        assert kata.heard == OPAQUE

    async def test_await(kata: Any) -> None:
        """It is awaited."""
        await kata.await_it(work())
        assert kata.heard == OPAQUE

    async def test_task(kata: Any) -> None:
        """It is awaited as a task."""
        await kata.await_it(asyncio.create_task(work()))
        assert kata.heard == OPAQUE

    def test_with(kata: Any) -> None:
        """It leaves a block."""
        with kata.Swallows():
            failing()
        assert kata.heard == OPAQUE

    async def test_async_with(kata: Any) -> None:
        """It leaves a block."""
        async with kata.Swallows():
            failing()
        async with kata.swallows():
            failing()
        assert kata.heard == OPAQUE * 2

    async def test_thrown(kata: Any) -> None:
        """It is thrown in."""
        made = kata.steps()
        await anext(made)
        try:
            failing()
        except BaseException as failure:
            await made.athrow(failure)
        assert kata.heard == OPAQUE

    async def test_group(kata: Any) -> None:
        """It is one of a group."""

        async def group() -> None:
            async with asyncio.TaskGroup() as together:
                together.create_task(work())

        await kata.await_it(group())

    checks = [test_call, test_await, test_task, test_with, test_async_with, test_thrown, test_group]
    results = grade(SWALLOWS, *checks).results

    assert [(one.check.name, one.outcome) for one in results] == [(one.__name__, Outcome.FAILED) for one in checks]
    # The first that failed is the one that was swallowed, not the comparison of what was heard.
    assert not any("heard" in one.got or "AssertionError" in one.got for one in results)
    if kind in ("expect", "fail", "assert with a tell"):
        assert {(one.misconception, one.headline) for one in results} == {("M07", "it is another")}


@BOTH
@pytest.mark.parametrize("how", ["call", "pass_on", "instead"])
def test_the_report_tells_the_checks_failure(how: str, mode: Mode) -> None:
    """Whether the student's code swallows it, lets it out or raises another: what the check saw is the headline."""

    def test_it(kata: Any) -> None:
        """It holds."""
        getattr(kata, how)(_expects)

    result = outcome(SWALLOWS, test_it, mode=mode)

    assert (result.outcome, result.headline, result.misconception) == (Outcome.FAILED, "it is another", "M07")
    assert (result.expected, result.got, result.raised) == (str(SECRET), "1", "")


def test_the_first_failure_counts() -> None:
    """Of two that are swallowed and one that ends the check the first is told, and what it compared."""

    def test_it(kata: Any) -> None:
        """It holds."""
        kata.call(_expects)
        kata.call(lambda: expect(2, 3, tells=M05))
        expect(4, 5, tells=M05)

    result = outcome(SWALLOWS, test_it)

    assert (result.misconception, result.expected, result.got) == ("M07", str(SECRET), "1")


def test_the_time_that_was_compared_in_a_callback_counts() -> None:
    """clock.took in a callback, too."""

    async def test_it(kata: Any, clock: Any) -> None:
        """It takes two seconds."""
        await kata.await_it(Job(1)())
        kata.call(lambda: clock.took(2.0))

    assert outcome(SWALLOWS, test_it).outcome is Outcome.FAILED


@BOTH
def test_a_failure_that_the_check_catches_does_not_count(mode: Mode) -> None:
    """A check may try, also in a callback, and go on; what it hands over after that is no failure."""

    def tries() -> str:
        try:
            _expects()
        except AssertionError as failure:
            if not isinstance(failure, AssertionError):
                raise
        return "tried"

    async def test_it(kata: Any) -> None:
        """It holds."""
        try:
            _expects()
        except AssertionError:
            pass
        if mode is Mode.SPLIT:
            expect(kata.call(tries), "tried")
        log = Log()
        expect(kata.call(log.append, 3), None)

    assert outcome(SWALLOWS, test_it, mode=mode).outcome is Outcome.PASSED


def test_an_assertion_of_the_students_is_theirs() -> None:
    """It crosses with what it says, there and back again, and is told as an exception of theirs."""
    source = """
        def breaks(): assert False, "mine"
        def call(function): function()
    """

    def test_it(kata: Any) -> None:
        """It holds."""
        kata.call(lambda: kata.breaks())

    result = outcome(source, test_it)

    assert (result.outcome, result.headline, result.line) == (
        Outcome.FAILED,
        "An AssertionError was raised at line 2: mine",
        2,
    )
