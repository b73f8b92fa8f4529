"""Hidden checks of kata28."""

import asyncio
import math

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M02,
    M05,
    M06,
    M08,
    M09,
    M10,
    M16,
    M20,
    M21,
    M22,
    M23,
    M26,
    M27,
    M31,
    M39,
    M40,
    MANY,
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

TOO_MUCH = 2_000
NOBODY_WOKE = M20.because("Somebody still waits, and nothing is left that could wake it.")
ENDED_AGAIN = M00.because("It left the loop: a call ended a future that had ended, or asked one that had not.")
# A failure of a check's own, and what is no outcome of anything.
NOT_OURS = (AssertionError, GeneratorExit, KeyboardInterrupt, SystemExit)


class World:
    """A loop of the student's on a clock that only its pauses move, and a note of what happened when."""

    _crosses = frozenset({"time", "pause"})

    def __init__(self, kata):
        self.kata = kata
        self.began = self.now = float(number(40, 90))
        self.seen = []
        self.pauses = []
        self._asked = 0
        self._deadlock, self._invalid = kata.Deadlock, kata.InvalidState
        self.loop = kata.Loop(self.time, self.pause)

    def time(self):
        self._asked += 1
        if self._asked > TOO_MUCH:
            fail(M10.because(f"the clock was asked {TOO_MUCH} times, and nobody called pause: it stands still"))
        return self.now

    def pause(self, seconds):
        seconds = plain(seconds)
        if not isinstance(seconds, int | float) or not 0 < seconds < math.inf:
            fail(M27.because("pause was called with no number of seconds greater than 0 that has an end"))
        self._asked = 0
        self.pauses.append(float(seconds))
        self.now += seconds

    def note(self, what):
        """Write down that this happened now."""
        self.seen.append((what, self.now - self.began))

    async def work(self, name, seconds, value=None):
        """Sleep, and note the beginning and the end."""
        self.note(f"{name} begins")
        await self.kata.sleep(seconds)
        self.note(f"{name} ends")
        return value

    def run(self, *coros, invalid=ENDED_AGAIN):
        """What these coroutines come to; `invalid` speaks for an InvalidState that leaves the loop."""
        with raising({self._deadlock: NOBODY_WOKE, self._invalid: invalid}):
            return self.loop.run(*coros)


def raised(call, *given):
    """The exception that a call raises; None where it comes back."""
    try:
        call(*given)
    except NOT_OURS:
        raise
    except BaseException as error:
        return error
    return None


async def awaits(call, *given):
    """Await what a call gives that is made where the loop runs."""
    return await call(*given)


async def ended(awaitable):
    """The exception that it ends with, or None."""
    try:
        await awaitable
    except NOT_OURS:
        raise
    except BaseException as error:
        return error
    return None


def expect_error(left, wanted, other):
    """Fail unless this exception is the wanted one, or of the wanted class; `other` speaks for any other."""
    if left is None:
        fail(M09.because("an exception was to be raised here, and none was"))
    if left is not wanted and not (isinstance(wanted, type) and isinstance(left, wanted)):
        with raising({BaseException: other}):
            raise left


def errors():
    """An error of every kind; asyncio's own cancellation is one like any other here."""
    return [*every_error(), asyncio.CancelledError(token("cancelled"))]


