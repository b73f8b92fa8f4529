"""Sweeps cut in every stretch, fail in every place, and see what is left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

import pytest

from grader.model import Outcome
from grader.testing import Connection, Gate, Job, Log, Probe, Source, cancellation_sweep, check, failure_sweep
from grader.testing.tells import tell_of
from grader.vtime import Schedule
from tests.examiner.bench import outcome


async def _obeys(jobs: Sequence[Job]) -> list[Any]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for job in jobs]
    return [task.result() for task in tasks]


async def _swallows(jobs: Sequence[Job]) -> list[Any]:
    try:
        return await _obeys(jobs)
    except asyncio.CancelledError:
        return []


async def _leaves(jobs: Sequence[Job]) -> list[Any]:
    tasks = [asyncio.ensure_future(job()) for job in jobs]
    return [await asyncio.shield(task) for task in tasks]


async def _goes_on(jobs: Sequence[Job]) -> list[Any]:
    while True:
        try:
            return [await asyncio.shield(asyncio.ensure_future(job())) for job in jobs]
        except asyncio.CancelledError:
            await asyncio.get_running_loop().create_future()


def _of(work: Any, *jobs: float) -> Any:
    def begin() -> tuple[Awaitable[Any], list[Job]]:
        made = [Job(delay, name=f"job {delay}") for delay in jobs]
        return work(made), made

    return begin


def test_every_stretch_is_cut_in_its_middle(run: Any) -> None:
    """Jobs of 1, 2 and 4 s make three stretches; whoever obeys lets CancelledError out at once and leaves nothing."""
    cuts = run(cancellation_sweep(_of(_obeys, 1, 2, 4), [1, 2, 4]))

    assert [(cut.at, cut.came_out, cut.ended_at, cut.left) for cut in cuts] == [
        (0.5, True, 0.5, ()),
        (1.5, True, 1.5, ()),
        (3.0, True, 3.0, ()),
    ]


def test_a_swallowed_cancellation_is_seen(run: Any) -> None:
    """What came out instead of CancelledError stands in `ended`."""
    cuts = run(cancellation_sweep(_of(_swallows, 1, 2), [1, 2]))

    assert [(cut.came_out, cut.ended) for cut in cuts] == [(False, []), (False, [])]


def test_what_runs_on_is_left(run: Any) -> None:
    """Jobs that go on after the cut are named; those that were over before are not."""
    cuts = run(cancellation_sweep(_of(_leaves, 1, 2), [1, 2]))

    assert [cut.left for cut in cuts] == [("job 1", "job 2"), ("job 2",)]


def test_work_that_never_ends_does_not_hang_the_sweep(run: Any) -> None:
    """Where the cancelled work never ends, nothing came out, and the next run begins all the same."""
    cuts = run(cancellation_sweep(_of(_goes_on, 1, 1), [1, 2]))

    assert [(cut.at, cut.ended, cut.ended_at, cut.came_out) for cut in cuts] == [
        (0.5, None, None, False),
        (1.5, None, None, False),
    ]


def test_a_cleanup_of_its_own_is_allowed(run: Any) -> None:
    """A job that takes its cleanup's time to stop was not left running."""

    def begin() -> tuple[Awaitable[Any], list[Job]]:
        jobs = [Job(2, cleanup=0.5)]
        return _obeys(jobs), jobs

    (cut,) = run(cancellation_sweep(begin, [2]))

    assert (cut.left, cut.ended_at, cut.watched[0].ended) == ((), 1.5, [cut.moment + 0.5])


def test_endless_work_is_cut_as_often_as_the_check_says(run: Any) -> None:
    """The cuts follow from the moments, for work that never ends too."""

    async def ticks(log: Log) -> None:
        while True:
            await asyncio.sleep(1)
            log("tick")

    def begin() -> tuple[Awaitable[Any], list[Log]]:
        log = Log()
        return ticks(log), [log]

    cuts = run(cancellation_sweep(begin, [1, 2, 2.5]))

    assert [cut.at for cut in cuts] == [0.5, 1.5, 2.25]


