"""Hidden checks of kata09."""

import asyncio
import math
from numbers import Real

from grader.testing import M00, M01, M02, M03, M05, M08, M10, M27, Log, check, choice, expect, number, plain, token


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


@check(points=2)
async def test_sensors_side_by_side(kata, clock):
    """Sensors of 2.375, 0.875 and 1.5 s, started together, are ready at those very seconds."""
    delays = {token("sensor"): delay for delay in (2.375, 0.875, 1.5)}
    log = Log()

    await asyncio.gather(*(kata.sensor(name, delay, log) for name, delay in delays.items()))

    reports = log.timed
    expected = sorted((delay, f"{name} ready") for name, delay in delays.items())
    tell = M00.because("Not every sensor said its one line at the end of its own delay")
    if clock.elapsed == 0.0:
        tell = M00.because(
            "The sensors were ready at 0.0: they have to take their time, only not that of everybody else"
        )
    elif clock.elapsed == 4.75:
        tell = M03.because("4.75 = 2.375 + 0.875 + 1.5: each sensor held up all the others")
    elif sorted(line for _, line in reports) == sorted(line for _, line in expected) and clock.elapsed > 2.375:
        tell = M10.because("A sensor was ready and said so only later: it was looking at the clock from time to time")
    expect(reports, expected, tells=tell)
    clock.took(2.375)


@check(points=1)
async def test_a_sensor_holds_nobody(kata, clock):
    """While a sensor of 2.25 s warms up, somebody else who walks on every 0.5 s is never late."""
    log, steps = Log(), []

    async def walk():
        for _ in range(4):
            await asyncio.sleep(0.5)
            steps.append(clock.elapsed)

    walker = asyncio.create_task(walk())
    await kata.sensor(token("sensor"), 2.25, log)
    passed = clock.elapsed
    await walker

    with M03.because("Around time.sleep it does not matter who calls whom: this sensor held the whole road"):
        assert steps == [0.5, 1.0, 1.5, 2.0]
    expect(passed, 2.25, tells=[(0.0, M01.because("The sensor took no time at all"))])


@check(points=1, needs="test_the_summary_gives_way")
async def test_giving_way_takes_no_time(kata, clock):
    """Summing up 500 readings and giving way meanwhile takes 0.0 s."""
    readings = [number() for _ in range(500)]

    mean = await kata.summarise(readings, every=25)

    clock.took(0.0, tells=M00.because("You gave way, and slept as well: the summary became slower with each pause"))
    assert is_mean(mean, readings)


@check(points=2, needs="test_the_summary_gives_way")
async def test_every_is_obeyed(kata, clock):
    """However many readings may be worked through in one go, somebody else has a turn after each such go."""
    few, most = choice([3, 4, 6]), 64
    counted = []
    for count, every in ((130, few), (20, 1), (900, 128)):
        readings = [number() for _ in range(count)]
        mean, turns = await turns_during(kata.summarise(readings, every), most)
        goes = -(-count // every)
        counted.append((turns >= goes - 1, is_mean(mean, readings)))

    with M03.because("More than `every` readings were worked through in one go; `every` is not always the same number"):
        assert [enough for enough, _ in counted] == [True, True, True]
    assert [right for _, right in counted] == [True, True, True]


@check(points=1)
async def test_the_mean_is_the_same(kata, clock):
    """The mean is right for any number of readings, also for one, and for more than fit into whole goes."""
    means = []
    for count in (1, 99, 100, 207):
        readings = [number(-500, 900) for _ in range(count)]
        means.append(is_mean(await kata.summarise(readings), readings))

    with M27.because("Right for some numbers of readings only: what about the rest that does not fill a whole go?"):
        assert means == [True, True, True, True]


@check(points=1, needs=("test_a_sensor_holds_nobody", "test_the_summary_gives_way"))
async def test_who_is_cancelled_ends(kata, clock):
    """Somebody who is cancelled while he waits for a sensor or for the summary gets CancelledError."""
    log = Log()

    async def ending(work):
        try:
            return await work
        except asyncio.CancelledError as error:
            return error

    waiting = [kata.sensor(token("sensor"), 2.75, log), kata.summarise([number()] * 500, every=1)]
    callers = [asyncio.create_task(ending(work)) for work in waiting]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for caller in callers:
        caller.cancel()

    with M05.because("Somebody was cancelled while he waited for you, and you kept the CancelledError to yourself"):
        assert [isinstance(await caller, asyncio.CancelledError) for caller in callers] == [True, True]
    clock.took(0.0)
    await asyncio.sleep(3)


@check(points=1, needs="test_the_heart_keeps_beating")
async def test_the_summary_runs_beside(kata, clock):
    """A summary that takes 0.75 s is done long before a sensor of 1.625 s: it begins when the sensors begin."""
    mean = number()

    async def slow(readings, every=100):
        await asyncio.sleep(0.75)
        return mean

    kata.summarise = slow
    given = await kata.dashboard({token("sensor"): 1.625}, [number(), number()], Log())

    clock.took(1.625, tells={2.375: M02.because("2.375 = 1.625 + 0.75: the summary was left to the end")})
    expect(given, mean)


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

    with M08.because("The dashboard was over, and its heart went on beating"):
        assert log.timed == before
    expect(
        [line for _, line in before],
        ["beat", f"{names[1]} ready", "beat", "beat", "beat", f"{names[0]} ready"],
    )
    with M00.because("The dashboard did not give the mean of the readings"):
        assert is_mean(mean, readings)
