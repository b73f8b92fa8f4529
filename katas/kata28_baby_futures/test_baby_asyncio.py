"""Visible checks of kata28."""

import math

from grader.testing import (
    M00,
    M02,
    M05,
    M07,
    M10,
    M16,
    M20,
    M22,
    M25,
    M27,
    check,
    expect,
    fail,
    number,
    plain,
    raising,
    reordered,
    token,
)

TOO_MUCH = 2_000
NOBODY_WOKE = M20.because("Somebody still waits, and nothing is left that could wake it.")
ENDED_AGAIN = M00.because("It left the loop: a call ended a future that had ended, or asked one that had not.")


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

    def run(self, *coros):
        """What these coroutines come to."""
        with raising({self._deadlock: NOBODY_WOKE, self._invalid: ENDED_AGAIN}):
            return self.loop.run(*coros)


@check(points=6, rules=(4, 5, 6, 7))
def test_two_tasks_and_a_sleep(kata, clock):
    """Two tasks of 1 s run while main sleeps for 1 s; then main awaits them, and nothing has taken more than 1 s."""
    world, values = World(kata), [token("value"), token("value")]

    async def main():
        tasks = [kata.create_task(world.work(name, 1, value)) for name, value in zip("fg", values, strict=True)]
        world.note("created")
        await kata.sleep(1)
        world.note("main slept")
        return [await tasks[0], await tasks[1]]

    results = world.run(main())

    seen = [what for what, _ in world.seen]
    if seen[:1] != ["created"]:
        fail(M25.because("a task began to run inside create_task: its first turn goes to the back of the queue"))
    if world.now - world.began > 1:
        fail(
            M02.because(
                f"it took {world.now - world.began:.3g} s, and 1 s is enough: they do not sleep at the same time"
            )
        )
    expect(sorted(world.seen), sorted(TWO_TASKS), tells=M00.because("not all happened when it should"))
    expect(results, [values], tells=[([None], M20.because("the values of the tasks are lost"))])


TWO_TASKS = [
    ("created", 0.0),
    ("f begins", 0.0),
    ("g begins", 0.0),
    ("main slept", 1.0),
    ("f ends", 1.0),
    ("g ends", 1.0),
]


@check(points=5, needs="test_two_tasks_and_a_sleep", rules=(1, 4))
def test_a_future_wakes_all(kata, clock):
    """Three await one future; when it gets its value, all go on, in the order they came, in turns of their own."""
    world, value = World(kata), token("value")
    future = world.loop.create_future()

    async def waits(name):
        world.note(f"{name} waits")
        got = await future
        world.note(f"{name} goes on")
        return got

    async def sets():
        await kata.sleep(2)
        future.set_result(value)
        world.note("set")

    results = world.run(waits("a"), waits("b"), sets(), waits("c"))

    seen = [what for what, _ in world.seen]
    if "a goes on" in seen[: seen.index("set") if "set" in seen else None]:
        fail(M00.because("the waiter went on inside set_result, before the one who called it was through"))
    if len(seen) < len(FUTURE):
        fail(M20.because("not all who waited went on: a future remembers everybody who waits"))
    expect(
        world.seen,
        FUTURE,
        tells=lambda got: (
            M07.because("they went on in another order than they came") if reordered(got, FUTURE) else None
        ),
    )
    expect(results, [value, value, None, value])


FUTURE = [(f"{name} waits", 0.0) for name in "abc"] + [("set", 2.0)] + [(f"{name} goes on", 2.0) for name in "abc"]


@check(points=6, needs="test_two_tasks_and_a_sleep", rules=(8, 9, 12))
def test_a_sleeping_task_is_cancelled(kata, clock):
    """A task that sleeps is cancelled at 1.0: CancelledError is raised at its await, and it takes 0.5 s to tidy up."""
    world, cancelled = World(kata), kata.CancelledError

    async def sleeps():
        try:
            await kata.sleep(100)
            world.note("slept on")
        except cancelled:
            world.note("told")
            await kata.sleep(0.5)
            world.note("tidied up")
            raise

    async def main():
        task = kata.create_task(sleeps())
        await kata.sleep(1)
        said = [plain(task.cancel())]
        world.note("asked")
        said.append(plain(task.done()))
        try:
            await task
        except cancelled:
            world.note("heard")
        return [*said, task.cancelled()]

    results = world.run(main())

    seen = [what for what, _ in world.seen]
    if seen[:1] == ["told"]:
        fail(M00.because("the coroutine was told inside cancel(): that happens in a turn of its own"))
    if "slept on" in seen:
        fail(M05.because("it was cancelled, and slept on"))
    if "told" not in seen:
        fail(M16.because("it was cancelled, and nothing was raised in the coroutine: it could not tidy up"))
    if "tidied up" not in seen or "heard" not in seen:
        fail(M16.because("it was cancelled, and could not await while it tidied up"))
    expect(world.seen, [("asked", 1.0), ("told", 1.0), ("tidied up", 1.5), ("heard", 1.5)])
    expect(
        results, [[True, False, True]], tells=M00.because("what cancel(), done() and then cancelled() said is not so")
    )
    expect(
        world.pauses,
        [1.0, 0.5],
        tells=M22.because("the loop still paused for the alarm of a sleeper that was cancelled"),
    )


@check(points=5, needs="test_two_tasks_and_a_sleep", rules=13)
def test_gather_in_order(kata, clock):
    """gather of two coroutines, a task and a future runs all at the same time and returns the results in order."""
    world, values = World(kata), [token("value") for _ in range(4)]

    async def main():
        future = world.loop.create_future()
        world.loop.call_at(world.time() + 1.5, future.set_result, values[3])
        task = kata.create_task(world.work("task", 1, values[2]))
        work = [world.work("first", 3, values[0]), world.work("second", 2.5, values[1])]
        return await kata.gather(*work, task, future)

    results = world.run(main())

    if world.now - world.began > 3:
        fail(M02.because(f"it took {world.now - world.began:.3g} s, and 3 s is possible: run all at the same time"))
    late = M07.because("the results are in the order in which they came, not in that of the arguments")
    expect(results, [values], tells=lambda got: late if got and reordered(got[0], values) else None)
    expect(sorted(world.seen)[:1], [("first begins", 0.0)])
