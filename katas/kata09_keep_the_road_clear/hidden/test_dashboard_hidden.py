"""Hidden checks of kata09."""

import asyncio
import math
from numbers import Real

from grader.testing import (
    M00,
    M01,
    M02,
    M03,
    M05,
    M08,
    M10,
    M27,
    Log,
    check,
    choice,
    expect,
    fail,
    number,
    plain,
    token,
)


async def turns_during(work, most):
    """What an awaitable gives, and how often, up to `most`, somebody else had a turn meanwhile."""
    turns = 0

    async def somebody():
        nonlocal turns
        for _ in range(most):
            await asyncio.sleep(0)
            turns += 1

    other = asyncio.create_task(somebody())
    await asyncio.sleep(0)
    before = turns
    given = await work
    counted = turns - before
    await other
    return given, counted


def is_mean(given, readings):
    """Whether this is the mean of the readings, but for rounding."""
    return isinstance(plain(given), Real) and math.isclose(given, sum(readings) / len(readings))


class Walker:
    """Somebody who walks on every half second for so many seconds, and notes when."""

    def __init__(self, clock, seconds):
        self._clock = clock
        self._due = [0.5 * step for step in range(1, int(2 * seconds) + 1)]
        self._steps = []
        self._task = asyncio.create_task(self._walk())

    async def _walk(self):
        for _ in self._due:
            await asyncio.sleep(0.5)
            self._steps.append(self._clock.elapsed)

    async def was_held_up(self):
        """Whether a step came late; waits for the last one."""
        await self._task
        return self._steps != self._due


@check(points=2)
async def test_sensors_side_by_side(kata, clock):
    """Sensors of 2.375, 0.875 and 1.5 s, started together, are ready at those very seconds."""
    delays = {token("sensor"): delay for delay in (2.375, 0.875, 1.5)}
    log, walker = Log(), Walker(clock, 2)

    await asyncio.gather(*(kata.sensor(name, delay, log) for name, delay in delays.items()))
    took, reports = clock.elapsed, log.timed

    held_up = await walker.was_held_up()
    expected = sorted((delay, f"{name} ready") for name, delay in delays.items())
    expect(reports, expected, tells=lambda _: wrong_reports(reports, expected, took, held_up))
    expect(took, 2.375, tells=lambda _: M00.because("All sensors said that they were ready, and were not over then"))


def wrong_reports(reports, expected, took, held_up):
    """What the lines of the sensors betray that were over after so many seconds."""
    if not took:
        return M00.because(
            "The sensors were ready at 0.0: they have to take their time, only not that of everybody else"
        )
    if held_up:
        return M03.because("While a sensor warmed up, nobody else could go on: it held the whole road")
    if took == 4.75:
        return M02.because("4.75 = 2.375 + 0.875 + 1.5: each sensor waited for the one before, and held nobody else")
    if sorted(line for _, line in reports) != sorted(line for _, line in expected):
        return M00.because("Not every sensor said its one line")
    if any(at > due for (at, line), due in zip(sorted(reports), sorted(at for at, _ in expected), strict=True)):
        return M10.because("A sensor said that it was ready only later than at the end of its delay")
    return M00.because("A sensor said that it was ready before the end of its delay")


@check(points=1)
async def test_a_sensor_holds_nobody(kata, clock):
    """While a sensor of 2.25 s warms up, somebody else who walks on every 0.5 s is never late."""
    log, walker = Log(), Walker(clock, 2)

    await kata.sensor(token("sensor"), 2.25, log)
    passed = clock.elapsed

    if await walker.was_held_up():
        fail(M03.because("While this sensor warmed up nobody else could go on: it held the whole road"))
    expect(
        passed,
        2.25,
        tells=lambda _: (
            M00.because("The sensor did not take its delay, neither more nor less")
            if passed
            else M01.because("The sensor took no time at all")
        ),
    )


@check(points=1, needs="test_the_summary_gives_way")
async def test_giving_way_takes_no_time(kata, clock):
    """Summing up 500 readings and giving way meanwhile takes 0.0 s."""
    readings = [number() for _ in range(500)]

    mean = await kata.summarise(readings, every=25)

    clock.took(
        0.0, tells=lambda _: M00.because("Giving way took time: the shortest of all pauses, a sleep of 0, takes none")
    )
    with M00.because("It takes no time, but what it gives is not the mean any more"):
        assert is_mean(mean, readings)


