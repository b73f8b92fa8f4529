"""Hidden checks of kata25."""

import asyncio
import types

from grader.testing import (
    M00,
    M02,
    M05,
    M06,
    M08,
    M16,
    M23,
    M25,
    M26,
    M27,
    M29,
    M30,
    M38,
    M40,
    MANY,
    Job,
    beside,
    check,
    every_error,
    expect,
    fail,
    falsy,
    raising,
    token,
)

MOST = 1_000
AGAIN = M29.because("Awaited once it works, awaited again it does not: __await__ has to begin anew each time.")
BAD_YIELD = M00.because("asyncio understands a yield of None, and its own futures.")
# An iterator with nothing but __next__ does not cross as such, and thousands of suspensions are only cheap over there.
KIT = """
class Bare:
    def __init__(self, left, value):
        self.left = left
        self.value = value

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration(self.value)
        self.left -= 1


async def awaits(awaitable):
    return await awaitable


def drive(awaitable):
    coroutine, times = awaits(awaitable), 0
    try:
        while times < 100_000:
            coroutine.send(None)
            times += 1
    except StopIteration as end:
        return times, end.value


def through_bare(Chain, values):
    return drive(Chain(*(Bare(place, value) for place, value in enumerate(values))))


def left_bare(Chain):
    coroutine, error = awaits(Chain(Bare(2, None))), LookupError("thrown in")
    coroutine.send(None)
    try:
        coroutine.throw(error)
    except LookupError as left:
        return left is error
    except StopIteration:
        return False
    return False


def counted(Countdown, n):
    return drive(Countdown(n))
"""


@types.coroutine
def ask(question):
    """Yield a question, and give what is sent for it."""
    return (yield question)


class Waits:
    """Something that could be awaited, and knows whether it was."""

    _crosses = frozenset()

    def __init__(self):
        self.awaited = False

    def __await__(self):
        self.awaited = True
        yield


class Empty:
    """Something to await that counts as false, and tells when it is asked for its iterator, and when that ends."""

    _crosses = frozenset()

    def __init__(self, name, events):
        self.name = name
        self.events = events

    def __bool__(self):
        return False

    def __await__(self):
        self.events.append(f"{self.name} is asked")
        return self._waits()

    def _waits(self):
        yield
        self.events.append(f"{self.name} ends")
        return self.name


async def awaits(awaitable):
    """Await it."""
    return await awaitable


def drive(awaitable):
    """Await it in a coroutine without any loop; returns (what each suspension yielded, the result)."""
    coroutine, seen = awaits(awaitable), []
    try:
        while len(seen) < MOST:
            seen.append(coroutine.send(None))
    except StopIteration as end:
        return seen, end.value
    coroutine.close()
    fail(M27.because(f"it had not ended after {MOST} suspensions"))


def resumed(resume, value):
    """What a coroutine comes to that ends when it is resumed so; fails where it suspends once more."""
    try:
        resume(value)
    except StopIteration as end:
        return end.value
    fail(M05.because("it was resumed for the last time, and suspended once more"))


def errors():
    """An error of every kind, a cancellation among them."""
    return [*every_error(), asyncio.CancelledError(token("cancelled"))]


@check(points=1, needs="test_how_often_each_suspends", rules=2)
def test_any_value_is_ready(kata, clock):
    """Ready returns None, 0, an exception object or something that could be awaited as it is."""
    thing = Waits()
    values = [*falsy(), ValueError(token()), (token(), [token()]), thing]

    with raising({ValueError: M30.because("A Ready returns its value as it is, also an exception object.")}):
        ready = [drive(kata.Ready(value)) for value in values]

    if thing.awaited:
        fail(M00.because("the value of a Ready was awaited, and not returned as it is"))
    expect(ready, [([], value) for value in values])


@check(points=1, needs="test_how_often_each_suspends", rules=4)
def test_none_and_many(kata, clock):
    """Countdown suspends 250 times for 250, and not at all for 0 and for less."""
    for n in (0, -1, -3, 1, MANY):
        seen, result = drive(kata.Countdown(n))
        expect([len(seen), result], [max(n, 0), "liftoff"], tells=M27.because("it did not suspend n times"))


