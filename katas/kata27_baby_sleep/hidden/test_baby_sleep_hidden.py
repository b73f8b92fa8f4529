"""Hidden checks of kata27."""

import asyncio
import math

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M08,
    M09,
    M10,
    M16,
    M17,
    M20,
    M21,
    M26,
    M27,
    M40,
    M41,
    MANY,
    check,
    every_error,
    expect,
    fail,
    number,
    plain,
    token,
)

TOO_MUCH = 2_000


class PretendClock:
    """A clock that `pause` moves, `late` more than asked, or the work of a turn; and a note of each pause."""

    _crosses = frozenset({"time", "pause"})

    def __init__(self, late=0.0, began=None):
        self.began = self.now = float(number(40, 90)) if began is None else began
        self.pauses = []
        self.events = []
        self._late = late
        self._asked = 0

    def elapsed(self):
        return self.now - self.began

    def time(self):
        self._asked += 1
        if self._asked > TOO_MUCH:
            fail(M10.because(f"the clock was asked {TOO_MUCH} times, and nobody called pause: it stands still"))
        return self.now

    def pause(self, seconds):
        seconds = plain(seconds)
        if not isinstance(seconds, int | float) or seconds != seconds:
            fail(M00.because("pause was called with something that is no number of seconds"))
        if seconds == math.inf:
            fail(M41.because("pause was called for ever: there was no alarm that ever rings"))
        if seconds <= 0:
            fail(M27.because("pause was called with a number of seconds that is not greater than 0"))
        self._asked = 0
        self.pauses.append((self.elapsed(), float(seconds)))
        self.events.append("pause")
        self.now += seconds + self._late

    def work(self, seconds):
        self.now += seconds


class Sleepers:
    """Coroutines that sleep on a loop, and a note of who woke when, counted from the beginning."""

    def __init__(self, kata, late=0.0, began=None):
        self.kata = kata
        self.clock = PretendClock(late, began)
        self.loop = kata.Loop(self.clock.time, self.clock.pause)
        self.woke = []

    async def sleep(self, name, *delays, error=None):
        told = []
        for delay in delays:
            told.append(await self.kata.sleep(delay))
            self.woke.append((name, self.clock.elapsed()))
        if error is not None:
            raise error
        return told


@check(points=3, needs="test_the_soonest_first", rules=(5, 9))
def test_equal_alarms(kata, clock):
    """With equal times the one wakes first that began to sleep first, be they seven or 250."""
    sleepers = Sleepers(kata)
    sleepers.loop.run(*(sleepers.sleep(name, *delays) for name, delays in zip("abcdefg", ALARMS, strict=True)))
    expect(
        [name for name, when in sleepers.woke if when == 2.0],
        list("adgcbe"),
        tells=lambda got: M20.because("one of those with equal times never woke") if len(got) < 6 else M21,
    )

    sleepers = Sleepers(kata)
    sleepers.loop.run(*(sleepers.sleep(name, 1 + name % 2) for name in range(MANY)))
    evens, odds = ([(name, 1.0 + half) for name in range(half, MANY, 2)] for half in (0, 1))
    expect(sleepers.woke, [*evens, *odds], tells=M21)
    expect(sleepers.clock.pauses, [(0.0, 1.0), (1.0, 1.0)], tells=M00.because("two pauses were enough"))


# All but the last wake at 2.0; who slept in two pieces began the second one later.
ALARMS = ((2,), (1.5, 0.5), (1, 1), (2,), (1.75, 0.25), (0.5, 2), (2,))


@check(points=2, needs="test_three_sleep_at_the_same_time", rules=4)
def test_no_time_at_all(kata, clock):
    """sleep(0) and sleep(-1) are a switch: one turn for everybody else, no pause, and the time now as the result."""
    for delay in (0, -1, 0.0, -0.5):
        sleepers, turns = Sleepers(kata), []

        async def short(delay=delay, turns=turns, sleepers=sleepers):
            told = []
            for turn in range(2):
                turns.append(f"short {turn}")
                told.append(await sleepers.kata.sleep(delay))
            return told

        async def other(turns=turns, sleepers=sleepers):
            sleepers.loop.spawn(child())
            for turn in range(2):
                turns.append(f"other {turn}")
                await sleepers.kata.switch()

        async def child(turns=turns):
            turns.append("child")

        told = plain(sleepers.loop.run(short(), other()))[0]

        if turns[:2] == ["short 0", "short 1"]:
            fail(M26.because("sleep(0) did not give way: the others had no turn"))
        expect(sleepers.clock.pauses, [], tells=M27.because("the loop paused for a sleep of no time at all"))
        expect(turns, ["short 0", "other 0", "short 1", "child", "other 1"], tells=misplaced)
        expect(told, [sleepers.clock.began] * 2, tells=M27.because("it did not return the time at which it was called"))


