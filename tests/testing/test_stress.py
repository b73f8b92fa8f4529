"""Stress: seeded schedules that asyncio allows."""

from __future__ import annotations

import asyncio
import asyncio.tasks
from typing import Any

import pytest

from grader.engine.examiner.schedules import Turn, candidate_seed
from grader.model import Mode, Outcome
from grader.report.json import report_line
from grader.report.scoring import View
from grader.testing import Job, Log, check, expect
from grader.vtime import Clock, Schedule, VirtualLoop
from grader.vtime.handles import JITTER_NS, MOST_TRIPS, steps_a_task
from tests.examiner.bench import SEED, grade, outcome
from tests.support.claims import nonempty
from tests.testing import stressed


@pytest.mark.parametrize("mode", Mode)
def test_a_race_that_the_plain_order_hides_is_found(mode: Mode) -> None:
    """Tasks of the check, tasks of the student and the student's own loop are all put off."""
    report = grade(stressed.RACE, *stressed.STRESSED, stressed.test_plain_order, mode=mode)

    assert [one.outcome for one in report.results] == [Outcome.FAILED] * 3 + [Outcome.PASSED]
    assert {(one.misconception, one.got) for one in report.results[:3]} == {("M15", "1")}


def test_the_message_names_schedule_and_seed() -> None:
    """The headline says which schedule it was and which seed shows it again."""
    result = outcome(stressed.RACE, stressed.test_tasks_of_the_check)

    assert result.headline.startswith("a deposit was lost. Seen when tasks got their turn a little later (schedule ")
    assert f"--seed {SEED}" in result.headline


def test_the_same_seed_gives_the_same_report() -> None:
    """Two attempts with one seed agree to the byte."""
    first, second = (grade(stressed.RACE, *stressed.STRESSED) for _ in range(2))

    assert report_line(first, View.INSTRUCTOR) == report_line(second, View.INSTRUCTOR)


@pytest.mark.parametrize("mode", Mode)
def test_another_seed_gives_other_schedules(mode: Mode) -> None:
    """Each seed has its own orders in its turns."""

    def seen(seed: str) -> tuple[str, ...]:
        report = grade(stressed.RACERS, *map(stressed.finish, (1, 2, 3)), mode=mode, seed=seed)
        return tuple(one.got for one in report.results)

    assert len({seen(seed) for seed in ("a1", "b2", "c3")}) == 3


def test_a_candidate_moves_no_draw_of_the_examiner() -> None:
    """The check's own tasks take the same course, however many numbers the candidate's half has used up."""
    orders = []

    def source(numbers: int) -> str:
        return f"""
            import asyncio
            def use_up_numbers():
                clock = asyncio.new_event_loop().clock
                for _ in range({numbers}):
                    clock.next_number()
        """

    @check(points=1, stress=5)
    async def test_it(kata: Any) -> None:
        """It races."""
        kata.use_up_numbers()
        log = Log()

        async def steps(name: str) -> None:
            await asyncio.sleep(0)
            log(name)

        await asyncio.gather(*map(steps, "abcdef"))
        orders.append("".join(log.lines))

    calm, moved = (outcome(source(numbers), test_it).outcome for numbers in (0, 7))

    assert [calm, moved] == [Outcome.PASSED, Outcome.PASSED]
    assert orders[:6] == orders[6:]
    assert len(set(orders)) > 2


def test_the_candidates_draws_tell_nothing_of_the_examiners() -> None:
    """The candidate's half draws from a seed of its own."""
    schedule = Schedule(5)
    other = Schedule(candidate_seed(schedule))

    assert [schedule.jitter_ns() for _ in range(50)] != [other.jitter_ns() for _ in range(50)]