@check(points=3, needs="test_a_future_wakes_all", rules=(1, 2))
def test_a_future_ends_once(kata, clock):
    """A pending future has nothing to say, and one that has ended stays as it is."""
    loop, invalid, cancelled = World(kata).loop, kata.InvalidState, kata.CancelledError

    def state(future):
        return [plain(future.done()), plain(future.cancelled())]

    def refuses(call, *given):
        error = raised(call, *given)
        if error is not None and not isinstance(error, invalid):
            with raising({BaseException: M00.because("InvalidState is what has to be raised here.")}):
                raise error
        return error is not None

    def expect_over(future):
        if not refuses(future.set_result, 1) or not refuses(future.set_exception, OSError()):
            fail(M00.because("a future that had ended was ended again, and no InvalidState was raised"))
        expect(plain(future.cancel()), False, tells=M00.because("cancel() of a future that has ended says False"))

    for value in [*falsy(), token("value"), ValueError(token("a value"))]:
        future = loop.create_future()
        expect(state(future), [False, False])
        if not refuses(future.result) or not refuses(future.exception):
            fail(M27.because("a pending future was asked for its result, and no InvalidState was raised"))
        future.set_result(value)
        expect_over(future)
        expect(state(future), [True, False])
        expect(future.result(), value, tells=M27.because("result() is not the value that was set"))
        expect(future.exception(), None)

    for error in errors():
        future = loop.create_future()
        future.set_exception(error)
        expect_over(future)
        expect(state(future), [True, False])
        expect(future.exception() is error, True, tells=M23.because("exception() is not the exception that was set"))
        expect_error(raised(future.result), error, M23.because("The exception that was set is another one."))

    future = loop.create_future()
    expect(plain(future.cancel()), True, tells=M00.because("cancel() of a pending future says True"))
    expect_over(future)
    expect(state(future), [True, True])
    for call in (future.result, future.exception):
        error = raised(call)
        if error is None:
            fail(
                M09.because(
                    "a cancelled future was asked for its result or exception, and CancelledError was not raised"
                )
            )
        expect_error(error, cancelled, M05.because("A cancelled future that is asked raises CancelledError."))


@check(points=4, needs="test_a_future_wakes_all", rules=3)
def test_callbacks_come_out_of_the_queue(kata, clock):
    """Callbacks are called by the loop, in order, with the future, and also when it has ended before."""
    for end in (
        lambda future: future.set_result(1),
        lambda future: future.set_exception(OSError()),
        lambda f: f.cancel(),
    ):
        world = World(kata)
        future, late = world.loop.create_future(), world.loop.create_future()

        def called(name, world=world, futures=(future, late)):
            return lambda given: world.note((name, given is futures[name == "late"]))

        async def main(world=world, future=future, late=late, end=end, called=called):
            for name in "abc":
                future.add_done_callback(called(name))
            world.loop.call_soon(lambda: world.note("before"))
            end(future)
            end(late)
            late.add_done_callback(called("late"))
            world.note("main")
            await kata.switch()
            await kata.switch()
            world.note("main again")

        world.run(main())

        seen = [what for what, _ in world.seen]
        if seen[:1] != ["main"]:
            fail(M00.because("a callback was called from inside, before the one who ended the future was through"))
        if ("a", True) in seen and ("late", True) not in seen:
            fail(M20.because("a callback that was added after the end was never called"))
        names = [what if isinstance(what, str) else what[0] for what in seen]
        expect(
            names,
            ["main", "before", "a", "b", "c", "late", "main again"],
            tells=lambda got: (
                M21.because("not in the order of the queue") if "c" in got else M20.because("one was not called")
            ),
        )
        expect(
            [what[1] for what in seen if not isinstance(what, str)],
            [True] * 4,
            tells=M00.because("not given the future"),
        )


@check(points=3, needs="test_a_future_wakes_all", rules=(4, 5, 6))
def test_awaited_when_it_has_ended(kata, clock):
    """To await what has ended does not suspend, and a task can be awaited again and by several."""
    world, values = World(kata), [*falsy(), token("value")]

    async def gives(value):
        await kata.sleep(1)
        return value

    async def main():
        tasks = [kata.create_task(gives(value)) for value in values]
        others = [kata.create_task(asks(task)) for task in tasks]
        first = [await task for task in tasks]
        world.loop.call_soon(lambda: world.note("a call"))
        again = [await task for task in tasks]
        world.note("main")
        return [first, again, [await other for other in others], [task.result() for task in tasks]]

    async def asks(task):
        return await task

    results = world.run(main())

    expect(results, [[values] * 4], tells=M27.because("a task did not give the same value to all who awaited it"))
    if world.seen[:1] != [("main", 1.0)]:
        fail(M26.because("to await tasks that had ended gave others a turn: it does not suspend"))


