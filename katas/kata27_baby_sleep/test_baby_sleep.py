"""Visible checks of kata27."""

import math

from grader.testing import M00, M02, M10, M20, M21, M27, M30, check, expect, fail, number, plain

TOO_MUCH = 2_000
INCOMPARABLE = M27.because("If two alarms have the same time, what stands behind the time is compared next.")


class PretendClock:
    """A clock that only `pause` moves, and a note of each pause as (when, how long)."""

    _crosses = frozenset({"time", "pause"})

    def __init__(self):
        self.began = self.now = float(number(40, 90))
        self.pauses = []
        self._asked = 0

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
        self.pauses.append((self.now - self.began, float(seconds)))
        self.now += seconds


class Sleepers:
    """Coroutines that sleep on a loop, and a note of who woke when, counted from the beginning."""

    def __init__(self, kata):
        self.kata = kata
        self.clock = PretendClock()
        self.loop = kata.Loop(self.clock.time, self.clock.pause)
        self.woke = []

    async def sleep(self, name, *delays):
        told = []
        for delay in delays:
            told.append(await self.kata.sleep(delay))
            self.woke.append((name, self.clock.now - self.clock.began))
        return told


def overslept(wanted):
    """What a wrong list of who woke when betrays."""

    def told(got):
        names, times = [name for name, _ in got], [when for _, when in got]
        if len(got) < len(wanted):
            return M20.because("somebody never woke")
        if names != [name for name, _ in wanted]:
            return M21.because("they woke in another order: the earlier alarm first, then the one that began first")
        if not any(times):
            return M02.because("nobody slept: all were awake again at once")
        if times[-1] == 9.0:
            return M02.because("they slept one after the other: 9 s = 3 + 3 + 3")
        return M00.because("they woke at other times than those of their alarms")

    return told


@check(points=4, rules=(1, 2, 3, 5, 6, 9), raises={TypeError: INCOMPARABLE})
def test_three_sleep_at_the_same_time(kata, clock):
    """Three that sleep for 3 s each are all awake after 3 s, in the order they began, and the loop has paused once."""
    sleepers = Sleepers(kata)

    sleepers.loop.run(*(sleepers.sleep(name, 3) for name in "abc"))

    if not sleepers.woke:
        fail(M20.because("run came back, and nobody woke: who sleeps is not over"))
    wanted = [("a", 3.0), ("b", 3.0), ("c", 3.0)]
    expect(sleepers.woke, wanted, tells=overslept(wanted))
    pieces = M10.because("it paused in pieces, where one pause was enough")
    expect(
        sleepers.clock.pauses,
        [(0.0, 3.0)],
        tells=lambda got: (
            pieces if len(got) > 1 else M00.because("the pause was not as long as it takes until the alarm")
        ),
    )


@check(points=3, needs="test_three_sleep_at_the_same_time", rules=(3, 5, 6))
def test_the_soonest_first(kata, clock):
    """Of those who sleep for 3, 1 and 2 s the second wakes first, then the third, each when its time has come."""
    sleepers = Sleepers(kata)

    sleepers.loop.run(*(sleepers.sleep(name, delay) for name, delay in zip("abc", (3, 1, 2), strict=True)))

    wanted = [("b", 1.0), ("c", 2.0), ("a", 3.0)]
    expect(sleepers.woke, wanted, tells=overslept(wanted))
    expect(
        sleepers.clock.pauses,
        [(0.0, 1.0), (1.0, 1.0), (2.0, 1.0)],
        tells=M00.because("it did not pause each time for just as long as it took until the next alarm"),
    )


@check(points=2, needs="test_three_sleep_at_the_same_time", rules=3)
def test_one_after_the_other(kata, clock):
    """Who sleeps for 1.5 s and then for 2 s wakes after 1.5 and after 3.5 s, and sleep returns these times."""
    sleepers = Sleepers(kata)

    results = sleepers.loop.run(sleepers.sleep("a", 1.5, 2))

    wanted, began = [("a", 1.5), ("a", 3.5)], sleepers.clock.began
    expect(sleepers.woke, wanted, tells=overslept(wanted))
    expect(
        results,
        [[began + 1.5, began + 3.5]],
        tells=[
            ([[None, None]], M30.because("sleep returned None, and not the time for which its alarm was set")),
            ([[1.5, 2]], M00.because("sleep returned its delay, and not the time for which its alarm was set")),
        ],
    )
