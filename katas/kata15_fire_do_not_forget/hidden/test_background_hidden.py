"""Hidden checks of kata15."""

import asyncio
import inspect

from grader.testing import (
    LONG,
    M00,
    M01,
    M02,
    M04,
    M05,
    M06,
    M08,
    M09,
    M18,
    M20,
    M23,
    M27,
    M35,
    M39,
    M40,
    MANY,
    Diary,
    Job,
    beside,
    check,
    every_error,
    expect,
    expect_quiet,
    fail,
    falsy,
    outcome,
    raising,
    token,
)

# What the loop's weak references let go, and what it has to report, shows only where the tasks are.
KIT = """
import asyncio
import gc
import weakref

complaints = []
waiting = []

def listen():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context["message"]))

def heard(words):
    gc.collect()
    return sum(words in message for message in complaints)

class Hollow(Exception):
    def __len__(self):
        return 0

async def hollow():
    await asyncio.sleep(0.5)
    raise Hollow

def spawn_hollow(background, name):
    background.spawn(hollow(), name=name)

async def patient():
    future = asyncio.get_running_loop().create_future()
    waiting.append(weakref.ref(future))
    await future

def spawn_patient(background, number):
    for _ in range(number):
        background.spawn(patient())

def alive():
    gc.collect()
    return sum(future() is not None for future in waiting)

def let_go():
    for future in waiting:
        if future() is not None:
            future().set_result(None)
"""


def exceptions():
    """One exception of each kind that a task may raise."""
    return [error for error in every_error() if isinstance(error, Exception)]


def left(background):
    """What it says of itself when it is asked how many are left: an answer like any other, compared as a whole."""
    return len(background)


def silent(kata):
    """A Background for tasks of which none fails."""
    return kata.Background(Diary().function("on_error"))