def misplaced(turns):
    """What a wrong order of turns betrays where somebody sleeps for no time."""
    if "child" in turns and turns[-1] == "short 1":
        return M21.because("who slept for no time came behind all others: it goes to the back of the queue at once")
    if turns[2:4] == ["child", "short 1"]:
        return M21.because("a child that was spawned later came first: who sleeps for no time gets in line at once")
    return M21.because("the turns came in another order than in the queue")


@check(points=2, needs="test_the_soonest_first", rules=6)
def test_no_pause_while_somebody_can_go_on(kata, clock):
    """The loop pauses when the queue is empty, not before."""
    sleepers = Sleepers(kata)
    events = sleepers.clock.events

    async def busy(name, times):
        for turn in range(times):
            events.append(f"{name}{turn}")
            await kata.switch()

    async def wakes_up():
        await kata.sleep(1)
        await busy("c", 2)

    sleepers.loop.run(busy("a", 3), sleepers.sleep("s", 2), wakes_up(), busy("b", 1))

    expect(
        events,
        ["a0", "b0", "a1", "a2", "pause", "c0", "c1", "pause"],
        tells=lambda got: (
            M17.because("it paused while somebody could go on") if "pause" in got[:4] + got[5:7] else None
        ),
    )
    expect(sleepers.woke, [("s", 2.0)])


@check(points=2, needs="test_the_soonest_first", rules=(1, 6))
def test_a_clock_that_is_late(kata, clock):
    """Where a pause takes longer than asked, the clock is asked again, and not added up."""
    sleepers = Sleepers(kata, late=0.5)

    work = [sleepers.sleep(name, *delays) for name, delays in zip("abcd", DELAYS, strict=True)]
    told = plain(sleepers.loop.run(*work))

    expect(
        sleepers.woke,
        [("c", 1.5), ("b", 1.5), ("d", 3.5), ("a", 4.5), ("b", 4.5)],
        tells=M17.because("they did not wake when it was time by the clock that was handed in"),
    )
    expect(
        sleepers.clock.pauses, [(0.0, 1.0), (1.5, 1.5), (3.5, 0.5)], tells=M17.because("it did not pause for the rest")
    )
    expect(told, [[sleepers.clock.began + one for one in row] for row in ((4.0,), (1.25, 4.0), (1.0,), (3.0,))])

    sleepers, seen = Sleepers(kata, late=0.5), []

    async def wakes_and_gives_way():
        await sleepers.kata.sleep(1)
        seen.append("a")
        await sleepers.kata.switch()
        seen.append("a again")

    async def wakes():
        await sleepers.kata.sleep(1.25)
        seen.append("b")

    sleepers.loop.run(wakes_and_gives_way(), wakes())
    expect(
        seen,
        ["a", "b", "a again"],
        tells=M17.because("who was due after a late pause did not go into the queue at once"),
    )

    # Since when a clock counts is nobody's business: this alarm rings at 0.0.
    sleepers = Sleepers(kata, began=-2.0)
    told = plain(sleepers.loop.run(sleepers.sleep("a", 2)))
    zero = M27.because("it did not sleep until 0.0 by a clock that began to count below 0")
    expect([sleepers.woke, told], [[("a", 2.0)], [[0.0]]], tells=zero)


DELAYS = ((4,), (1.25, 2.5), (1,), (3,))


@check(points=2, needs="test_three_sleep_at_the_same_time", rules=(3, 5, 7))
def test_others_keep_nobody_asleep(kata, clock):
    """Who is due wakes although another always stands in the queue, and time passes in the turns of that one."""
    sleepers = Sleepers(kata)

    async def works():
        for turn in range(100):
            if len(sleepers.woke) == 2:
                return turn
            sleepers.clock.work(0.25)
            await kata.switch()
        fail(M20.because("two that slept for 1 and 1.5 s were not awake after 25 s in which another took turns"))

    turns = plain(sleepers.loop.run(works(), sleepers.sleep("late", 1.5), sleepers.sleep("soon", 1)))[0]

    expect([name for name, _ in sleepers.woke], ["soon", "late"], tells=M21)
    if turns > 9:
        fail(M20.because("who was due did not wake within a turn for everybody in the queue"))
    if sleepers.clock.pauses:
        fail(M17.because("it paused while somebody could go on"))

    for seconds in (1, 1.5):
        sleepers = Sleepers(kata)

        async def works_and_ends(sleepers=sleepers, seconds=seconds):
            await kata.switch()
            sleepers.clock.work(seconds)

        sleepers.loop.run(works_and_ends(), sleepers.sleep("a", 1))
        expect(sleepers.woke, [("a", seconds)], tells=M20.because("who was due when the queue was empty did not wake"))

    sleepers, events = Sleepers(kata), []

    async def turns_of(name, work=0.0):
        for _ in range(3):
            await kata.switch()
            events.append(name)
            sleepers.clock.work(work)

    async def wakes():
        told = await kata.sleep(1)
        events.append("awake")
        return told - sleepers.clock.began

    async def begins_after_work():
        return await kata.sleep(0.5) - sleepers.clock.began

    first = sleepers.loop.run(wakes(), turns_of("b"), turns_of("c"), turns_of("works", 1.5))[0]
    # When it is due, b and c stand in the queue; where it comes in line with the one that works is left open.
    if events.index("awake") < 5:
        fail(M21.because("who woke came before those who stood in the queue already"))
    expect(first, 1.0, tells=M00.because("not the time of its alarm"))

    sleepers = Sleepers(kata)

    async def works_first():
        sleepers.clock.work(1)

    told = sleepers.loop.run(works_first(), begins_after_work())[1]
    expect(
        told, 1.5, tells=M17.because("it began to sleep after a turn that took 1 s, and its alarm was set too early")
    )


