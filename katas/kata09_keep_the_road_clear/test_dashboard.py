"""Visible checks of kata09."""

import asyncio
import math
from numbers import Real

from grader.testing import M00, M01, M02, M03, M26, Log, check, expect, fail, number, plain, token


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


@check(points=3, rules=(1, 7, 8))
async def test_the_heart_keeps_beating(kata, clock):
    """With sensors of 0.75, 1.625 and 3.125 s the heart beats at 0.0, 0.5, … 3.0 s, and all is over at 3.125 s."""
    delays = {token("sensor"): delay for delay in (0.75, 1.625, 3.125)}
    log, walker = Log(), Walker(clock, 3)

    await kata.dashboard(delays, [number() for _ in range(1000)], log)
    took = clock.elapsed
    lines = log.timed
    beats = [at for at, line in lines if line == "beat"]

    reports = [(at, line) for at, line in lines if line != "beat"]
    ready = reports == sorted((delay, f"{name} ready") for name, delay in delays.items())
    clock.took(3.125, tells=lambda _: wrong_end(took, beats, ready))
    if await walker.was_held_up():
        fail(M03.because("Everybody else was held up: somebody was standing still in the middle of the road"))
    expect(beats, [0.5 * beat for beat in range(7)], tells=lambda _: wrong_beats(beats))
    with M00.because("Not every sensor said once, at the end of its own delay, that it is ready"):
        assert ready


def wrong_end(took, beats, ready):
    """What it betrays that the dashboard was over at this moment, and not at 3.125 s."""
    if not took:
        return M01.because("0.0 s: no sensor took its time. A pause that is only made is not taken")
    if took == 5.5 and 0.5 not in beats and beats:
        # 5.5 is the sum of the delays: one after the other, or one in everybody's way?
        return M03.because("The heart did not beat at 0.5: somebody was standing still in the middle of the road")
    if took == 5.5:
        return M02.because("5.5 = 0.75 + 1.625 + 3.125: each sensor waited for the one before")
    if ready and took > 3.125:
        return M00.because("All sensors were ready in time, and the dashboard was not over at 3.125: who kept it?")
    return None


def wrong_beats(beats):
    """What these beats betray, with nobody held up and all over in time."""
    if not beats:
        return M00.because("The heart did not beat at all")
    return M00.because("The heart did not beat every half second from 0.0 to 3.0")


@check(points=2, rules=(3, 4))
async def test_the_summary_gives_way(kata, clock):
    """While 1000 readings are summed up, 100 in one go, somebody else has at least nine turns."""
    readings = [number() for _ in range(1000)]

    mean, turns = await turns_during(kata.summarise(readings), most=50)

    if not turns:
        fail(M26.because("Nobody else had a turn until the end: no await in there, or none that really pauses"))
    if turns < 9:
        times = "once" if turns == 1 else f"{turns} times"
        fail(M03.because(f"Others had a turn only {times}, so there were more than 100 readings in one go"))
    with M00.because("It gives way, but what it returns is not the mean any more"):
        assert isinstance(plain(mean), Real)
        assert math.isclose(mean, sum(readings) / 1000)
