"""Hidden checks of kata09."""

import asyncio
import math
from numbers import Real

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M01,
    M02,
    M03,
    M05,
    M08,
    M10,
    M27,
    M28,
    M40,
    Log,
    beside,
    check,
    choice,
    expect,
    fail,
    number,
    plain,
    raising,
    token,
    tokens,
)

# Only the student's half of the loop sees what is calculated with a list that has crossed, and who starts a thread.
KIT = """
import asyncio
import threading

CALCULATING = (
    "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__", "__rtruediv__",
    "__float__", "__int__", "as_integer_ratio",
)


def noting(kind, note):
    def method(name):
        def calculate(self, *others):
            note(self)
            return getattr(kind, name)(self, *others)

        return calculate

    return type(kind.__name__, (kind,), {name: method(name) for name in CALCULATING})


async def most_in_one_go(summarise, kind, values, every):
    loop, used, most = asyncio.get_running_loop(), set(), 0

    def note(reading):
        nonlocal most
        # What a calculation returns may be of the same kind, and is no reading.
        if id(reading) not in given:
            return
        if not used:
            # Somebody else who is ready has a turn as soon as the one who calculates gives way.
            loop.call_soon(used.clear)
        used.add(id(reading))
        most = max(most, len(used))

    readings = list(map(noting(float if kind == "float" else int, note), values))
    given = set(map(id, readings))
    await (summarise(readings) if every is None else summarise(readings, every))
    return most


async def threads_begun(dashboard):
    real, begun = threading.Thread.start, []

    def start(thread):
        begun.append(thread)
        real(thread)

    threading.Thread.start = start
    try:
        await dashboard({"inner": 0.625, "outer": 1.375}, [1.5] * 250, lambda line: None)
    finally:
        threading.Thread.start = real
    return len(begun)
"""


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
    return isinstance(plain(given), Real) and math.isclose(given, sum(readings) / len(readings), abs_tol=1e-9)


def timed_lines(log):
    """The pairs (second, line) of a log; what is no text is an empty line."""
    return [(at, line if isinstance(line, str) else "") for at, line in log.timed]


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


@check(points=1, rules=1)
async def test_sensors_side_by_side(kata, clock):
    """Sensors of 2.375, 0.875 and 1.5 s, started together, are ready at those very seconds."""
    delays = {token("sensor"): delay for delay in (2.375, 0.875, 1.5)}
    log, walker = Log(), Walker(clock, 2)

    await asyncio.gather(*(kata.sensor(name, delay, log) for name, delay in delays.items()))
    took, reports = clock.elapsed, timed_lines(log)

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


@check(points=1, rules=1)
async def test_a_sensor_holds_nobody(kata, clock):
    """A sensor takes its very delay, however long, and somebody else who walks on every 0.5 s is never late."""
    log, walker = Log(), Walker(clock, 2)

    await kata.sensor(token("sensor"), 2.25, log)
    passed = clock.elapsed

    if await walker.was_held_up():
        fail(M03.because("While this sensor warmed up nobody else could go on: it held the whole road"))
    expect(passed, 2.25, tells=wrong_delay)
    for delay in (*FRACTIONS, *LONG):
        began, name = clock.elapsed, token("sensor")
        await kata.sensor(name, delay, log)
        expect(clock.elapsed - began, delay, tells=wrong_delay)
        expect(log.timed[-1:], [(began + delay, f"{name} ready")], tells=M00.because("The sensor did not say its line"))


def wrong_delay(took):
    """What it betrays that a sensor took so long."""
    if not took:
        return M01.because("The sensor took no time at all")
    return M00.because("The sensor did not take its delay, neither more nor less")


@check(points=1, needs="test_the_heart_keeps_beating", inside=True, rules=10)
async def test_no_thread_begins(kata, clock):
    """A dashboard with two sensors and many readings starts no thread."""
    begun = await beside(kata, KIT).threads_begun(kata.dashboard)

    if begun:
        fail(M28.because("A thread was started: here everybody shares one thread, and gives way in it"))