@check(points=3, needs="test_two_tasks_and_a_sleep", rules=5)
def test_a_task_fails(kata, clock):
    """What a task's coroutine raises is kept, and raised to each who awaits it; the others go on."""
    for error in errors():
        world = World(kata)

        async def fails(world=world, error=error):
            await kata.sleep(1)
            raise error

        async def main(world=world):
            other = kata.create_task(world.work("other", 2, "value"))
            unheard = kata.create_task(fails())
            task = kata.create_task(fails())
            told = [await ended(task), await ended(task), task.exception(), raised(task.result)]
            await kata.sleep(0.5)
            return [told, await other, plain(task.done()), plain(task.cancelled()), unheard.exception()]

        left = None
        try:
            results = world.run(main())
        except type(error) as out:
            left = out
            if left is not error:
                raise
        if left is not None or ("other ends", 2.0) not in world.seen:
            fail(M08.because("the exception of a task left the loop: it stopped everybody"))
        (((*told, asked, result), value, done, cancelled, unheard),) = results
        if None in told or asked is None or result is None:
            fail(M09.because("a task failed, and somebody who awaited or asked it was not told"))
        for one in (*told, asked, result, unheard):
            expect_error(one, error, M23.because("The coroutine of the task raised another one."))
        expect([value, done, cancelled], ["value", True, False])


@check(points=3, needs="test_a_sleeping_task_is_cancelled", rules=(8, 10))
def test_cancelled_before_it_began(kata, clock):
    """A task that is cancelled before its first turn never runs; one that has ended is not cancelled any more."""
    world, cancelled = World(kata), kata.CancelledError

    async def main():
        task, over = kata.create_task(world.work("task", 1)), kata.create_task(world.work("over", 0, "value"))
        said = [plain(task.cancel()), plain(task.cancel())]
        await kata.sleep(0.75)
        said += [plain(over.cancel()), plain(over.cancelled()), plain(task.done()), plain(task.cancelled())]
        said.append(plain(task.cancel()))
        return [said, await ended(task), await over]

    ((said, left, value),) = world.run(main())

    if ("task begins", 0.0) in world.seen:
        fail(M16.because("a task was cancelled before its first turn, and its coroutine ran all the same"))
    told = M00.because("what cancel(), done() and cancelled() say is not what happened")
    expect(said, [True, True, False, False, True, True, False], tells=told)
    expect_error(left, cancelled, M05.because("Who awaits a task that was cancelled gets CancelledError."))
    expect(value, "value")
    expect(world.seen, [("over begins", 0.0), ("over ends", 0.0)])


@check(points=3, needs="test_a_sleeping_task_is_cancelled", rules=9)
def test_what_the_coroutine_makes_of_it(kata, clock):
    """A coroutine may catch its cancellation and return or raise something; then its task is not cancelled."""
    world, cancelled, error = World(kata), kata.CancelledError, OSError(token("error"))
    values = [token("value"), None]

    async def returns(value):
        try:
            await kata.sleep(10)
        except cancelled:
            await kata.sleep(0.5)
            return value

    async def raises():
        try:
            await kata.sleep(10)
        except cancelled:
            raise error from None

    async def goes_on():
        for _ in range(3):
            await ended(kata.sleep(10))
            world.note("told")
        await kata.sleep(10)

    async def lets_out():
        raise cancelled

    async def main():
        own = kata.create_task(lets_out())
        tasks = [kata.create_task(work) for work in (returns(values[0]), returns(None), raises(), goes_on())]
        await kata.sleep(0)
        world.note(["own", plain(own.done()) and plain(own.cancelled())])
        for _ in range(4):
            await kata.sleep(1)
            said = [plain(task.cancel()) for task in tasks]
        said = [said, [plain(task.cancelled()) for task in tasks[:3]]]
        await kata.sleep(1)
        return [*said, [await task for task in tasks[:2]], tasks[2].exception(), plain(tasks[3].cancelled())]

    try:
        ((said, cancels, got, failed, last),) = world.run(main())
    except cancelled:
        fail(M06.because("a coroutine caught its cancellation and returned, and its task was cancelled all the same"))
    if any(cancels):
        fail(M06.because("a coroutine caught its cancellation and returned, or failed, and cancelled() says True"))
    expect(got, values, tells=M23.because("not what the coroutine returned after it had caught its cancellation"))
    expect_error(failed, error, M23.because("The coroutine raised another one while it was being cancelled."))
    alone = M05.because("a coroutine let a CancelledError of its own out, and its task is not cancelled")
    expect(world.seen[:1], [(["own", True], 0.0)], tells=alone)
    told = M31.because("it was cancelled again and again, and was not told each time")
    expect(world.seen[1:], [("told", 1.0), ("told", 2.0), ("told", 3.0)], tells=told)
    expect([said, last], [[False, False, False, True], True], tells=M00.because("what cancel() said is not so"))


