"""Visible checks of kata30."""

from grader.testing import (
    M00,
    M05,
    M08,
    M39,
    Diary,
    Job,
    Log,
    cancellation_sweep,
    check,
    expect,
    expect_cancelled,
    fail,
    outcome,
    raising,
    token,
)

OTHER = M00.because("It was cancelled, and not CancelledError but this left it.")
LOGGED = M00.because("not every failure of a job was logged as `failed: ` and its text, or something else was logged")


@check(points=2, rules=(1, 5, 7), raises={Exception: OTHER})
async def test_poll_stops(kata, clock):
    """poll goes on after a failed job, and stops at the very moment it is cancelled, in the middle of a job."""
    log, diary, error = Log(), Diary(), OSError(token())
    answers = iter([error, token()])
    job = diary.coroutine_function("job", 0.5, lambda: next(answers))

    # The jobs begin at 0, 1.5 and 3 s; the cut is at 3.25 s.
    cuts = await cancellation_sweep(lambda: (kata.poll(job, 1, log), [diary]), [6.5])

    expect_cancelled(cuts, "poll")
    begun = [then for _, _, then in diary.began]
    expect(begun, [0.0, 1.5, 3.0], tells=M00.because("the jobs do not begin each a pause after the end of the last"))
    expect([then for _, _, then in diary.cancelled], [3.25], tells=M08.because("the job that was running went on"))
    expect(log.timed, [(0.5, f"failed: {error}")], tells=LOGGED)


@check(points=2, rules=(2, 5, 7), raises={Exception: OTHER})
async def test_deliver_stops(kata, clock):
    """deliver goes on after a failed job, and stops at the very moment it is cancelled, whichever job is running."""
    one, two, three = Job(1), Job(0.5, error=OSError(token())), Job(2)
    got = await kata.deliver([one, two, three], Log())
    in_turn = M00.because("the jobs did not run one after the other, in their order")
    expect([job.started for job in (one, two, three)], [[0.0], [1.0], [1.5]], tells=in_turn)
    expect(got, [one.value, three.value])
    logs = []

    def begin():
        jobs, log = [Job(1), Job(0.5, error=OSError(token())), Job(2)], Log()
        logs.append(log)
        return kata.deliver(jobs, log), jobs

    cuts = await cancellation_sweep(begin, [1, 1.5, 3.5])

    expect_cancelled(cuts, "deliver")
    for place, cut in enumerate(cuts):
        started = [len(job.started) for job in cut.watched]
        expect(started, [1] * (place + 1) + [0] * (2 - place), tells=M00.because("not just the jobs so far were begun"))
        cancelled = [job.cancelled for job in cut.watched]
        expect(
            cancelled[place],
            [cut.moment],
            tells=M08.because("deliver was cancelled, and the job that was running went on"),
        )
    failed = f"failed: {cuts[2].watched[1].error}"
    expect([log.lines for log in logs], [[], [], [failed]], tells=LOGGED)


@check(points=2, rules=(3, 8), raises={Exception: OTHER})
async def test_limited_stops(kata, clock):
    """limited gives up a job after 1.5 s and waits for its tidying up; cancelled, it takes the job along."""
    job, quick = Job(5, cleanup=0.5), Job(1)
    given = [await kata.limited(job, 1.5), await kata.limited(quick, 1.5)]

    clock.took(
        3.0,
        tells={
            2.5: M39.because("the job was cancelled at 1.5 s, and you came back before it had tidied up"),
            6.0: M00.because("the job of 5 s was waited for to its end"),
        },
    )
    expect(given, [None, quick.value])
    expect(job.cancelled, [1.5], tells=M08.because("the job was out of time at 1.5 s and was not cancelled then"))

    def begin():
        jobs = [Job(4)]
        return kata.limited(jobs[0], 6), jobs

    cuts = await cancellation_sweep(begin, [4])

    expect_cancelled(cuts, "limited")
    if cuts[0].watched[0].cancelled != [cuts[0].moment]:
        fail(M08.because("limited was cancelled, and the job that it had begun went on"))


@check(points=2, rules=(4, 9), raises={Exception: OTHER})
async def test_lit_stops(kata, clock):
    """lit, cancelled while its job is running, switches the light off and then stops."""
    log, job, off = Log(), Job(1), Job(0.25)
    with raising({BaseException: M00.because("The job ran to its end and nobody was cancelled.")}):
        expect(await kata.lit(job, off, log), job.value)
    expect(
        [off.started, off.ended],
        [job.ended, [1.25]],
        tells=M00.because("the light was not switched off once, after the job"),
    )

    def begin():
        pair = [Job(2), Job(0.25)]
        return outcome(kata.lit(pair[0], pair[1], log)), pair

    cut = (await cancellation_sweep(begin, [2]))[0]

    worked, switched = cut.watched
    if isinstance(cut.ended, Exception):
        raise cut.ended
    expect(worked.cancelled, [cut.moment], tells=M08.because("lit was cancelled, and its job went on"))
    off_at = cut.moment + 0.25
    expect(
        switched.ended,
        [off_at],
        tells=M00.because("lit was cancelled, and the light was not switched off once, to the end"),
    )
    if not cut.came_out:
        fail(
            M05.because(
                "lit was cancelled, and came back with a value: something on the way out ate the CancelledError"
            )
        )
    expect(
        cut.began + cut.ended_at, off_at, tells=M00.because("lit was cancelled, and did not end when the light was off")
    )
    expect(log.lines, [], tells=M00.because("no job failed, and yet something was logged"))