@check(points=1, needs="test_the_summary_gives_way", rules=5)
async def test_giving_way_takes_no_time(kata, clock):
    """Summing up 500 readings and giving way meanwhile takes 0.0 s."""
    readings = [number() for _ in range(500)]

    mean = await kata.summarise(readings, every=25)

    clock.took(
        0.0, tells=lambda _: M00.because("Giving way took time: the shortest of all pauses, a sleep of 0, takes none")
    )
    with M00.because("It takes no time, but what it gives is not the mean any more"):
        assert is_mean(mean, readings)


@check(points=1, needs="test_the_summary_gives_way", rules=4)
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


@check(points=1, needs="test_the_summary_gives_way", inside=True, rules=4)
async def test_in_one_go(kata, clock):
    """Between two turns of somebody else, at most `every` readings are calculated with, by default a hundred."""
    kit, few = beside(kata, KIT), choice([5, 7, 9])

    most = []
    for kind in ("float", "int"):
        most.append(await kit.most_in_one_go(kata.summarise, kind, [number() for _ in range(60)], few) <= few)
        most.append(await kit.most_in_one_go(kata.summarise, kind, [number() for _ in range(250)], None) <= 100)

    if not all(most):
        fail(M03.because("It gives way, but it calculates with more than `every` readings between two such moments"))


@check(points=1, needs="test_the_summary_gives_way", rules=3)
async def test_the_mean_is_the_same(kata, clock):
    """The mean is right for any numbers and for any number of them, also for one, and for more than fit into goes."""
    means = []
    for count in (1, 99, 100, 207):
        readings = [number(-500, 900) + 0.125 * (count > 1) for _ in range(count)]
        means.append(is_mean(await kata.summarise(list(readings)), readings))
    expect(means, [True, True, True, True], tells=wrong_means)

    for readings in ([0, 0.0], [-0.625, 2, 2, 0.9375], [0.3125], [-4] * 7, [0, 0, 0, 9]):
        if not is_mean(await kata.summarise(list(readings), 3), readings):
            fail(M27.because("Not the mean for all numbers: readings may be 0, negative, fractions, or the same"))


def wrong_means(means):
    """What it betrays that not all the means are right, of 1, 99, 100 and 207 readings."""
    if means[2] and not means[3]:
        return M27.because("Right for some numbers of readings: what about the rest that does not fill a whole go?")
    return M27.because("Not the mean for every number of readings")


