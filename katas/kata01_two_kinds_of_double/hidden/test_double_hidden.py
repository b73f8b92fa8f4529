"""Hidden checks of kata01."""

import asyncio
from contextlib import suppress

from grader.testing import (
    LONG,
    M00,
    M09,
    M11,
    M16,
    M23,
    M25,
    M27,
    M40,
    Job,
    Unforeseen,
    beside,
    check,
    expect,
    fail,
    number,
    raising,
    token,
)

# Whether a loop was left behind can only be asked where the student's code ran.
KIT = """
import asyncio

loops = []

async def double(number):
    loops.append(asyncio.get_running_loop())
    return number * 2

async def fail(number):
    loops.append(asyncio.get_running_loop())
    raise LookupError(number)

class Odd(BaseException):
    pass

async def fail_oddly(number):
    loops.append(asyncio.get_running_loop())
    raise Odd(number)

def fails_oddly(run_double, number):
    try:
        run_double(number)
    except Odd:
        pass

def forget():
    asyncio.set_event_loop(None)

def loop_left():
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        return "none"
    return "closed" if loop.is_closed() else "open"

def closed():
    return [loop.is_closed() for loop in loops]
"""


class Weighed:
    """A number that counts how often somebody calculates with it; every calculation with it gives the same answer."""

    _crosses = frozenset()

    def __init__(self, answer):
        self._answer = answer
        self._sums = 0

    def __mul__(self, other):
        self._sums += 1
        return self._answer

    __rmul__ = __add__ = __radd__ = __mul__


PLAIN_NUMBER = M27.because("The number here can be multiplied by 2 and added to itself, and nothing else.")


@check(
    points=2,
    needs="test_coroutine_double",
    rules=(2, 5),
    raises={TypeError: PLAIN_NUMBER, AttributeError: PLAIN_NUMBER},
)
async def test_nothing_happens_before_the_await(kata, clock):
    """Calling coroutine_multiply_by_two calculates nothing: that is done when the coroutine is awaited."""
    answer = number()
    weighed = Weighed(answer)

    made = kata.coroutine_multiply_by_two(weighed)
    sums_before = weighed._sums
    doubled = await made

    if sums_before:
        fail(M25.because("The work was done at call time: the coroutine object only carried a finished answer around"))
    expect(doubled, answer)
    if not weighed._sums:
        fail(M00.because("Awaiting the coroutine gave an answer without calculating with the number"))

    numbers = [number(1_000, 9_999), number(10_000, 99_999), number(100_000, 999_999)]
    waiting = [kata.coroutine_multiply_by_two(n) for n in numbers]
    answers = [await one for one in reversed(waiting)]
    expect(answers, [2 * n for n in reversed(numbers)], tells=shared)


def shared(_):
    """What it betrays that several coroutine objects do not each give their own answer."""
    return M40.because("Of three coroutine objects made before the first await, not each doubled its own number")


@check(
    points=1,
    needs="test_door_gives_the_answer",
    rules=4,
    raises={
        RuntimeError: M11.because(
            "Called once it works, called again it does not: the door opens once and then no more, as if something of"
            " the first call were used again."
        )
    },
)
def test_door_opens_again(kata):
    """run_double can be called again and again."""
    n = number()

    expect(kata.run_double(kata.run_double(n)), 4 * n)
    expect(kata.run_double(2 * n), 4 * n)


class Room:
    """A coroutine function behind the door: it waits, and then returns the answer or raises it."""

    def __init__(self, kata):
        self.asked = []
        self.finished = []
        self.answer = None
        self.seconds = 0
        kata.coroutine_multiply_by_two = self.function()

    def function(self):
        """The coroutine function itself."""

        async def coroutine_multiply_by_two(number):
            self.asked.append(number)
            await asyncio.sleep(self.seconds)
            self.finished.append(number)
            if isinstance(self.answer, BaseException):
                raise self.answer
            return self.answer

        return coroutine_multiply_by_two