@check(points=2, needs="test_a_sleeping_task_is_cancelled", rules=11)
def test_a_task_cancels_itself(kata, clock):
    """A task that cancels itself goes on, and CancelledError is raised at its next await that suspends."""
    for wait in (lambda _: kata.sleep(1), lambda _: kata.switch(), lambda world: world.loop.create_future()):
        world, cancelled, tasks = World(kata), kata.CancelledError, []

        async def work(world=world, wait=wait, cancelled=cancelled, tasks=tasks):
            await kata.switch()
            tasks[0].cancel()
            world.note("went on")
            try:
                await wait(world)
                world.note("waited")
            except cancelled:
                world.note("told")
                await kata.switch()
                await kata.sleep(0.75)
                world.note("tidied up")
                raise

        async def main(world=world, work=work, cancelled=cancelled, tasks=tasks):
            tasks.append(kata.create_task(work()))
            return await ended(tasks[0])

        (left,) = world.run(main())

        if [what for what, _ in world.seen][:1] == ["told"]:
            fail(M00.because("it was told before its turn was over"))
        expect(
            world.seen,
            [("went on", 0.0), ("told", 0.0), ("tidied up", 0.75)],
            tells=M05.because("it cancelled itself, and was not told just once, at its next await that suspends"),
        )
        expect_error(left, cancelled, M05.because("The task cancelled itself, so CancelledError leaves it."))

    world, value, tasks = World(kata), token("value"), []

    async def keeps():
        left = await ended(kata.sleep(50))
        world.note("told" if isinstance(left, cancelled) else "not told")
        return value

    async def asks():
        child = kata.create_task(keeps())
        await kata.sleep(1)
        tasks[0].cancel()
        return await child

    async def parent():
        tasks.append(kata.create_task(asks()))
        left = await ended(tasks[0])
        return [left, plain(tasks[0].cancelled()), None if left else tasks[0].result()]

    ((left, *said),) = world.run(parent())

    expect(world.seen, [("told", 1.0)], tells=M08.because("it cancelled itself, and the task it awaited then was not"))
    caught = "A task cancelled itself and awaited one that caught that and returned: its value comes out of the await."
    if left is not None:
        with raising({BaseException: M23.because(caught)}):
            raise left
    expect(said, [False, value], tells=M23.because(caught))


@check(points=3, needs="test_a_sleeping_task_is_cancelled", rules=8)
def test_all_the_way_down(kata, clock):
    """Who is cancelled while it awaits a task that awaits a future: each is told, from the inside out."""
    world, cancelled = World(kata), kata.CancelledError
    future = world.loop.create_future()

    async def waits(name, thing):
        try:
            await thing
        except cancelled:
            world.note(f"{name} told")
            await kata.sleep(0.5)
            raise

    async def stubborn(name, thing):
        await ended(thing)
        world.note(f"{name} told")
        return name

    async def main():
        inner = kata.create_task(waits("inner", future))
        middle = kata.create_task(waits("middle", inner))
        kept = kata.create_task(stubborn("kept", kata.sleep(50)))
        asks = kata.create_task(waits("asks", kept))
        await kata.sleep(1)
        middle.cancel()
        asks.cancel()
        world.note("asked")
        left = await ended(middle)
        cancels = [plain(one.cancelled()) for one in (middle, inner, future, asks, kept)]
        return [left, cancels, await ended(asks), await kept]

    ((left, cancels, *values),) = world.run(main())

    seen = [what for what, _ in world.seen]
    if seen[:1] != ["asked"]:
        fail(M00.because("a coroutine was told inside cancel(): that happens in a turn of its own"))
    if "inner told" not in seen or "kept told" not in seen:
        fail(M08.because("a task was cancelled, and the task it awaits went on as if nothing had happened"))
    expect(
        sorted(world.seen),
        sorted([("asked", 1.0), ("kept told", 1.0), ("inner told", 1.0), ("middle told", 1.5)]),
        tells=M39.because("who awaits a task is told when that one has ended, and by what it ends with"),
    )
    expect_error(left, cancelled, M05.because("Who awaits a task that was cancelled gets CancelledError."))
    expect([cancels, values], [[True, True, True, False, False], [None, "kept"]])

    world = World(kata)
    future = world.loop.create_future()

    async def late():
        waiting = kata.create_task(waits("late", future))
        await kata.sleep(1)
        future.set_result(1)
        said = plain(waiting.cancel())
        return [said, await ended(waiting), plain(waiting.cancelled())]

    ((said, left, was_cancelled),) = world.run(late())

    lost = M05.because("it was cancelled when what it awaited had just ended, before its next turn, and was not told")
    expect([said, [what for what, _ in world.seen], was_cancelled], [True, ["late told"], True], tells=lost)
    expect_error(left, cancelled, M05.because("Who awaits a task that was cancelled gets CancelledError."))