@check(points=2, needs="test_three_sleep_at_the_same_time", rules=8)
def test_nobody_can_ever_wake(kata, clock):
    """When only sleepers without an end are left, they are closed, and run raises Deadlock."""
    for spawns in (0, 1):
        sleepers, seen = Sleepers(kata), []

        async def for_ever(name, seen=seen, sleepers=sleepers):
            try:
                await sleepers.kata.sleep(math.inf)
            except Exception:
                seen.append("caught")
            finally:
                seen.append((name, sleepers.clock.elapsed()))

        coroutines = [for_ever("a"), for_ever("b")]
        if spawns:
            sleepers.loop.spawn(coroutines[0])
        try:
            sleepers.loop.run(sleepers.sleep("s", 1), *coroutines[spawns:], sleepers.sleep("t", 2))
        except kata.Deadlock:
            pass
        else:
            fail(M41.because("somebody slept for ever, nobody else was left, and run came back without a Deadlock"))

        if not seen:
            fail(
                M16.because(
                    "run raised Deadlock, and left those standing who slept for ever: their finally did not run"
                )
            )
        if len(sleepers.woke) < 2:
            fail(M08.because("run raised Deadlock while others still had an alarm that rings"))
        if "caught" in seen:
            fail(
                M16.because("an exception was thrown into coroutines that were to be closed: close() is what ends them")
            )
        expect(sorted(seen), [("a", 2.0), ("b", 2.0)], tells=M16.because("not both who slept for ever were closed"))

    sleepers = Sleepers(kata)
    sleepers.loop.spawn(sleepers.sleep("for ever", math.inf))
    try:
        sleepers.loop.run(sleepers.sleep("s", 1))
    except kata.Deadlock:
        pass
    else:
        fail(M41.because("only one that was spawned slept for ever, and run came back without a Deadlock"))


@check(points=2, needs="test_the_soonest_first", rules=2)
def test_the_rest_is_as_it_was(kata, clock):
    """A child that sleeps is waited for; when one fails, others sleep to their end; and run can be called again."""
    for error in [*every_error(), asyncio.CancelledError(token("cancelled"))]:
        sleepers = Sleepers(kata)
        handles = []

        other, early = Sleepers(kata), []
        other.loop.spawn(other.sleep("other", 1))

        async def parent(sleepers=sleepers, handles=handles, early=early):
            handles.append(sleepers.loop.spawn(sleepers.sleep("child", 1, 3)))
            try:
                handles[-1].result()
            except RuntimeError:
                early.append("refused")
            return (await sleepers.kata.sleep(2)) - sleepers.clock.began

        try:
            plain(sleepers.loop.run(parent(), sleepers.sleep("a", 0.5, error=error), sleepers.sleep("b", 3)))
        except type(error) as left:
            if left is not error:
                raise
        else:
            fail(M09.because("one failed, and run came back as if nothing had happened"))
        if [name for name, _ in sleepers.woke].count("child") == 2 and ("child", 4.0) not in sleepers.woke:
            fail(M17.because("there are two loops, and who slept on one did not wake when it was time by its clock"))
        if sleepers.woke[-1:] != [("child", 4.0)]:
            fail(M08.because("run was over while somebody still slept"))
        expect(sleepers.woke, [("a", 0.5), ("child", 1.0), ("b", 3.0), ("child", 4.0)])
        expect(plain(handles[0].result()), [sleepers.clock.began + 1, sleepers.clock.began + 4])
        expect(plain(sleepers.loop.run(parent())), [6.0])
        expect(
            early, ["refused"] * 2, tells=M27.because("result() of a coroutine that is not over raises RuntimeError")
        )
        expect(other.woke, [], tells=M40.because("a coroutine that was spawned on one loop had its turn on another"))
        other.loop.run()
        expect(other.woke, [("other", 1.0)])


@check(points=1, needs="test_the_soonest_first", rules=(3, 6))
def test_however_long(kata, clock):
    """Fractions of a second, an hour, a day and many days are slept to the full."""
    for seconds in (*FRACTIONS, *LONG, 1_000_000.0):
        sleepers = Sleepers(kata)
        sleepers.loop.run(sleepers.sleep("a", seconds))
        short = M00.because("a sleep was shorter or longer than it was asked to be")
        expect(sleepers.woke, [("a", seconds)], tells=short)
        expect(sleepers.clock.pauses, [(0.0, seconds)], tells=M10.because("it paused in pieces, or for too long"))