@check(points=1, needs="test_how_often_each_suspends", rules=(5, 6), raises={RuntimeError: AGAIN})
def test_each_await_counts_for_itself(kata, clock):
    """The same object can be awaited again, and by two at the same time."""
    value = token("value")
    for thing, wanted in (
        (kata.Ready(value), ([], value)),
        (kata.YieldNow(), ([None], None)),
        (kata.Countdown(5), ([None] * 5, "liftoff")),
    ):
        for _ in range(3):
            expect(drive(thing), wanted, tells=M40.because("the same object, awaited again, did something else"))

    for thing, times, result in ((kata.Countdown(6), 6, "liftoff"), (kata.YieldNow(), 1, None)):
        pair = [awaits(thing), awaits(thing)]
        with raising({StopIteration: M40.because("Two awaited the same object at once, and one ended too early.")}):
            seen = [coroutine.send(None) for coroutine in pair]
            for _ in range(times - 1):
                seen += [coroutine.send(None) for coroutine in pair]
        expect(seen, [None] * len(seen))
        expect([resumed(coroutine.send, None) for coroutine in pair], [result, result])


@check(points=1, needs="test_how_often_each_suspends", rules=7)
def test_what_is_thrown_in_leaves(kata, clock):
    """An exception thrown in where a YieldNow or a Countdown stands can be caught around its await."""
    for error in errors():
        for thing in (kata.YieldNow(), kata.Countdown(5)):
            caught = []

            async def catches(thing=thing, caught=caught):
                try:
                    return await thing
                except GeneratorExit:
                    raise
                except BaseException as met:
                    caught.append(met)

            coroutine = catches()
            coroutine.send(None)
            result = resumed(coroutine.throw, error)
            if not caught:
                fail(M06.because("an exception was thrown in, and did not leave the await: it was caught inside"))
            expect([caught, result], [[error], None], tells=M23.because("not the exception that was thrown in left"))


@check(points=2, needs="test_a_chain", rules=(1, 8, 9))
def test_a_chain_is_not_there(kata, clock):
    """What an awaitable of a Chain yields goes up, and what is sent, thrown in or closed gets to it."""
    events, sent, error = [], [token("sent"), None, token("sent")], errors()[-1]

    async def work(name):
        events.append(f"{name} begins")
        got = [await ask(f"{name} 1"), await ask(f"{name} 2")]
        try:
            got.append(await ask(f"{name} 3"))
        except BaseException as met:
            events.append(f"{name} was ended" if isinstance(met, GeneratorExit) else met)
            raise
        finally:
            events.append(f"{name} ends")
        return got

    async def catches():
        try:
            await work("b")
        except asyncio.CancelledError:
            return "caught"

    coroutine = awaits(kata.Chain(work("a"), kata.Chain(catches(), kata.Ready(7)), work("c")))
    if events:
        fail(M25.because("a Chain was made, and its first awaitable was begun: it begins when it is awaited"))
    seen = [coroutine.send(None), *(coroutine.send(one) for one in sent)]
    expect(seen, ["a 1", "a 2", "a 3", "b 1"], tells=M00.because("what the awaitable yields did not go up unchanged"))
    if "c begins" in events:
        fail(M02.because("one was begun before the one in front of it had ended"))
    expect(events, ["a begins", "a ends", "b begins"])
    try:
        seen = [coroutine.send(None), coroutine.send(None), coroutine.throw(error), coroutine.send(None)]
    except asyncio.CancelledError as left:
        if left is not error:
            raise
        fail(M23.because("what was thrown in left the Chain: it did not get to the awaitable, which catches it"))
    expect(seen, ["b 2", "b 3", "c 1", "c 2"])
    coroutine.send(None)
    expect(
        events[3:], [error, "b ends", "c begins"], tells=M23.because("what was thrown in did not get to where it stood")
    )
    coroutine.close()
    if events[6:] != ["c was ended", "c ends"]:
        fail(M16.because("the Chain was closed, and the awaitable it was waiting for was not"))

    whole = awaits(kata.Chain(work("a"), work("b")))
    whole.send(None)
    for one in [*sent, *sent[:2]]:
        whole.send(one)
    others = M40.because(
        "a Chain returned more than the results of its own: what another Chain gathered stands in its list"
    )
    lost = M00.because("what was sent did not get to the awaitable that waited for it")
    expect(resumed(whole.send, sent[2]), [sent, sent], tells=lambda got: others if len(got) > 2 else lost)