def test_every_schedule_is_one_that_asyncio_allows() -> None:
    """Many orders are seen; in each of them every task takes its own steps in their order, and no time passes."""

    async def steps(name: str, log: Log) -> None:
        for step in range(3):
            log(f"{name}{step}")
            await asyncio.sleep(0)

    def order(seed: int) -> tuple[str, ...]:
        clock, log = Clock(), Log()
        clock.schedule = Schedule(seed)
        loop = VirtualLoop(clock)

        async def both() -> None:
            await asyncio.gather(steps("a", log), steps("b", log))

        loop.run_until_complete(both())
        loop.close()
        assert clock.now == 0
        return tuple(log.lines)

    orders = [order(seed) for seed in range(100)]

    assert {tuple(line for line in one if line[0] == "a") for one in orders} == {("a0", "a1", "a2")}
    assert {tuple(line for line in one if line[0] == "b") for one in orders} == {("b0", "b1", "b2")}
    assert len(set(orders)) > 10
    assert orders == [order(seed) for seed in range(100)]


def test_the_candidate_never_holds_the_seed() -> None:
    """Nothing that lives in a candidate, in any turn, contains the attempt's seed."""

    @check(points=1, stress=3)
    async def test_it(kata: Any) -> None:
        """It knows what it was told, and not the seed."""
        kata.learn("told".center(40, "-"))
        expect([kata.holds("told"[::-1]), kata.holds(SEED[::-1])], [True, False])

    assert outcome(stressed.SEARCH, test_it).outcome is Outcome.PASSED


def test_each_turn_has_its_own_real_time() -> None:
    """No turn is cut short because those before it took long: each has a deadline of its own."""
    seen = []

    @check(points=1, stress=3)
    def test_it(kata: Any) -> None:
        """It is there."""
        seen.append(vars(kata)["_peer"].channel.deadline)

    assert outcome("", test_it).outcome is Outcome.PASSED
    assert len(set(seen)) == 4
    assert seen == sorted(seen)


def test_a_turn_that_leaves_threads_is_the_last_of_its_process() -> None:
    """After a turn that did not end quiescent the next one gets a new process, as a check would."""
    source = """
        import os, threading, time

        def stay():
            threading.Thread(target=threading.Event().wait, daemon=True).start()
            return os.getpid()
    """
    seen = []

    @check(points=1, stress=2)
    def test_it(kata: Any) -> None:
        """It leaves a thread behind."""
        seen.append(kata.stay())

    assert outcome(source, test_it).outcome is Outcome.PASSED
    assert len(set(seen)) == 3


def test_a_candidate_cannot_refuse_what_the_check_starts() -> None:
    """Where a submission takes the schedule off its own loop, the check's tasks are put off all the same."""
    source = stressed.RACE.replace("    before =", "    asyncio.get_running_loop().clock.schedule = None\n    before =")

    assert outcome(source, stressed.test_tasks_of_the_check).outcome is Outcome.FAILED


@pytest.mark.parametrize("mode", Mode)
def test_correct_programs_pass(mode: Mode) -> None:
    """A lock makes the same deposits safe under every schedule."""
    report = grade(stressed.LOCKED, *stressed.STRESSED, mode=mode)

    assert [(one.outcome, one.headline) for one in report.results] == [(Outcome.PASSED, "")] * 3


@pytest.mark.parametrize("mode", Mode)
def test_what_asyncio_promises_still_holds(mode: Mode) -> None:
    """Locks and queues are as fair as ever, call_soon keeps its order, and a future wakes who waits for it."""

    @check(points=1, stress=20)
    async def test_order(kata: Any) -> None:
        """In the order asked."""
        for function in (kata.in_turn, kata.through_a_queue, kata.soon):
            log = Log()
            await function(log, ["a", "b", "c", "d"])
            expect(log.lines, ["a", "b", "c", "d"])

    @check(points=1, stress=20)
    async def test_a_future_of_the_check(kata: Any) -> None:
        """The check's future, and its task, wake the student's task; the student's timeout ends."""
        log, task = Log(), asyncio.create_task(Job(0.125, "task")())
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.125, future.set_result, "future")
        for given, said in ((task, "task"), (future, "future"), (Job(0.125, "job")(), "job")):
            await kata.futures(log, [said, "late"], given)
            expect(log.lines[-2:], [said, "late"])

    report = grade(stressed.FAIR, test_order, test_a_future_of_the_check, mode=mode)

    assert [(one.outcome, one.headline) for one in report.results] == [(Outcome.PASSED, "")] * 2


