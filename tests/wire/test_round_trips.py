"""What goes to the other side and comes straight back is the very object that it was."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Generator
from typing import Any

import pytest

from grader.model import Mode, Outcome
from grader.testing import expect
from tests.examiner.bench import outcome

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)

LOOP = """
import enum, types, typing
class Nap(typing.NamedTuple):
    seconds: float
class Sign(enum.IntEnum):
    TURN = 1
class Text(str): pass
class Future:
    _asyncio_future_blocking = True
made = [Future(), Nap(0.5), Sign.TURN, Text("a"), ["a list"], {"a": 1}, object(), ("a", "tuple"), "word", 7, 0.5]
@types.coroutine
def hand_over(number):
    yield made[number]
def number_of_values():
    return len(made)
def came_back(coro):
    seen = []
    try:
        while True:
            seen.append(coro.send(None))
    except StopIteration:
        return [one is other for one, other in zip(seen, made, strict=True)]
"""
RAISES = """
def returned_is_raised(coro):
    try:
        coro.send(None)
    except StopIteration as end:
        raise end.value
def holds_itself(coro):
    error = KeyError()
    error.args = (error, 1)
    raise error
"""


@BOTH
def test_what_is_yielded_through_a_check_comes_home(mode: Mode) -> None:
    """A loop of the student's gets from a check's coroutine the object that another function of theirs yielded."""

    def check(kata: Any) -> None:
        async def work() -> None:
            for number in range(11):
                await kata.hand_over(number)

        expect(kata.came_back(work()), [True] * 11)

    assert outcome(LOOP, check, mode=mode).outcome is Outcome.PASSED


@BOTH
def test_a_value_of_the_checks_own_is_what_it_is(mode: Mode) -> None:
    """What a check kept back and yields later is the plain value that crossed to it."""

    @types.coroutine
    def says(value: Any) -> Generator[Any, Any, None]:
        yield value

    def check(kata: Any) -> None:
        async def work() -> None:
            for _ in range(2):
                await says([7])

        coroutine = kata.hand_over(4)
        kept = coroutine.send(None)
        expect(kept, ["a list"])
        expect(kata.came_back_values(work()), [[7], [7]])
        expect(kata.came_back_values(says(kept)), [["a list"]])

    source = (
        LOOP
        + "def came_back_values(coro):\n    return [*coro] if not hasattr(coro, 'cr_code') else [*coro.__await__()]"
    )
    assert outcome(source, check, mode=mode).outcome is Outcome.PASSED


@BOTH
def test_an_exception_among_the_arguments_of_what_came_before_it(mode: Mode) -> None:
    """One that a coroutine returned, raised where its StopIteration is being handled, is the same object."""

    def check(kata: Any) -> None:
        error = ValueError("returned")

        async def gives() -> ValueError:
            return error

        with pytest.raises(ValueError, match="returned") as raised:
            kata.returned_is_raised(gives())
        assert raised.value is error

    assert outcome(RAISES, check, mode=mode).outcome is Outcome.PASSED


def test_an_exception_that_holds_itself_is_one_all_the_same() -> None:
    """What cannot be written down is left out of it."""

    def check(kata: Any) -> None:
        with pytest.raises(KeyError) as raised:
            kata.holds_itself(None)
        assert raised.value.args == (None, 1)

    assert outcome(RAISES, check).outcome is Outcome.PASSED


PLAIN_ITERATOR = """
class Twice:
    def __await__(self):
        return Steps()
class Steps:
    left = 2
    def __iter__(self):
        return self
    def __next__(self):
        if not self.left:
            raise StopIteration("done")
        self.left -= 1
"""


@BOTH
def test_await_may_give_an_iterator_without_throw_and_close(mode: Mode) -> None:
    """What is thrown at it is raised at the await, and closing it is no error."""

    def check(kata: Any) -> None:
        seen: list[Any] = []

        async def work() -> Any:
            try:
                return await kata.Twice()
            except LookupError as error:
                seen.append(error)
                return "caught"

        thrown, coroutines = LookupError("thrown"), [work() for _ in range(3)]
        expect([coroutine.send(None) for coroutine in coroutines], [None] * 3)
        with pytest.raises(StopIteration) as ended:
            coroutines[0].throw(thrown)
        expect([ended.value.value, seen], ["caught", [thrown]])
        coroutines[1].close()
        expect(coroutines[2].send(None), None)
        with pytest.raises(StopIteration) as ended:
            coroutines[2].send(None)
        expect(ended.value.value, "done")

    assert outcome(PLAIN_ITERATOR, check, mode=mode).outcome is Outcome.PASSED


HANDS_ON = """
import asyncio
class Pages:
    def __init__(self):
        self._pages = self._work()
    async def _work(self):
        for page in (1, 2):
            await asyncio.sleep(0.5)
            yield page
    def __aiter__(self):
        return self
    def __anext__(self):
        return self._pages.__anext__()
def pages():
    return Pages()
"""


@BOTH
def test_an_iterator_may_hand_on_what_a_generator_gives(mode: Mode) -> None:
    """`__anext__` may be an ordinary function that returns what the generator behind it returns."""

    async def all_of_them(kata: Any, clock: Any) -> None:
        """Each page comes at its time."""
        expect([page async for page in kata.pages()], [1, 2])
        clock.took(1.0)

    assert outcome(HANDS_ON, all_of_them, mode=mode).outcome is Outcome.PASSED


LEFT_OPEN = """
import asyncio
closed = []
async def count():
    number = 0
    try:
        while True:
            await asyncio.sleep(1)
            number += 1
            yield number
    finally:
        await asyncio.sleep(0.5)
        closed.append(number)
class Numbers:
    def __aiter__(self):
        self._numbers = count()
        return self._numbers
    async def aclose(self):
        await self._numbers.aclose()
def numbers():
    return Numbers()
def how_closed():
    return closed
"""


@BOTH
def test_a_generator_that_a_check_leaves_is_closed_by_its_loop(mode: Mode) -> None:
    """Left at its yield, and left there and closed: its cleanup runs, and the check goes on."""

    async def left(kata: Any) -> None:
        """Nobody holds it any more."""
        async for number in kata.numbers():
            if number == 2:
                break
        await asyncio.sleep(3600)
        expect(kata.how_closed(), [2])

    async def closed(kata: Any) -> None:
        """It is closed by hand, too."""
        numbers = kata.numbers()
        async for number in numbers:
            if number == 3:
                break
        await numbers.aclose()
        await asyncio.sleep(3600)
        expect(kata.how_closed(), [3])

    assert [outcome(LEFT_OPEN, check, mode=mode).outcome for check in (left, closed)] == [Outcome.PASSED] * 2