@check(points=2, needs="test_a_sleeping_task_is_cancelled", rules=(7, 8, 12, 19))
def test_how_long_they_sleep(kata, clock):
    """Sleeps of no time, of fractions and of a day; and no alarm is left of a sleeper that was cancelled."""
    for seconds in (*FRACTIONS, *LONG):
        world = World(kata)
        expect(
            world.run(awaits(kata.sleep, seconds)),
            [world.began + seconds],
            tells=M00.because("not the time of its alarm"),
        )
        expect(
            [world.now - world.began, world.pauses],
            [seconds, [seconds]],
            tells=M00.because("it slept for another time"),
        )

    for delay in (0, -1.5):
        world = World(kata)

        async def short(delay=delay, world=world):
            world.note("short")
            told = await kata.sleep(delay)
            world.note("short again")
            return told

        async def other(world=world):
            world.note("other")
            await kata.switch()
            world.note("other again")

        told = world.run(short(), other())
        names = [what for what, _ in world.seen]
        expect(
            names, ["short", "other", "short again", "other again"], tells=M26.because("not the turns of a switch()")
        )
        expect([told, world.pauses], [[world.began, None], []], tells=M27.because("a sleep of no time took some"))

    world = World(kata)

    async def turns():
        world.loop.call_soon(lambda: world.loop.call_soon(lambda: world.note("called by a call")))
        await kata.switch()
        world.note("one turn later")

    world.run(turns())
    names = [what for what, _ in world.seen]
    expect(names, ["one turn later", "called by a call"], tells=M21.because("switch() gave others more than one turn"))

    world = World(kata)

    async def main():
        tasks = [kata.create_task(world.work(name, seconds)) for name, seconds in (("a", 5), ("b", 2), ("c", 7))]
        await kata.sleep(1)
        tasks[0].cancel()
        tasks[2].cancel()

    world.run(main())
    expect(world.pauses, [1.0, 1.0], tells=M22.because("it paused for the alarm of a sleeper that was cancelled"))
    expect(world.seen[-1], ("b ends", 2.0))

    world = World(kata)

    async def busy():
        world.now += 1.5

    told = world.run(awaits(kata.sleep, 1), busy())
    expect(told, [world.began + 1, None], tells=M00.because("not the time of its alarm"))
    expect(world.pauses, [], tells=M27.because("it paused, and the time of the alarm was over already"))

    world, sleepers = World(kata), []
    rung = M00.because(
        "A sleeper was cancelled when its alarm had rung already: the call of the alarm comes all the same."
    )

    async def cancels_at_its_time():
        # Both calls come into the queue in one round, and this one stands before that of the sleeper's alarm.
        world.loop.call_at(world.time() + 1, lambda: sleepers[0].cancel())
        sleepers.append(kata.create_task(world.work("sleeper", 1)))
        return await ended(sleepers[0])

    (left,) = world.run(cancels_at_its_time(), invalid=rung)
    expect(world.seen, [("sleeper begins", 0.0)], tells=M05.because("it was cancelled, and slept on to its end"))
    expect_error(left, kata.CancelledError, M05.because("Who awaits a task that was cancelled gets CancelledError."))