def test_the_plain_order_tells_the_times() -> None:
    """A stressed check that passes shows the times of asyncio's plain order, without the schedules' delays."""

    @check(points=1, stress=10)
    async def test_time(kata: Any) -> None:
        """It takes 1.5 s."""
        await kata.nap()

    result = outcome("import asyncio\nasync def nap():\n    await asyncio.sleep(1.5)\n", test_time)

    assert (result.outcome, result.took) == (Outcome.PASSED, 1.5)
    assert {event.at for event in result.timeline} == {0.0, 1.5}


def test_no_turn_repeats_the_values_of_another() -> None:
    """A candidate that remembers the values of earlier turns has seen none of this one's."""
    assert outcome(stressed.CHEAT, stressed.test_values_differ_from_turn_to_turn).outcome is Outcome.PASSED


def test_a_crash_under_a_schedule_fails_the_check() -> None:
    """A candidate that is gone in a later turn has not passed."""
    source = (
        stressed.CHEAT + "def again(values):\n    import os\n    seen(values)\n    len(sys.kept) < 3 or os._exit(1)\n"
    )

    @check(points=1, stress=10)
    async def test_it(kata: Any) -> None:
        """It lives."""
        kata.again(len(Log().lines))

    result = outcome(source, test_it)

    assert result.outcome is Outcome.ERRORED
    assert "schedule 2" in result.headline


def test_turns_draw_apart() -> None:
    """Turn 0 has no schedule; each other has its own, which depends on seed, check and number."""
    turns = [Turn(seed, number).schedule(name) for seed in "ab" for name in ("x", "y") for number in (1, 2)]

    assert Turn("a").schedule("x") is None
    assert len({turn.seed for turn in turns if turn is not None}) == 8


def test_draws_stay_within_their_bounds() -> None:
    """At most eight trips and less than a microsecond, with every number of trips drawn and ties left alone."""
    schedule = Schedule(5)
    trips, jitter = ([draw() for _ in range(2_000)] for draw in (schedule.trips, schedule.jitter_ns))

    assert set(trips) == set(range(MOST_TRIPS + 1))
    assert min(jitter) == 0
    assert max(jitter) < JITTER_NS
    assert 900 < jitter.count(0) < 1_100


@pytest.mark.parametrize("kind", [asyncio.Task, asyncio.tasks._PyTask])  # type: ignore[attr-defined]
def test_only_steps_of_tasks_are_put_off(kind: Any) -> None:
    """A task's first step and its wake-ups are known by their private names; its cancel method is no step."""
    seen = []

    class Watching(VirtualLoop):
        def _call_soon(self, callback: Any, args: Any, context: Any) -> Any:
            if isinstance(getattr(callback, "__self__", None), kind):
                seen.append((str(getattr(callback, "__name__", "step")), steps_a_task(callback)))
            return super()._call_soon(callback, args, context)

    async def main() -> None:
        task = kind(asyncio.sleep(1), loop=loop)
        await asyncio.sleep(0)
        loop.call_soon(task.cancel)
        await asyncio.wait([task])

    loop = Watching(Clock())
    loop.run_until_complete(kind(main(), loop=loop))
    loop.close()

    assert ("cancel", False) in seen
    assert all(is_step == (name != "cancel") for name, is_step in nonempty(seen)) or kind is not asyncio.Task
    assert len(seen) > 4


@pytest.mark.parametrize(
    ("stress", "error"), [(-1, ValueError), (201, ValueError), (True, TypeError), (2.0, TypeError)]
)
def test_impossible_numbers_of_schedules(stress: Any, error: type[Exception]) -> None:
    """`stress` is a whole number up to 200."""
    with pytest.raises(error):
        check(points=1, stress=stress)