@check(points=1, needs="test_a_chain", rules=(8, 10))
def test_a_chain_that_breaks(kata, clock):
    """When one fails its exception leaves the Chain, and those behind it are not begun; an empty Chain is []."""
    with raising({Exception: M27.because("A Chain of nothing has an empty list of results.")}):
        expect(drive(kata.Chain()), ([], []), tells=M27.because("a Chain of nothing has an empty list of results"))
    values = falsy()
    expect(drive(kata.Chain(*(kata.Ready(value) for value in values))), ([], values))

    asked, names = [], [token("name") for _ in range(3)]
    got = drive(kata.Chain(*(Empty(name, asked) for name in names)))
    if asked[:2] == [f"{name} is asked" for name in names[:2]]:
        fail(M02.because("one was asked for its __await__ before the one in front of it had ended"))
    left_out = M27.because("an awaitable that counts as false is one as well: not all of them were awaited")
    expect(got, ([None] * 3, names), tells=lambda got: left_out if len(got[1]) < 3 else None)
    expect(asked, [f"{name} {what}" for name in names for what in ("is asked", "ends")])

    for error in errors():
        begun = []

        async def gives(name, begun=begun):
            begun.append(name)

        async def fails(error=error):
            await ask("anything")
            raise error

        last = gives("last")
        try:
            drive(kata.Chain(gives("first"), fails(), last))
        except type(error) as left:
            if left is not error:
                with raising(
                    {BaseException: M23.because("The very exception of the awaitable has to leave the Chain.")}
                ):
                    raise
        else:
            fail(M06.because("an awaitable failed, and the Chain came back as if nothing had happened"))
        expect(begun, ["first"], tells=M08.because("one behind the failed one was begun"))
        last.close()


async def others_have_a_turn(kata):
    """Fail unless another task runs while somebody awaits a YieldNow, or a Countdown."""
    for make in (kata.YieldNow, lambda: kata.Countdown(2)):
        turns = []

        async def other(turns=turns):
            for _ in range(3):
                turns.append("other")
                await asyncio.sleep(0)

        task = asyncio.create_task(other())
        for _ in range(50):
            if task.done():
                break
            await make()
        if not task.done():
            fail(M26.because("it was awaited 50 times, and another task that needs three turns did not get them"))
        expect(turns, ["other"] * 3)


NOT_YET = M26.because("A task or future that is not done has no result yet: it is awaited like all the others.")


@check(
    points=2,
    needs="test_a_chain_is_not_there",
    rules=(1, 3, 8),
    raises={RuntimeError: BAD_YIELD, asyncio.InvalidStateError: NOT_YET},
)
async def test_under_asyncio(kata, clock):
    """Under asyncio others have a turn, and a Chain waits for whatever asyncio waits for, one after the other."""
    await others_have_a_turn(kata)
    jobs = [Job(1), Job(0.5), Job(2.25)]
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(jobs[2]())
    asyncio.get_running_loop().call_later(4, future.set_result, "set")

    got = await asyncio.wait_for(kata.Chain(jobs[0](), jobs[1], task, kata.Countdown(3), future), 60)

    expect(got, [*(job.value for job in jobs), "liftoff", "set"])
    expect([job.started for job in jobs], [[0.0], [1.0], [0.0]], tells=M25.because("the second was begun too early"))
    clock.took(4.0)


@check(
    points=1,
    needs=("test_how_often_each_suspends", "test_a_chain"),
    rules=(4, 8, 10),
    inside=True,
    raises={
        RecursionError: M27.because("Each suspension was made inside the last one, and there were thousands."),
        AttributeError: M38.because("An iterator has __next__; send, throw and close it need not have."),
    },
)
def test_bare_iterators_and_long_waits(kata, clock):
    """A Countdown of thousands is no trouble, and a Chain goes through any iterator that __await__ returns."""
    kit, n = beside(kata, KIT), 3_000
    expect(kit.counted(kata.Countdown, n), (n, "liftoff"), tells=M27.because("a Countdown of thousands went wrong"))
    values = [token("value") for _ in range(4)]
    plain_next = M38.because("iterators that have nothing but __next__ were not gone through, each to its end")
    expect(kit.through_bare(kata.Chain, values), (0 + 1 + 2 + 3, values), tells=plain_next)
    threw = M23.because("what was thrown in where an iterator has no throw() has to leave the Chain")
    expect(kit.left_bare(kata.Chain), True, tells=threw)