@check(points=4, needs=("test_gather_in_order", "test_a_sleeping_task_is_cancelled"), rules=(13, 14, 15))
def test_gather_breaks(kata, clock):
    """The first failure leaves at once, and the others go on; who is cancelled while it gathers cancels them all."""
    cancelled = kata.CancelledError
    world = World(kata)
    expect(world.run(awaits(kata.gather)), [[]], tells=M27.because("gather of nothing returns an empty list"))
    values = falsy()
    expect(world.run(awaits(kata.gather, *(world.work("one", 1, value) for value in values))), [values])

    for error in [*errors(), None]:
        world = World(kata)

        async def fails(error=error, world=world):
            await kata.sleep(1)
            if error is None:
                world.loop.call_soon(doomed[0].cancel)
                await kata.sleep(50)
            raise error

        async def main(world=world, fails=fails, doomed=doomed):
            doomed[:] = [kata.create_task(fails())]
            left = await ended(kata.gather(world.work("early", 0.5), world.work("late", 3), doomed[0]))
            world.note("left")
            return left

        (left,) = world.run(main())
        if left is None:
            fail(M09.because("one failed, and gather came back as if nothing had happened"))
        expect_error(left, error or cancelled, M23.because("It left gather, and another one was the first to fail."))
        if ("late ends", 3.0) not in world.seen:
            fail(M00.because("one failed, and the others were not left alone: they go on"))
        expect(
            world.seen[-2:],
            [("left", 1.0), ("late ends", 3.0)],
            tells=M02.because("gather waited for the others first"),
        )

    world = World(kata)

    async def tidies(name, seconds):
        try:
            await kata.sleep(seconds)
        except cancelled:
            world.note(f"{name} told")
            raise

    async def whole():
        gathering = kata.create_task(gathers())
        await kata.sleep(1)
        gathering.cancel()
        return await ended(gathering)

    async def gathers():
        return await kata.gather(tidies("a", 5), tidies("b", 0.5), kata.create_task(tidies("c", 3)))

    (left,) = world.run(whole())
    told = M08.because("who gathered was cancelled, and not all that had not ended were")
    expect(sorted(world.seen), [("a told", 1.0), ("c told", 1.0)], tells=told)
    expect_error(left, cancelled, M05.because("Who gathered was cancelled, so CancelledError leaves it."))
    expect(world.now - world.began, 1.0)


doomed = []


@check(points=4, needs="test_a_sleeping_task_is_cancelled", rules=(16, 17, 18))
def test_waits_for_so_long(kata, clock):
    """wait_for returns in time, raises Timeout when what it cancelled is over, and passes a cancellation on."""
    cancelled, timeout, value = kata.CancelledError, kata.Timeout, token("value")

    async def tidies(world, seconds):
        try:
            await kata.sleep(seconds)
            return value
        except cancelled:
            world.note("told")
            await kata.sleep(0.5)
            raise

    async def fails(error):
        await kata.sleep(1)
        raise error

    for false in falsy():
        world = World(kata)
        got = world.run(awaits(kata.wait_for, world.work("quick", 1, false), 5))
        expect(
            got, [false], tells=M27.because("what it waited for ended with another value: None, 0 and the like count")
        )

    for make in (lambda work: work, lambda work: kata.create_task(work)):
        world = World(kata)

        async def in_time(world=world, make=make):
            return await kata.wait_for(make(tidies(world, 4_000.5)), 86_400)

        expect(world.run(in_time()), [value], tells=M20.because("it ended in time, and its value is not there"))
        expect(
            world.pauses, [4_000.5], tells=M22.because("it ended in time, and the loop still paused for the deadline")
        )

        for error in errors():
            world = World(kata)

            async def broken(error=error, make=make):
                return await ended(kata.wait_for(make(fails(error)), 5))

            (left,) = world.run(broken())
            expect_error(left, error, M23.because("What was waited for failed with another one."))
            still = M22.because("it failed in time, and the loop still paused for the deadline")
            expect(world.pauses, [1.0], tells=still)

        world = World(kata)

        async def too_late(world=world, make=make):
            work = make(tidies(world, 50))
            left = await ended(kata.wait_for(work, 2.5))
            world.note("left")
            return left

        (left,) = world.run(too_late())
        if ("told", 2.5) not in world.seen:
            fail(M08.because("the time was over, and what was waited for was not cancelled"))
        expect(
            isinstance(left, timeout), True, tells=M23.because("the time was over, and it was not Timeout that left")
        )
        late = M39.because("Timeout left before what was cancelled was over")
        expect(
            world.seen, [("told", 2.5), ("left", 3.0)], tells=lambda got, late=late: late if got[-1][1] == 2.5 else None
        )

        world = World(kata)

        async def outside(world, deadline, make=make):
            waiting = kata.create_task(waits(world, make, deadline))
            await kata.sleep(1)
            waiting.cancel()
            left = await ended(waiting)
            world.note("left")
            return left

        async def waits(world, make, deadline):
            return await kata.wait_for(make(tidies(world, 50)), deadline)

        (left,) = world.run(outside(world, 20))
        if ("told", 1.0) not in world.seen:
            fail(M08.because("who waited was cancelled, and what it waited for was not"))
        expect_error(left, cancelled, M05.because("Who waited was cancelled, so CancelledError leaves."))
        expect(
            world.seen, [("told", 1.0), ("left", 1.5)], tells=M39.because("CancelledError left before that was over")
        )
        expect(world.pauses, [1.0, 0.5], tells=M22.because("the loop still paused for the deadline"))

        # It tidies up past the deadline, and there is none any more.
        world = World(kata)
        (left,) = world.run(outside(world, 1.25))
        counted = "who waited was cancelled within the time, and the deadline still counted while that was tidied up"
        expect(world.seen, [("told", 1.0), ("left", 1.5)], tells=M22.because(counted))
        expect_error(left, cancelled, M22.because(f"CancelledError is what leaves: {counted}."))

    world = World(kata)

    async def stopped(world=world):
        work = kata.create_task(world.work("work", 50))
        world.loop.call_at(world.time() + 1, lambda: work.cancel())
        return await ended(kata.wait_for(work, 5))

    (left,) = world.run(stopped())
    by_another = "What was waited for was cancelled by another one, in time: CancelledError is what leaves."
    expect_error(left, cancelled, M23.because(by_another))
    expect(
        world.pauses, [1.0], tells=M22.because("it was cancelled in time, and the loop still paused for the deadline")
    )


