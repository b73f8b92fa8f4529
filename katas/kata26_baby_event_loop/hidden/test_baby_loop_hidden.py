"""Hidden checks of kata26."""

import asyncio

from grader.testing import (
    M00,
    M06,
    M07,
    M08,
    M09,
    M20,
    M21,
    M23,
    M26,
    M27,
    M30,
    M40,
    MANY,
    Unforeseen,
    beside,
    check,
    every_error,
    expect,
    fail,
    falsy,
    number,
    plain,
    raising,
    token,
    tokens,
)

# Thousands are only cheap where the student's code runs; and what has a `==` or a truth of its own does not cross.
KIT = """
async def turns(switch, times):
    for _ in range(times):
        await switch()
    return times

class Empty(Exception):
    def __len__(self):
        return 0

class Odd:
    def __eq__(self, other):
        return True

    def __bool__(self):
        return False

async def fails(error):
    raise error

async def gives(value):
    return value

def ends_with(call, error):
    try:
        call()
    except Empty as left:
        return left is error
    return False

def empty_error(kata_loop):
    error = Empty()
    handle = kata_loop.spawn(fails(error))
    return [ends_with(lambda: kata_loop.run(fails(error)), error), ends_with(handle.result, error)]

def odd_value(kata_loop):
    value = Odd()
    handle = kata_loop.spawn(gives(value))
    return [kata_loop.run(gives(value))[0] is value, bool(handle.done()), handle.result() is value]

def many(kata_loop, switch, number, times):
    return sum(kata_loop.run(*(turns(switch, times) for _ in range(number))))
"""


def errors():
    """An error of every kind, a cancellation among them."""
    return [*every_error(), asyncio.CancelledError(token("cancelled"))]


def raised(call, *given):
    """The error that a call raises; None where it comes back."""
    try:
        call(*given)
    except AssertionError:
        raise
    except (Exception, asyncio.CancelledError, Unforeseen) as error:
        return error
    return None


class Turns:
    """Coroutines that take turns, and a note of each turn."""

    def __init__(self, kata):
        self.kata = kata
        self.seen = []

    async def take(self, name, times, value=None):
        for _ in range(times):
            self.seen.append(name)
            await self.kata.switch()
        if isinstance(value, BaseException):
            raise value
        return value


@check(points=3, needs="test_results_in_order", rules=(2, 4, 6))
def test_one_fails_and_the_others_go_on(kata, clock):
    """When one raises, the others have all their turns; then run raises that very exception."""
    for error in errors():
        turns, loop = Turns(kata), kata.Loop()
        late = LookupError(token("late"))
        other = loop.spawn(turns.take("other", 3, ValueError(token("spawned"))))

        ended = raised(loop.run, turns.take("a", 2), turns.take("b", 1, error), turns.take("c", 4))

        if "other" not in turns.seen:
            fail(M20.because("one was spawned before run was called, and never had a turn"))
        if turns.seen.count("c") < 4 or turns.seen.count("other") < 3:
            fail(M08.because("one failed, and the others did not get all their turns"))
        if ended is None:
            fail(M09.because("one of its coroutines failed, and run came back as if nothing had happened"))
        if ended is not error:
            fail(M23.because("run raised another exception than the one that its coroutine raised"))
        behind = M21.because("one that was spawned before run stood in the queue already: the arguments go behind it")
        expect(
            turns.seen,
            "other a b c other a c other c c".split(),
            tells=lambda seen: behind if seen[:1] != ["other"] else None,
        )
        if raised(other.result) is None:
            fail(M09.because("a spawned coroutine failed, and result() of its handle raised nothing"))

        loop = kata.Loop()
        ended = raised(loop.run, turns.take("a", 3, late), turns.take("b", 1, error))
        expect(
            ended is late,
            True,
            tells=M07.because("of two that failed, run raised not that of the first in the order of the arguments"),
        )


