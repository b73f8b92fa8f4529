"""Visible checks of kata09."""

import asyncio
import math
from numbers import Real

from grader.testing import M00, M01, M02, M03, M26, Log, check, expect, number, plain, token


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


@check(points=3)
async def test_the_heart_keeps_beating(kata, clock):
    """With sensors of 0.75, 1.625 and 3.125 s the heart beats at 0.0, 0.5, … 3.0 s, and all is over at 3.125 s."""
    delays = {token("sensor"): delay for delay in (0.75, 1.625, 3.125)}
    log = Log()

    await kata.dashboard(delays, [number() for _ in range(1000)], log)
    beats = [at for at, line in log.timed if line == "beat"]

    every_half_second = [0.5 * beat for beat in range(7)]
    reports = [(at, line) for at, line in log.timed if line != "beat"]
    if reports == sorted((delay, f"{name} ready") for name, delay in delays.items()):
        with M00.because("All sensors were ready in time, and the dashboard was not over at 3.125: who kept it?"):
            clock.took(3.125)
    if clock.elapsed == 5.5:
        # 5.5 is the sum of the delays: one after the other, or one in everybody's way?
        with M03.because("The heart did not beat at 0.5: somebody was standing still in the middle of the road"):
            assert 0.5 in beats
    clock.took(
        3.125,
        tells={
            5.5: M02.because("5.5 = 0.75 + 1.625 + 3.125: each sensor waited for the one before"),
            0.0: M01.because("0.0 s: no sensor took its time. A pause that is only made is not taken"),
        },
    )
    expect(beats, every_half_second, tells=M03.because("The heart did not beat every half second: it was held up"))


@check(points=2)
async def test_the_summary_gives_way(kata, clock):
    """While 1000 readings are summed up, 100 in one go, somebody else has at least nine turns."""
    readings = [number() for _ in range(1000)]

    mean, turns = await turns_during(kata.summarise(readings), most=50)

    with M26.because("Nobody else had a turn until the end: no await in there, or none that really pauses"):
        assert turns > 0
    with M03.because("More than 100 readings in one go: everybody else had to wait for too long"):
        assert turns >= 9
    with M00.because("It gives way, but what it gives is not the mean any more"):
        assert isinstance(plain(mean), Real)
        assert math.isclose(mean, sum(readings) / 1000)