@check(points=2, needs="test_two_tasks_and_a_sleep", rules=(5, 19))
def test_each_loop_for_itself(kata, clock):
    """A loop that is run inside a turn of another makes its own calls only; who waits for ever is a Deadlock."""
    outer, inner, error = World(kata), World(kata), OSError(token("error"))

    def breaks():
        raise error

    async def notes(world, what):
        world.note(what)

    async def inside():
        await kata.sleep(1)
        await kata.create_task(notes(inner, "inside"))

    async def main():
        outer.loop.call_soon(lambda: outer.note("call"))
        outer.loop.call_at(outer.time() + 0.375, lambda: outer.note("alarm"))
        inner.run(inside())
        outer.note("inner is over")
        kata.create_task(notes(outer, "task"))
        inner.loop.call_soon(breaks)
        left = raised(inner.loop.run)
        kata.create_task(notes(outer, "another task"))
        return left

    runs = M40.because("create_task did not find the loop that runs after a loop inside its turn was over")
    with raising({RuntimeError: runs}):
        (left,) = outer.run(main())

    if [what for what, _ in outer.seen][:1] != ["inner is over"]:
        fail(M40.because("calls of a loop were made while another loop ran: each has a queue and alarms of its own"))
    expect_error(left, error, M23.because("A call raised another one, and that leaves run."))
    expect(inner.seen, [("inside", 1.0)], tells=M40.because("a loop inside a turn of another did not make its calls"))
    soon = ("inner is over", "call", "task", "another task")
    expect(outer.seen, [(what, 0.0) for what in soon] + [("alarm", 0.375)], tells=runs)

    left = raised(inner.loop.run, awaits(inner.loop.create_future))
    expect_error(left, kata.Deadlock, M00.because("Nothing is left to do and one is not over: that is a Deadlock."))


@check(points=2, needs="test_gather_in_order", rules=(4, 5, 13))
def test_many(kata, clock):
    """250 that wait for one future go on in order, and gather has 250 results."""
    world, values = World(kata), tokens()
    future = world.loop.create_future()

    async def waits(value):
        got = await future
        world.note(value)
        return [value, got]

    async def main():
        world.loop.call_at(world.time() + 1, future.set_result, "open")
        return await kata.gather(*(waits(value) for value in values))

    results = world.run(main())

    expect(results, [[[value, "open"] for value in values]])
    expect(world.seen, [(value, 1.0) for value in values], tells=M21)
    expect(len(values), MANY)