def test_what_a_first_run_shows_moves_no_cut(run: Any) -> None:
    """Work that behaves in its first run, and swallows a cancellation in the others, is cut all the same."""
    runs: list[int] = []

    async def behaves_once(jobs: Sequence[Job]) -> list[Any]:
        runs.append(len(runs))
        return await (_obeys if len(runs) == 1 else _swallows)(jobs)

    cuts = run(cancellation_sweep(_of(behaves_once, 1, 2, 3), [1, 2, 3]))

    assert [(cut.at, cut.came_out) for cut in cuts] == [(0.5, True), (1.5, False), (2.5, False)]


def test_work_that_was_over_too_soon_fails_the_sweep(run: Any) -> None:
    """Work that ends before it is cancelled fails: with its own exception, or with the time at which it was over."""

    async def fails(jobs: Sequence[Job]) -> None:
        raise KeyError("now")

    with pytest.raises(KeyError, match="now"):
        run(cancellation_sweep(_of(fails, 1), [1]))
    with pytest.raises(AssertionError) as over:
        run(cancellation_sweep(_of(lambda _: asyncio.sleep(0.25), 1), [1]))
    told = tell_of(over.value)
    assert told is not None
    assert told.sentence == "It was over after 0.25 s, before it was cancelled at 0.5 s"


def test_open_things_of_every_kind_are_left(run: Any) -> None:
    """A source not closed, a gate still waited at, a connection not closed and a probe in flight are seen."""
    kept: list[asyncio.Task[Any]] = []
    sources: list[Any] = []

    async def careless(gate: Gate, source: Source, connection: Connection, probe: Probe) -> None:
        kept.extend(asyncio.create_task(one) for one in (gate("anna"), probe.job("slow", 9)))
        values = source()
        sources.append(values)
        await connection()
        async for _ in values:
            await asyncio.sleep(1)

    def begin() -> tuple[Awaitable[Any], list[Any]]:
        watched = [Gate(), Source([(1, 1), (1, 2)]), Connection(), Probe()]
        return careless(*watched), watched

    async def scenario() -> list[Any]:
        found = await cancellation_sweep(begin, [1, 2])
        for task in kept:
            task.cancel()
        await asyncio.gather(*kept, return_exceptions=True)
        return found

    cuts = run(scenario())

    # In the first stretch the source itself is at work: the cancellation ends it. In the second it is not.
    assert [cut.left for cut in cuts[:2]] == [
        ("anna", "connection", "slow"),
        ("anna", "source", "connection", "slow"),
    ]


def test_who_is_left_at_a_gate_is_named(run: Any) -> None:
    """Of two who wait at a gate, the one who still waits after the cut is the one who is left."""
    kept: list[asyncio.Task[Any]] = []

    async def careless(gate: Gate) -> None:
        kept.append(asyncio.create_task(gate("anna")))
        await asyncio.sleep(1)
        await gate("ben")

    async def scenario() -> list[Any]:
        gates: list[Gate] = []

        def begin() -> tuple[Awaitable[Any], list[Gate]]:
            gates.append(Gate())
            return careless(gates[-1]), [gates[-1]]

        found = await cancellation_sweep(begin, [1, 2])
        for gate in gates:
            gate.open()
        await asyncio.gather(*kept)
        return found

    cuts = run(scenario())

    assert [(cut.at, cut.left) for cut in cuts] == [(0.5, ("anna",)), (1.5, ("anna",))]


def test_a_schedule_makes_nobody_late(run: Any) -> None:
    """Under a schedule a cleanup may end a microsecond later: that is not left running."""
    run.__self__.clock.schedule = Schedule(7)

    def begin() -> tuple[Awaitable[Any], list[Job]]:
        jobs = [Job(1, cleanup=0.5), Job(2, cleanup=0.25)]
        return _obeys(jobs), jobs

    cuts = run(cancellation_sweep(begin, [1, 2]))
    failures = run(failure_sweep(_obeys, [1]))

    assert [cut.left for cut in cuts] == [()] * len(cuts)
    assert failures[0].left == ()


def test_a_candidate_that_is_gone_ends_the_sweep() -> None:
    """A sweep over a program that ends its process gives no cuts to judge: the check says what happened."""

    @check(points=1)
    async def test_it(kata: Any) -> None:
        """It lives."""
        await cancellation_sweep(lambda: (kata.dies(), []), [3])

    source = "import asyncio, os\nasync def dies():\n    await asyncio.sleep(1)\n    os._exit(0)\n"

    assert outcome(source, test_it).outcome is Outcome.ERRORED


