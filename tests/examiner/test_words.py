"""What the words of a failed check are chosen by: the value that was seen, an exception, and only then the rest."""

from __future__ import annotations

from typing import Any

import pytest

from grader.model import Basis, CheckResult, Mode, Outcome
from grader.testing import M00, M09, M27, check, expect, fail, raising
from tests.examiner.bench import grade, loaded, outcome

BOTH = pytest.mark.parametrize("mode", Mode)
RAISES = "async def work():\n    return 1 / 0\n"
GIVES = "async def work():\n    return [3, 1, 2]\n"


def words(result: CheckResult) -> tuple[Basis, str, str]:
    """What a result's words were chosen by, its code, and the words."""
    return result.basis, result.misconception, result.headline


@BOTH
def test_an_exception_is_told_as_what_it_is(mode: Mode) -> None:
    """Neither a block's tell nor the whole check's is put over an exception of the student's code."""

    @check(points=1, tells=M27)
    async def test_it(kata: Any) -> None:
        """It works."""
        with M09.because("nobody was told"):
            assert await kata.work() is None

    result = outcome(RAISES, test_it, mode=mode)

    assert words(result) == (Basis.RAISED, "", "A ZeroDivisionError was raised at line 2: division by zero")
    assert result.raised == "ZeroDivisionError"


@BOTH
def test_words_that_fit_an_exception_stand_behind_it(mode: Mode) -> None:
    """What the author says of its type comes after its own type, line and text; of another type nothing is said."""

    @check(points=1, raises={TypeError: M00.because("A type."), ArithmeticError: M27.because("There was nothing.")})
    async def test_it(kata: Any) -> None:
        """It works."""
        await kata.work()

    result = outcome(RAISES, test_it, mode=mode)

    said = "A ZeroDivisionError was raised at line 2: division by zero. There was nothing."
    assert words(result) == (Basis.RAISED, "M27", said)


def test_a_block_may_have_words_for_exceptions() -> None:
    """`raising` speaks for its block, and the innermost block that fits is heard."""

    async def test_it(kata: Any) -> None:
        with raising({Exception: M00.because("Outside.")}), raising({ZeroDivisionError: M27.because("Inside.")}):
            await kata.work()

    assert outcome(RAISES, test_it).headline.endswith("division by zero. Inside.")


@BOTH
@pytest.mark.parametrize(
    ("source", "said"),
    [
        (RAISES, "A ZeroDivisionError was raised at line 2: division by zero"),
        ("async def work():\n    raise ValueError('v-0123abcd')\n", "A ValueError was raised at line 2."),
        ("async def work():\n    raise TypeError(\"'v0123abcd' object is not iterable\")\n", "A TypeError was raised"),
        ("class Odd(Exception): pass\nasync def work():\n    raise Odd(1)\n", "An exception of the submission's own"),
    ],
)
def test_a_hidden_check_shows_no_text_that_may_hold_a_value(mode: Mode, source: str, said: str) -> None:
    """Type and line of an exception are told, its text only where it is Python's own and no value can stand in it."""

    async def test_it(kata: Any) -> None:
        await kata.work()

    (result,) = grade(source, loaded(test_it, hidden=True), mode=mode).results

    assert result.headline.startswith(said)
    assert "0123abcd" not in result.headline
    assert "Odd" not in result.headline


@pytest.mark.parametrize(
    ("tells", "said"),
    [
        ([([3, 1, 2], M09.because("by value"))], (Basis.VALUE, "M09", "by value")),
        (lambda got: M09.because(f"looked: {got[0]}"), (Basis.VALUE, "M09", "looked: 3")),
        (M09.because("any other"), (Basis.COMPARISON, "M09", "any other")),
        (lambda got: None, (Basis.CHECK, "M27", M27.sentence)),
        ([([], M09)], (Basis.CHECK, "M27", M27.sentence)),
    ],
)
def test_a_tell_is_as_exact_as_what_it_was_chosen_by(tells: Any, said: tuple[Basis, str, str]) -> None:
    """A value's own tell, and a function's that looked at it, go before one for any value and one for the check."""

    @check(points=1, tells=M27)
    async def test_it(kata: Any) -> None:
        """The list is right."""
        expect(await kata.work(), [1, 2, 3], tells=tells)

    assert words(outcome(GIVES, test_it)) == said


def test_what_a_check_saw_itself_is_exact() -> None:
    """`fail` says what the check found out."""

    async def test_it(kata: Any) -> None:
        if (await kata.work())[0] != 1:
            fail(M27.because("the first is not 1"))

    assert words(outcome(GIVES, test_it)) == (Basis.VALUE, "M27", "the first is not 1")


def test_a_value_of_another_kind_goes_before_all_that_was_prepared() -> None:
    """A tuple with the right items is told as a tuple, not as what a wrong list would betray."""

    async def test_it(kata: Any) -> None:
        expect(await kata.work(), [1, 2], tells=lambda got: M09.because("wrong order"))

    result = outcome("async def work():\n    return (1, 2)\n", test_it)

    assert words(result) == (Basis.SHAPE, "M00", "A tuple, where a list is asked for.")


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, "This does not hold yet: It takes 2 s."), (1, "It took 1.0 s, where 2.0 s is asked")]
)
def test_without_words_the_contract_speaks(seconds: int | None, said: str) -> None:
    """Where nobody has words, the time that was seen or the check's own sentence is told."""

    async def test_it(kata: Any, clock: Any) -> None:
        """It takes 2 s."""
        await kata.work()
        clock.took(2.0 if seconds else 1.0)
        assert seconds

    result = outcome("import asyncio\nasync def work():\n    await asyncio.sleep(1)\n", test_it)

    assert (result.outcome, result.basis, result.misconception) == (Outcome.FAILED, Basis.STATED, "")
    assert result.headline.startswith(said)