@check(points=2, needs="test_the_summary_gives_way")
async def test_every_is_obeyed(kata, clock):
    """However many readings may be worked through in one go, somebody else has a turn after each such go."""
    few, most = choice([3, 4, 6]), 64
    counted, wanted = [], []
    for count, every in ((130, few), (20, 1), (900, 128)):
        readings = [number() for _ in range(count)]
        mean, turns = await turns_during(kata.summarise(readings, every), most)
        counted.append(turns)
        wanted.append(-(-count // every) - 1)
        with M00.because("What it gives is not the mean of the readings"):
            assert is_mean(mean, readings)

    if any(turns < least for turns, least in zip(counted, wanted, strict=True)):
        # 130 and 900 readings have one and eight turns where it is always a hundred.
        always = counted[0] in (1, 2) and counted[1] in (0, 1) and counted[2] in (8, 9)
        fail(
            M03.because("It gave way as if `every` were always 100, whatever it was given")
            if always
            else M03.because("More than `every` readings were worked through in one go")
        )


@check(points=1, needs="test_the_summary_gives_way")
async def test_the_mean_is_the_same(kata, clock):
    """The mean is right for any number of readings, also for one, and for more than fit into whole goes."""
    means = []
    for count in (1, 99, 100, 207):
        readings = [number(-500, 900) for _ in range(count)]
        means.append(is_mean(await kata.summarise(readings), readings))

    expect(means, [True, True, True, True], tells=wrong_means)


def wrong_means(means):
    """What it betrays that not all the means are right, of 1, 99, 100 and 207 readings."""
    if means[2] and not means[3]:
        return M27.because("Right for some numbers of readings: what about the rest that does not fill a whole go?")
    return M27.because("Not the mean for every number of readings")


@check(points=1, needs=("test_a_sensor_holds_nobody", "test_the_summary_gives_way"))
async def test_who_is_cancelled_ends(kata, clock):
    """Somebody who is cancelled while he waits for a sensor or for the summary gets CancelledError."""
    log = Log()

    async def ending(work):
        try:
            await work
        except asyncio.CancelledError:
            return True
        return False

    waiting = [kata.sensor(token("sensor"), 2.75, log), kata.summarise([number()] * 500, every=1)]
    callers = [asyncio.create_task(ending(work)) for work in waiting]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for caller in callers:
        caller.cancel()

    for caller, name in zip(callers, ("sensor", "summarise"), strict=True):
        if not await caller:
            fail(M05.because(f"{name} was cancelled, and came back with a value: CancelledError did not leave it"))
    clock.took(
        0.0, tells=lambda _: M05.because("CancelledError left only later than at the moment of the cancellation")
    )
    await asyncio.sleep(3)


@check(points=1, needs="test_the_heart_keeps_beating")
async def test_the_summary_runs_beside(kata, clock):
    """A summary that takes 0.75 s is done long before a sensor of 1.625 s: it begins when the sensors begin."""
    mean, log, begun = number(), Log(), []

    async def slow(readings, every=100):
        begun.append(clock.elapsed)
        await asyncio.sleep(0.75)
        return mean

    kata.summarise = slow
    given = await kata.dashboard({token("sensor"): 1.625}, [number(), number()], log)

    expect(
        len(begun), 1, tells=lambda count: M00.because(f"The dashboard called summarise {count} times, and not once")
    )
    clock.took(1.625, tells=lambda _: not_beside(begun[0], log.timed))
    expect(begun, [0.0], tells=lambda _: M02.because("The summary was begun later than the sensors"))
    expect(given, mean, tells=M00.because("The dashboard did not give what summarise gave"))


def not_beside(begun, lines):
    """What it betrays that a summary which began then did not run beside the sensor."""
    if begun >= 1.625:
        return M02.because("2.375 = 1.625 + 0.75: the summary was left to the end")
    if lines and lines[0][0] >= begun + 0.75:
        return M02.because("2.375 = 0.75 + 1.625: the summary was done before the others began")
    return M02.because("The summary and the sensor did not wait at the same time")


@check(points=1, needs="test_the_heart_keeps_beating")
async def test_the_heart_stops_at_the_end(kata, clock):
    """When the last sensor is ready the dashboard gives the mean, and there is no beat any more after that."""
    names = [token("sensor"), token("sensor")]
    readings = [number() for _ in range(321)]
    log = Log()

    mean = await kata.dashboard({names[0]: 1.875, names[1]: 0.25}, readings, log)
    clock.took(1.875)
    before = log.timed
    await asyncio.sleep(4)

    if log.timed != before:
        fail(M08.because("The dashboard was over, and its heart went on beating"))
    with M00.because("Not a beat every half second, with each sensor's one line when it is ready"):
        assert [line for _, line in before] == [
            "beat",
            f"{names[1]} ready",
            "beat",
            "beat",
            "beat",
            f"{names[0]} ready",
        ]
    with M00.because("The dashboard did not give the mean of the readings"):
        assert is_mean(mean, readings)