@check(points=1, needs="test_results_in_order", rules=(5, 6))
def test_a_spawned_one_fails(kata, clock):
    """What a spawned coroutine raises stays in its handle, and run returns its results."""
    for error in errors():
        turns, loop, value = Turns(kata), kata.Loop(), token("value")
        handle = loop.spawn(turns.take("child", 1, error))

        try:
            results = loop.run(turns.take("a", 3, value))
        except type(error) as left:
            if left is error:
                fail(M23.because("what a spawned coroutine raised left run: it stays in its handle"))
            raise
        expect(results, [value])
        over = M27.because("a spawned coroutine has failed, so it is over, and done() does not say so")
        expect(plain(handle.done()), True, tells=over)
        if raised(handle.result) is not error:
            fail(M09.because("result() of a failed one has to raise the very exception of its coroutine"))
        if raised(handle.result) is not error:
            fail(M09.because("result() of a failed one raises that exception each time it is asked"))


@check(points=3, needs="test_a_child", rules=(4, 5))
def test_a_handle_knows(kata, clock):
    """done() is True and result() gives the value when the coroutine is over, and not before."""
    turns, loop = Turns(kata), kata.Loop()
    values = [*falsy(), token("value"), ValueError(token("returned"))]

    async def gives(value):
        await turns.take("child", 2)
        return value

    handles = [loop.spawn(gives(value)) for value in values]
    if turns.seen:
        fail(M00.because("spawn was called, and the coroutine began: it only gets in line there"))
    told = []

    def asks():
        told.append([[plain(one.done()), type(raised(one.result))] for one in handles])

    async def looks():
        for _ in range(4):
            asks()
            await kata.switch()
            if handles[-1].done():
                break

    asks()
    loop.run(looks())

    early = M27.because("As long as its coroutine is not over, done() is False and result() raises RuntimeError.")
    for one in told[:2]:
        expect(one, [[False, RuntimeError]] * len(values), tells=early)
    over = M27.because("it is over, and done() does not say so: None, 0 or an empty text are results, too")
    expect([plain(one.done()) for one in handles], [True] * len(values), tells=over)
    for one, value in zip(handles, values, strict=True):
        ended = raised(one.result)
        if ended is value and ended is not None:
            fail(M30.because("an exception object that was returned, as a value like any other, was raised"))
        expect(ended, None, tells=M27.because("it is over, and result() raised something for what it returned"))
        expect(one.result(), value)


@check(points=2, needs="test_two_take_turns", rules=(1, 3))
def test_deep_inside(kata, clock):
    """Who gives way deep inside gives way as a whole; who never gives way is over in one turn."""
    seen = []

    async def deep(name, levels):
        if levels:
            return [name, *await deep(name, levels - 1)]
        for _ in range(2):
            seen.append(name)
            if await kata.switch() is not None:
                fail(M00.because("await switch() has to return None"))
        return []

    async def at_once():
        for _ in range(3):
            seen.append("b")
            await awaits_nothing()
        return "b"

    async def awaits_nothing():
        return None

    results = kata.Loop().run(deep("a", 5), at_once(), deep("c", 2))

    expect(
        seen,
        list("abbbcac"),
        tells=[(list("abcbbac"), M26.because("an await that does not suspend was taken for the end of a turn"))],
    )
    expect(results, [["a"] * 5, "b", ["c"] * 2])


@check(points=2, needs="test_results_in_order", rules=(2, 8))
def test_again_and_side_by_side(kata, clock):
    """run can be called again, also after a failure, and other loops do not matter to it."""
    turns = Turns(kata)
    loop, other = kata.Loop(), kata.Loop()
    waiting = other.spawn(turns.take("other", 1, "other"))

    with raising({IndexError: M27.because("There was nobody in the queue.")}):
        expect(loop.run(), [], tells=M27.because("run() without coroutines returns an empty list"))
    for values in (falsy(), [token("value")], [[], token("value")]):
        results = loop.run(*(turns.take("a", 2, value) for value in values))
        expect(
            results,
            values,
            tells=M40.because("called again, run returned something else than the results of this call"),
        )
    if not isinstance(raised(loop.run, turns.take("a", 1, OSError(token()))), OSError):
        fail(M09.because("one of its coroutines failed, and run did not raise its exception"))
    with raising(
        {Exception: M40.because("The loop's last run was over, it had ended with a failure, and run was called again.")}
    ):
        again = loop.run(turns.take("a", 1, "again"))
    expect(again, ["again"], tells=M40.because("after a failure it did not run again"))
    if "other" in turns.seen:
        fail(M40.because("a coroutine that was spawned on one loop had its turn on another"))
    expect(other.run(), [])
    expect(
        [waiting.result(), turns.seen[-1]],
        ["other", "other"],
        tells=M20.because("run() without any runs who was spawned"),
    )

    turns, (outer, inner) = Turns(kata), (kata.Loop(), kata.Loop())

    async def runs_another():
        late = outer.spawn(turns.take("late", 1))
        got = inner.run(turns.take("in", 2, "in"), turns.take("side", 1))
        return [got, plain(late.done())]

    with raising({Exception: M40.because("In a turn of one loop, another loop was run.")}):
        results = outer.run(runs_another(), turns.take("out", 2, "out"))
    mixed = M40.because("another loop was run in a turn of this one, and the turns of the two were mixed up")
    expect(turns.seen, "in side in out late out".split(), tells=mixed)
    expect(results, [[["in", None], False], "out"])


