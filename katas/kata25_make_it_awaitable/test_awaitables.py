"""Visible checks of kata25."""

from grader.testing import M00, M26, M27, M30, M38, check, expect, fail, number, raising, token

MOST = 1_000
ITERATOR = M38.because("What __await__ returns has to be an iterator, such as a plain def with a yield in it makes.")


def drive(awaitable):
    """Await it in a coroutine without any loop; returns (what each suspension yielded, the result)."""

    async def waits():
        return await awaitable

    coroutine, seen = waits(), []
    try:
        while len(seen) < MOST:
            seen.append(coroutine.send(None))
    except StopIteration as end:
        return seen, end.value
    coroutine.close()
    fail(M27.because(f"it had not ended after {MOST} suspensions"))


def suspended(times, result):
    """What looks wrong in a pair of (suspensions, result) where so many and this one are wanted."""

    def told(got):
        seen, value = got
        if any(one is not None for one in seen):
            return M00.because("it yielded something that is not None: a driver may not know what that means")
        if not seen and times:
            return M26.because("it never suspended, so nobody else got a turn")
        if len(seen) != times:
            return M27.because(f"it suspended {len(seen)} times, and not {times}")
        if value is None:
            return M30.because("the await gave None: its value is what the iterator of __await__ returns at its end")
        return None

    return told


@check(points=3, rules=(1, 2, 3, 4, 5))
def test_how_often_each_suspends(kata, clock):
    """Ready returns its value at once, YieldNow suspends once, Countdown(n) n times and returns "liftoff"."""
    value, n = token("value"), number(3, 7)

    with raising({TypeError: ITERATOR}):
        ready, turn, down = drive(kata.Ready(value)), drive(kata.YieldNow()), drive(kata.Countdown(n))

    expect(ready, ([], value), tells=suspended(0, value))
    expect(turn, ([None], None), tells=suspended(1, None))
    expect(down, ([None] * n, "liftoff"), tells=suspended(n, "liftoff"))


@check(points=2, needs="test_how_often_each_suspends", rules=8)
def test_a_chain(kata, clock):
    """A Chain of a Ready, a coroutine and a YieldNow returns the list of their results, and suspends once."""
    words = [token("word"), token("word")]

    async def gives():
        return words[1]

    with raising({TypeError: M38.because("A coroutine is no iterator; the one that its __await__() returns is.")}):
        got = drive(kata.Chain(kata.Ready(words[0]), gives(), kata.YieldNow()))

    expect(
        got,
        ([None], [*words, None]),
        tells=[
            (([None], None), M30.because("the Chain gave None, and not the list of results")),
            (([None], [None] * 3), M30.because("the results are lost: each is what its iterator returns at its end")),
            (([None], words), M27.because("None is a result too: the one of YieldNow is missing")),
        ],
    )
