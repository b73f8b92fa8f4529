"""Hidden checks of kata01."""

from grader.testing import M00, M11, M25, M27, beside, check, expect, number, token

# Whether a loop was left behind can only be asked where the student's code ran.
KIT = """
import asyncio

def forget():
    asyncio.set_event_loop(None)

def loop_left():
    try:
        asyncio.get_event_loop()
    except RuntimeError:
        return False
    return True
"""


class Weighed:
    """A number that counts how often somebody calculates with it; every calculation with it gives the same answer."""

    def __init__(self, answer):
        self._answer = answer
        self._sums = 0

    def __mul__(self, other):
        self._sums += 1
        return self._answer

    __rmul__ = __add__ = __radd__ = __mul__


@check(points=2, needs="test_coroutine_double")
async def test_nothing_happens_before_the_await(kata, clock):
    """Calling coroutine_multiply_by_two calculates nothing: that is done when the coroutine is awaited."""
    answer = number()
    weighed = Weighed(answer)

    made = kata.coroutine_multiply_by_two(weighed)
    sums_before = weighed._sums
    doubled = await made

    with M25.because("The work was done at call time: the coroutine object only carried a finished answer around"):
        assert sums_before == 0
    expect(doubled, answer)
    assert weighed._sums >= 1


@check(
    points=1,
    needs="test_door_gives_the_answer",
    tells=M11.because("The door opened once and then no more: it was built around one single event loop"),
)
def test_door_opens_again(kata):
    """run_double can be called again and again."""
    n = number()

    expect(kata.run_double(kata.run_double(n)), 4 * n)
    expect(kata.run_double(n + 1), 2 * n + 2)


@check(
    points=1,
    needs="test_door_gives_the_answer",
    tells=M00.because("The answer did not come from the coroutine: the door was painted on the wall"),
)
def test_door_leads_to_the_coroutine(kata):
    """run_double lets coroutine_multiply_by_two do the calculation."""
    n, secret = number(), token()
    asked = []

    async def coroutine_multiply_by_two(number):
        asked.append(number)
        return secret

    kata.coroutine_multiply_by_two = coroutine_multiply_by_two
    answer = kata.run_double(n)

    expect(answer, secret)
    expect(asked, [n])


@check(
    points=1,
    needs="test_door_gives_the_answer",
    tells=M27.because("Not every number is whole and above zero: think of 0, of numbers below it, of fractions"),
)
def test_any_number(kata):
    """Zero, numbers below zero and fractions are doubled just as well, by all three."""
    n = number()

    for given in (0, -n, n + 0.5):
        expect(kata.multiply_by_two(given), 2 * given)
        expect(kata.run_double(given), 2 * given)


@check(
    points=1,
    inside=True,
    needs="test_door_gives_the_answer",
    tells=M11.because(
        "It works only by luck, with a loop that lies around: from Python 3.14 on there is none, and nobody closes it"
    ),
)
def test_no_loop_is_left(kata):
    """When run_double has come back, the thread has no current event loop."""
    kit = beside(kata, KIT)
    kit.forget()
    n = number()

    expect(kata.run_double(n), 2 * n)

    assert kit.loop_left() is False