@check(points=2, needs="test_they_run_by_themselves", rules=(2, 4))
async def test_how_many_are_left(kata, clock):
    """len falls as tasks return, fail and are cancelled, and many run at the same time."""
    background = silent(kata)
    expect(left(background), 0)
    jobs = [Job(1), Job(2, error=OSError(token())), Job(9), Job(4)]
    tasks = [background.spawn(job()) for job in jobs]
    asyncio.get_running_loop().call_later(3, tasks[2].cancel)

    counts = [left(background)]
    for _ in jobs:
        await asyncio.sleep(1.125)
        counts.append(left(background))

    still = M18.because("Tasks that were done still counted")
    expect(counts, [4, 3, 2, 1, 0], tells=still)

    unbegun = background.spawn(Job(1)())
    unbegun.cancel()
    await asyncio.sleep(0.125)
    expect(left(background), 0, tells=M18.because("A task was cancelled before its first step, and still counted"))

    began, many = clock.elapsed, [Job(1) for _ in range(MANY // 2)]
    for job in many:
        background.spawn(job())
    expect(left(background), len(many))
    await asyncio.sleep(1.5)
    if any(job.started != [began] for job in many):
        fail(M02.because(f"Of {len(many)} tasks some had to wait for others"))
    expect(left(background), 0, tells=still)


@check(points=3, needs="test_close_waits", rules=8)
async def test_a_time_of_grace(kata, clock):
    """close(grace) cancels what is not done after that time, and returns when it has ended, however long that takes."""
    for grace in (1, 0, 2.375, 61.375, 3600.5):
        background, began = silent(kata), clock.elapsed
        quick, slow = Job(grace / 2), [Job(grace + LONG[1], cleanup=0.5), Job(grace + 7, cleanup=LONG[0])]
        for job in (slow[0], quick, slow[1]):
            background.spawn(job())
        await asyncio.sleep(0)

        work = asyncio.create_task(background.close(grace))
        await asyncio.wait([work], timeout=grace + LONG[0] + LONG[1] * 2)

        at, cuts = clock.elapsed, [[then - began for then in job.cancelled] for job in slow]
        if not any(cuts):
            fail(M27.because(f"With a grace of {grace:.3g} s nothing was cancelled that was not done then"))
        each = M35.because(
            "Not all that was left was cancelled when the grace was over, which is meant for all together"
        )
        expect(cuts, [[grace], [grace]], tells=each)
        if not all(job.ended for job in slow):
            fail(M39.because("close had cancelled tasks, and came back before they had ended: wait for them"))
        expect(at, max(then for job in slow for then in job.ended))
        expect(await outcome(work), None)
        if grace:
            expect(quick.cancelled, [])

    background, began, jobs = silent(kata), clock.elapsed, [Job(0.625), Job(1.1875)]
    for job in jobs:
        background.spawn(job())
    await background.close(grace=30)
    expect(clock.elapsed - began, 1.1875, tells={30.0: M00.because("All were done, and close waited on")})
    expect([job.cancelled for job in jobs], [[], []])


@check(points=2, needs="test_close_waits", rules=9)
async def test_closed_is_closed(kata, clock):
    """From the moment close begins spawn raises RuntimeError, and the coroutine is closed and does not run."""
    background, late = silent(kata), [Job(1), Job(1)]
    background.spawn(Job(2)())
    closing = asyncio.create_task(background.close())
    await asyncio.sleep(1)
    refused = [late[0](), late[1]()]

    for coroutine, moment in zip(refused, ("close had begun", "close was over"), strict=True):
        if moment == "close was over":
            await closing
            clock.took(2.0)
        try:
            background.spawn(coroutine)
        except RuntimeError:
            pass
        else:
            fail(M00.because(f"{moment}, and spawn did not raise RuntimeError"))
    await asyncio.sleep(3)

    expect([job.started for job in late], [[], []], tells=M08.because("spawn refused a coroutine, and it ran"))
    open_ones = [one for one in refused if inspect.getcoroutinestate(one) != inspect.CORO_CLOSED]
    for one in open_ones:
        one.close()
    if open_ones:
        fail(M01.because("spawn refused a coroutine and left it there, never awaited and never closed"))


@check(points=2, needs="test_a_failure_is_told", rules=(2, 5))
async def test_what_is_told_and_what_is_not(kata, clock):
    """Exceptions of every kind are told once each; results of any kind and cancellations are not."""
    diary, errors = Diary(), exceptions()
    background = kata.Background(diary.function("on_error"))
    failing = [background.spawn(Job(place / 8, error=error)()) for place, error in enumerate(errors, 1)]
    fine = [background.spawn(Job(1, value)()) for value in [*falsy(), OSError(token())]]
    stopped = [background.spawn(Job(9)()), background.spawn(Job(9, cleanup=0.25)())]
    asyncio.get_running_loop().call_later(1.5, lambda: [task.cancel() for task in stopped])

    await asyncio.sleep(3)

    told = diary.calls("on_error")
    if any(isinstance(error, asyncio.CancelledError) for _, error in told):
        fail(M06.because("A task was cancelled, and on_error was told of it as of a failure"))
    if len(told) < len(errors):
        fail(M09.because(f"{len(errors)} tasks failed, each in its own way, and only {len(told)} were told"))
    expect(len(told), len(errors))
    names = [task.get_name() for task in failing]
    if names == [names[0]] * len(failing):
        fail(M00.because("Tasks without a name of ours all have the same name: asyncio gives each one of its own"))
    other = M00.because(
        "on_error was told another name than that of the task, which asyncio names when nobody else does"
    )
    expect([name for name, _ in told], names, tells=other)
    with M00.because("on_error was not told the very exceptions that the tasks raised"):
        assert all(error is raised for (_, error), raised in zip(told, errors, strict=True))
    for task, error in zip(failing, errors, strict=True):
        if not task.done() or task.cancelled() or task.exception() is not error:
            fail(M23.because("A coroutine failed, and its task did not end with that very exception"))
    if not all(task.cancelled() for task in stopped) or any(task.cancelled() for task in fine):
        fail(M05.because("A task did not end as its coroutine did: cancelled where that was"))


@check(points=2, needs="test_a_failure_is_told", rules=6)
async def test_an_on_error_that_fails(kata, clock):
    """When on_error raises, the others go on, later failures are told, and close works."""
    diary, errors = Diary(), [LookupError(token()), OSError(token())]
    background = kata.Background(diary.function("on_error", lambda *_: ZeroDivisionError(token())))
    jobs = [Job(1, error=errors[0]), Job(2, error=errors[1]), Job(3)]
    for job in jobs:
        background.spawn(job())

    await asyncio.sleep(2.5)
    expect(left(background), 1, tells=M18.because("on_error raised, and the task that had failed still counted"))
    with raising({ZeroDivisionError: M00.because("This is what on_error raised: it is not meant for whoever closes.")}):
        await background.close()

    if len(diary.called) < len(errors):
        fail(M09.because("on_error raised once, and a later failure was not told"))
    expect([error is raised for (_, error), raised in zip(diary.calls("on_error"), errors, strict=True)], [True, True])
    expect(jobs[2].ended, [3.0])
    clock.took(3.0)


@check(points=2, needs=("test_close_waits", "test_a_failure_is_told"), rules=(1, 5, 7))
async def test_failures_while_closing(kata, clock):
    """close raises nothing of the tasks, returns when the last is done, can be called again, and knows its own only."""
    diaries = [Diary(), Diary()]
    one, other = [kata.Background(diary.function("on_error")) for diary in diaries]
    with raising({Exception: M27.because("close was called without a task.")}):
        await silent(kata).close()
        await silent(kata).close(5)
    clock.took(0.0)
    error, slow = OSError(token()), Job(2)
    one.spawn(Job(1, error=error)(), name="bad")
    one.spawn(slow())
    far = Job(LONG[1])
    other.spawn(far())

    ended = await outcome(one.close())

    if ended is error:
        fail(M09.because("A task failed while close waited, and its exception left close: on_error is there for that"))
    if isinstance(ended, Exception):
        raise ended
    expect([name for name, _ in diaries[0].calls("on_error")], ["bad"])
    if not slow.ended:
        fail(M08.because("One task failed while close waited, and close came back while another still ran"))
    foreign = M40.because("Of two Backgrounds one waited for a task of the other, or counted it")
    clock.took(2.0, tells=lambda got: foreign if got > 2.0 else None)
    expect([left(one), left(other), slow.ended], [0, 1, [2.0]], tells=lambda got: foreign if got[0] else None)
    await one.close(1)
    clock.took(2.0)
    other.spawn(Job(1, error=OSError(token()))())
    first = asyncio.create_task(other.close())
    await asyncio.sleep(3)
    second = await outcome(other.close())
    if not far.ended:
        fail(M08.because("close was called while another close still waited, and came back before all tasks were done"))
    clock.took(LONG[1], tells=M20.because("A task of a day was left, and close did not return when it was done"))
    await asyncio.wait([first], timeout=1)
    expect([first.done() and await outcome(first), second], [None, None])
    expect([len(diary.called) for diary in diaries], [1, 1])
    await expect_quiet("close", [far, slow])


@check(points=2, inside=True, needs="test_close_waits", rules=3)
async def test_kept_alive(kata, clock):
    """Tasks that nobody else refers to are still there when the garbage is collected."""
    kit, background = beside(kata, KIT), silent(kata)
    kit.spawn_patient(background, 3)
    await asyncio.sleep(1)

    alive = kit.alive()
    kit.let_go()
    if alive != 3:
        fail(M04.because("Of 3 tasks that nobody else refers to not all were there after the garbage was collected"))
    closing = asyncio.create_task(background.close())
    await asyncio.wait([closing], timeout=5)
    expect([left(background), closing.done()], [0, True])


@check(points=1, inside=True, needs="test_a_failure_is_told", rules=5)
async def test_nothing_to_report(kata, clock):
    """When tasks fail, return and are cancelled, asyncio has nothing to report."""
    kit, diary, name = beside(kata, KIT), Diary(), token("name")
    background = kata.Background(diary.function("on_error"))
    kit.listen()
    kit.spawn_hollow(background, name)
    background.spawn(Job(1, error=OSError(token()))())
    background.spawn(Job(1.5)())
    stopped = background.spawn(Job(9)())
    await asyncio.sleep(2)
    before = kit.heard("callback")
    stopped.cancel()
    del stopped

    await asyncio.sleep(1)

    if len(diary.called) == 1:
        fail(M09.because("A task failed with an exception that counts as false, and on_error was not told"))
    expect([told for told, _ in diary.calls("on_error")][:1], [name])
    if kit.heard("callback") > before:
        fail(M05.because("asyncio had something to report of a task that was cancelled: a callback of it raised"))
    if kit.heard("never retrieved"):
        fail(M09.because("asyncio had something to report of a task that failed: nobody ever asked for its exception"))
    if kit.heard(""):
        fail(M05.because("asyncio had something to report of a task that had failed, returned or was cancelled"))