@check(points=1, needs=("test_a_sensor_holds_nobody", "test_the_summary_gives_way"), rules=(2, 6))
async def test_who_is_cancelled_ends(kata, clock):
    """Somebody who is cancelled while he waits gets CancelledError at that moment, and that sensor is never ready."""
    log = Log()

    async def ending(work):
        try:
            await work
        except asyncio.CancelledError:
            return clock.elapsed
        return None

    def begin(*works):
        return [asyncio.create_task(ending(work)) for work in works]

    async def cancel(callers, names):
        moment = clock.elapsed
        for caller in callers:
            caller.cancel()
        for caller, name in zip(callers, names, strict=True):
            ended = await caller
            if ended is None:
                fail(M05.because(f"{name} was cancelled, and came back with a value: CancelledError did not leave it"))
            if ended != moment:
                fail(M05.because("CancelledError left only later than at the moment of the cancellation"))

    late = begin(kata.sensor(token("sensor"), 2.75, log))
    early = begin(kata.sensor(token("sensor"), 3.5, log), kata.summarise([number()] * 500, every=1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await cancel(early, ("sensor", "summarise"))
    await asyncio.sleep(1.125)
    await cancel(late, ("sensor",))
    await asyncio.sleep(3)
    if log.lines:
        fail(M05.because("A sensor was cancelled while it warmed up, and yet it said that it was ready"))


@check(points=1, needs="test_the_heart_keeps_beating", rules=(7, 9))
async def test_the_summary_runs_beside(kata, clock):
    """A summary that takes 0.75 s is done long before a sensor of 1.625 s: it begins when the sensors begin."""
    given, wanted, calls = [], [0, number()], []

    async def slow(readings, every=100):
        calls.append((clock.elapsed, plain(readings)))
        await asyncio.sleep(0.75)
        return wanted[len(given)]

    kata.summarise = slow
    for _ in wanted:
        log, readings, began = Log(), [number(), number()], clock.elapsed
        calls.clear()
        given.append(await kata.dashboard({token("sensor"): 1.625}, readings, log))
        took = clock.elapsed - began
        begun = [at - began for at, _ in calls]
        lines = [at - began for at, _ in log.timed]

        expect(
            len(calls),
            1,
            tells=lambda count: M00.because(f"The dashboard called summarise {count} times, and not once"),
        )
        expect(took, 1.625, tells=lambda _, begun=begun, lines=lines: not_beside(begun[0], lines))
        expect(begun, [0.0], tells=lambda _: M02.because("The summary was begun later than the sensors"))
        expect(calls[0][1], readings, tells=M00.because("The dashboard did not hand its readings to summarise"))
    expect(given, wanted, tells=M00.because("The dashboard did not return what summarise returned"))


def not_beside(begun, lines):
    """What it betrays that a summary which began then did not run beside the sensor."""
    if begun >= 1.625:
        return M02.because("2.375 = 1.625 + 0.75: the summary was left to the end")
    if lines and lines[0] >= begun + 0.75:
        return M02.because("2.375 = 0.75 + 1.625: the summary was done before the others began")
    return M02.because("The summary and the sensor did not wait at the same time")


@check(points=1, needs="test_the_heart_keeps_beating", rules=(7, 8))
async def test_the_heart_stops_at_the_end(kata, clock):
    """When the last sensor is ready the dashboard returns the mean, and nothing is said after that; again and again."""
    log = Log()
    delays = {token("sensor"): 1.875, token("sensor"): 0.25}
    await dashboard_once(kata, clock, delays, [number() for _ in range(321)], log)
    await expect_silence(log)

    # Many sensors, a sensor of more than a minute and so many beats, and two dashboards at the same time.
    many, long = {name: 0.625 for name in tokens(104)}, {token("sensor"): 61.375}
    logs = Log(), Log()
    with raising(
        {TimeoutError: M27.because("A sensor took more than a minute, and the dashboard has to wait for it.")}
    ):
        await asyncio.gather(
            dashboard_once(kata, clock, many, [number()], logs[0], irregular=TWO_HEARTS),
            dashboard_once(kata, clock, long, [number()], logs[1], irregular=TWO_HEARTS),
        )
    await expect_silence(*logs)


async def expect_silence(*logs):
    """Fail where anything is logged from now on."""
    before = [len(log) for log in logs]
    await asyncio.sleep(4)

    later = {line for log, count in zip(logs, before, strict=True) for _, line in timed_lines(log)[count:]}
    if later == {"beat"}:
        fail(M08.because("The dashboard was over, and its heart went on beating"))
    if later:
        fail(M08.because("The dashboard was over, and a sensor said only later that it was ready"))


ONE_HEART = M00.because("Not a beat every half second, with each sensor's one line when it is ready")
TWO_HEARTS = M40.because(
    "Of two dashboards at the same time, one does not have a beat every half second until its own last sensor is ready,"
    " with one line for each sensor"
)


async def dashboard_once(kata, clock, delays, readings, log, irregular=ONE_HEART):
    """Run one dashboard, and fail where it is not over, or has not said everything, when its last sensor is ready."""
    began = clock.elapsed
    mean = await kata.dashboard(delays, readings, log)

    last = max(delays.values())
    said = sorted((at - began, line) for at, line in timed_lines(log))
    ready = [(delay, f"{name} ready") for name, delay in delays.items()]
    beats = [(0.5 * beat, "beat") for beat in range(int(2 * last) + 1)]
    late = [line for at, line in said if any(line == due and at > delay for delay, due in ready)]
    expect(clock.elapsed - began, last, tells=lambda _: wrong_last(late))
    own = {line for _, line in ready} | {"beat"}
    if any(line not in own for _, line in said):
        fail(M40.because("In the log of one dashboard stands a line of another: the two share something"))
    if said != sorted(ready + beats):
        fail(irregular)
    if not is_mean(mean, readings):
        fail(M00.because("The dashboard did not return the mean of the readings"))


def wrong_last(late):
    """What it betrays that a dashboard was not over when its last sensor was to be ready."""
    if late:
        return M02.because("Not all sensors warmed up at the same time: some were ready too late")
    return M00.because("The dashboard was not over at the moment at which its last sensor was ready")
