"""Hidden checks of kata01."""

from grader.testing import M00, M11, M25, M27, beside, check, expect, fail, number, token

# Whether a loop was left behind can only be asked where the student's code ran.
KIT = """
import asyncio

def forget():
    asyncio.set_event_loop(None)

def loop_left():
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        return "none"
    return "closed" if loop.is_closed() else "open"
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


@check(points=2, needs="test_coroutine_double")
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


@check(
    points=1,
    needs="test_door_gives_the_answer",
    raises={
        RuntimeError: M11.because(
            "Called once it works, called again it does not: the door opens once and then no more, as if it were built"
            " around one single event loop."
        )
    },
)
def test_door_opens_again(kata):
    """run_double can be called again and again."""
    n = number()

    expect(kata.run_double(kata.run_double(n)), 4 * n)
    expect(kata.run_double(n + 1), 2 * n + 2)


@check(points=1, needs="test_door_gives_the_answer")
def test_door_leads_to_the_coroutine(kata):
    """run_double lets coroutine_multiply_by_two do the calculation."""
    n, secret = number(), token()
    asked = []

    async def coroutine_multiply_by_two(number):
        asked.append(number)
        return secret

    kata.coroutine_multiply_by_two = coroutine_multiply_by_two
    answer = kata.run_double(n)

    if not asked:
        fail(M00.because("run_double answered without calling coroutine_multiply_by_two: a door painted on the wall"))
    expect(answer, secret, tells=M00.because("run_double gave something else than coroutine_multiply_by_two answered"))
    expect(asked, [n], tells=M00.because("coroutine_multiply_by_two was not called once, with the number"))


@check(points=1, needs="test_door_gives_the_answer")
def test_any_number(kata):
    """Zero, numbers below zero and fractions are doubled just as well, by all three."""
    n = number()

    for what, given in (("0", 0), ("a number below zero", -n), ("a fraction", n + 0.5)):
        for name in ("multiply_by_two", "run_double"):
            wrong = M27.because(f"{name} does not double {what}: not every number is whole and above zero")
            expect(getattr(kata, name)(given), 2 * given, tells=lambda _, wrong=wrong: wrong)


@check(
    points=1,
    inside=True,
    needs="test_door_gives_the_answer",
    raises={
        RuntimeError: M11.because(
            "The thread has no current event loop here: whoever counts on one that lies around works only by luck, and"
            " from Python 3.14 on there is none."
        )
    },
)
def test_no_loop_is_left(kata):
    """When run_double has come back, the thread has no current event loop."""
    kit = beside(kata, KIT)
    kit.forget()
    n = number()

    expect(kata.run_double(n), 2 * n)

    left = kit.loop_left()
    if left == "open":
        fail(M11.because("run_double had come back, and its loop was still open and the thread's current one"))
    if left == "closed":
        fail(M11.because("The loop is closed, and yet it is still set as the thread's current event loop"))
    expect(left, "none")