@check(points=2, needs="test_a_child", rules=(2, 4))
def test_until_nobody_is_left(kata, clock):
    """run comes back when also the children's children are over, and their results are not in its list."""
    turns, loop, values = Turns(kata), kata.Loop(), [token("value") for _ in range(3)]

    async def parent(levels):
        if levels:
            loop.spawn(parent(levels - 1))
        await turns.take(f"level {levels}", 2)
        return values[levels]

    async def last():
        return "last"

    results = loop.run(parent(2), last())

    if turns.seen.count("level 0") < 2:
        fail(M08.because("run came back while one that was spawned was still in the queue"))
    expect(results, [values[2], "last"])
    behind = M21.because("not in the order of the queue: a child, and whoever gave way, goes to the back of it")
    expect(turns.seen, [f"level {level}" for level in (2, 1, 2, 0, 1, 0)], tells=behind)

    turns, loop = Turns(kata), kata.Loop()
    names = [token("child") for _ in range(3)]

    async def has_many():
        for name in names:
            loop.spawn(turns.take(name, 2))
        await turns.take("parent", 2)

    loop.spawn(turns.take("before", 1))
    loop.spawn(has_many())
    loop.run(turns.take("other", 1))

    siblings = M21.because("several were spawned in one turn, and did not stand in the queue in that order")
    expect(
        turns.seen,
        ["before", "parent", "other", *names, "parent", *names],
        tells=lambda seen: siblings if sorted(seen[3:6]) == sorted(names) and seen[3:6] != names else None,
    )


@check(points=1, needs="test_results_in_order", rules=7)
def test_many(kata, clock):
    """250 coroutines take turns, in order."""
    turns, values = Turns(kata), tokens()

    inside = M27.because("Turns follow one another in a while, not inside one another.")
    lost = M27.because("However many there are, each gets its turns until it is over.")
    with raising({RecursionError: inside, RuntimeError: lost}):
        results = kata.Loop().run(*(turns.take(value, 1 + place % 2, value) for place, value in enumerate(values)))

    expect(results, values)
    expect(
        turns.seen,
        [*values, *values[1::2]],
        tells=M21.because("many took turns, and not all had theirs in the order of the queue"),
    )
    expect(len(values), MANY)


@check(
    points=2,
    needs="test_results_in_order",
    rules=(5, 6, 7),
    inside=True,
    raises={RecursionError: M27.because("Turns are nested.")},
)
def test_thousands(kata, clock):
    """Five thousand coroutines, or turns of one, are no trouble, nor are values and errors that count as false."""
    kit = beside(kata, KIT)
    times = number(3_000, 5_000)

    for many, turns in ((times, 1), (1, times)):
        expect(kit.many(kata.Loop(), kata.switch, many, turns), many * turns)

    odd = M27.because(
        "an object that says it equals everything, and is false, was not taken for a result like any other"
    )
    with raising({RuntimeError: M27.because("The result was an object that says it equals everything, and is false.")}):
        results = kit.odd_value(kata.Loop())
    expect(results, [True, True, True], tells=odd)
    empty = M27.because("an exception that counts as false was raised, and run and result() did not both raise it")
    expect(kit.empty_error(kata.Loop()), [True, True], tells=empty)