def test_each_job_fails_once(run: Any) -> None:
    """The k-th run has the k-th job fail, and says what came out, when, and who ran on."""
    failures = run(failure_sweep(lambda jobs: _gathered(jobs), [2, 1, 3]))

    assert [(one.place, one.at, one.came_out, one.ended_at, one.left) for one in failures] == [
        (0, 2, True, 2.0, ("job 2",)),
        (1, 1, True, 1.0, ("job 0", "job 2")),
        (2, 3, True, 3.0, ()),
    ]


def test_a_job_that_never_begins_does_not_fail(run: Any) -> None:
    """One after the other, a later job fails at a later time; behind one that never ends, it never gets so far."""

    async def one_by_one(jobs: Sequence[Job]) -> None:
        for job in jobs:
            await job()

    async def the_first(jobs: Sequence[Job]) -> None:
        await jobs[0]()

    assert [one.at for one in run(failure_sweep(one_by_one, [2, 1]))] == [2.0, 3.0]
    assert [(one.at, one.came_out) for one in run(failure_sweep(the_first, [2, 1]))] == [(2.0, True), (None, False)]


def test_a_failure_that_was_swallowed_is_seen(run: Any) -> None:
    """Where something else came out, it stands in `ended`; the error may be of the author's choice."""

    async def begin(jobs: Sequence[Job]) -> str:
        try:
            await jobs[0]
        except TimeoutError:
            return "late"
        return "fine"

    (failing,) = run(failure_sweep(begin, [1], error=TimeoutError))

    assert (failing.came_out, failing.ended, type(failing.error)) == (False, "late", TimeoutError)


async def _gathered(jobs: Sequence[Job]) -> list[Any]:
    return await asyncio.gather(*(job() for job in jobs))


async def _delayed(gate: Gate, at: float) -> None:
    await asyncio.sleep(at)
    gate.open()


@pytest.mark.parametrize(
    ("moments", "warned"),
    [
        ([2], ["1"]),  # the first job ends at 1.0
        ([1, 2], []),
        ([1, 1.5, 2], []),
        ([1, 3], ["2"]),  # the second job ends there
    ],
)
def test_a_cut_at_the_moment_of_a_timer_is_a_warning(moments: list[float], warned: list[str]) -> None:
    """Which of the two comes first is the clock's choice; a cut between two moments is let be."""

    @check(points=1)
    async def sweeps(kata: Any, clock: Any) -> None:
        """It obeys."""
        await cancellation_sweep(lambda: ((jobs := [Job(1), Job(2), Job(4)]) and kata.work(*jobs), jobs), moments)

    result = outcome(
        "import asyncio\nasync def work(*jobs):\n    await asyncio.gather(*(job() for job in jobs))\n", sweeps
    )

    assert result.outcome is Outcome.PASSED
    assert [said.split()[4] for said in result.warnings] == warned


@pytest.mark.parametrize("how", ["call_later", "a task"])
def test_an_event_that_is_set_at_the_cut_is_a_warning(how: str) -> None:
    """A gate that the check opens then is as much of a happening as a job that ends."""

    @check(points=1)
    async def sweeps(kata: Any, clock: Any) -> None:
        """It obeys."""
        gate, done = Gate(), []

        def begin() -> tuple[Any, list[Any]]:
            if how == "call_later":
                asyncio.get_running_loop().call_later(0.5, gate.open)
            else:
                done.append(asyncio.create_task(_delayed(gate, 0.5)))
            job = Job(1)
            return kata.work(job), [job]

        await cancellation_sweep(begin, [1])

    result = outcome("async def work(job):\n    await job()\n", sweeps)

    assert [said.split()[4] for said in result.warnings] == ["0.5"]


def test_a_timer_of_the_student_s_own_is_not_the_author_s(run: Any) -> None:
    """What a submission sleeps for is its own affair; and outside a check nobody hears."""

    @check(points=1)
    async def sweeps(kata: Any, clock: Any) -> None:
        """It obeys."""
        await cancellation_sweep(lambda: (kata.work(), []), [1])

    assert (
        outcome(
            "import asyncio\nasync def work():\n    await asyncio.sleep(0.5)\n    await asyncio.sleep(0.5)\n", sweeps
        ).warnings
        == ()
    )
    assert [cut.at for cut in run(cancellation_sweep(_of(_obeys, 1, 2), [2]))] == [1.0]