@check(
    points=1,
    needs="test_door_gives_the_answer",
    rules=3,
    raises={
        TimeoutError: M00.because("The coroutine behind the door takes any time, however long: here an hour."),
        RuntimeError: M11.because(
            "The coroutine behind the door has to wait here: only an event loop in the caller's thread can run it."
        ),
    },
)
def test_door_leads_to_the_coroutine(kata):
    """run_double lets coroutine_multiply_by_two calculate, once, however long it takes, and returns what it returns."""
    n, secret = number(), token()
    room = Room(kata)

    for room.seconds, room.answer in ((0.5, secret), (LONG[0], None), (0.25, 0), (0, Job(1))):
        room.asked.clear()
        answer = kata.run_double(n)
        if not room.asked:
            fail(
                M00.because(
                    "run_double answered without calling the coroutine_multiply_by_two that stands in the place of"
                    " yours: a door painted on a wall"
                )
            )
        expect(answer, room.answer, tells=lambda _: other_answer(room))
        expect(room.asked, [n], tells=M00.because("coroutine_multiply_by_two was not called once, with the number"))

    for room.answer in (RuntimeError(token()), Unforeseen(token())):
        expect_raised(kata.run_double, n, room.answer)


def other_answer(room):
    """What it betrays that the door does not give what the coroutine behind it returned."""
    if not room.finished:
        return M11.because("The coroutine waits for something, and was not run to its end: that takes an event loop")
    return M00.because("run_double returned something else than coroutine_multiply_by_two did")


def expect_raised(run_double, n, error):
    """Fail unless this very error leaves."""
    caught = None
    try:
        run_double(n)
    except AssertionError:
        raise
    except (Exception, Unforeseen) as left:
        caught = left
    if caught is None:
        fail(
            M09.because(
                "coroutine_multiply_by_two raised an error, and run_double came back as if nothing had happened"
            )
        )
    if caught is not error:
        with raising({BaseException: M23.because("Another error has to leave run_double: the coroutine's own.")}):
            raise caught


@check(points=1, needs="test_door_gives_the_answer", rules=5)
def test_any_number(kata):
    """Zero, numbers below zero, large ones and fractions are doubled just as well, by all three."""
    n = number()

    numbers = {"0": 0, "a number below zero": -n, "a fraction": n + 0.0009765625, "a large number": 3**80 + n}
    for what, given in numbers.items():
        for name in ("multiply_by_two", "run_double"):
            wrong = M27.because(f"{name} does not double {what}: not every number is whole, small and above zero")
            expect(getattr(kata, name)(given), 2 * given, tells=lambda _, wrong=wrong: wrong)


@check(points=1, inside=True, needs="test_door_gives_the_answer", rules=4)
def test_no_loop_is_left(kata):
    """When run_double is over, its event loop is closed and the thread has no current event loop."""
    kit = beside(kata, KIT)
    kit.forget()
    n = number()

    none_here = M11.because(
        "The thread has no current event loop here: whoever counts on one that lies around works only by luck, and"
        " from Python 3.14 on there is none."
    )
    with raising({RuntimeError: none_here}):
        doubled = kata.run_double(n)

    expect(doubled, 2 * n)
    left = kit.loop_left()
    if left == "open":
        fail(M11.because("run_double had come back, and its loop was still open and the thread's current one"))
    if left == "closed":
        fail(M11.because("The loop is closed, and yet it is still set as the thread's current event loop"))
    expect(left, "none")

    kata.coroutine_multiply_by_two = kit.double
    for _ in range(2):
        expect(kata.run_double(n), 2 * n)
    if False in kit.closed():
        fail(M11.because("run_double had come back, and its event loop was not closed"))
    expect(kit.closed(), [True, True], tells=M11.because("each call of run_double starts an event loop and closes it"))

    kata.coroutine_multiply_by_two = kit.fail
    with suppress(LookupError):
        kata.run_double(n)
    kata.coroutine_multiply_by_two = kit.fail_oddly
    kit.fails_oddly(kata.run_double, n)
    expect(kit.closed(), [True] * 4, tells=M16.because("the coroutine raised an error, and the event loop stayed open"))
    expect(kit.loop_left(), "none", tells=M16.because("the coroutine raised an error, and its event loop stayed set"))
