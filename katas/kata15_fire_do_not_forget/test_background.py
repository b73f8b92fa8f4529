"""Visible checks of kata15."""

import asyncio

from grader.testing import M00, M08, M09, M25, M38, Diary, Job, check, expect, fail, raising, token


@check(points=3, rules=(1, 2))
async def test_they_run_by_themselves(kata, clock):
    """Two jobs of 2 and 1 s are spawned at once and run at the same time, while nobody awaits them."""
    background = kata.Background(Diary().function("on_error"))
    jobs, name = [Job(2), Job(1)], token("name")

    tasks = [background.spawn(jobs[0](), name=name), background.spawn(jobs[1]())]
    clock.took(0.0)
    if not all(isinstance(task, asyncio.Task) for task in tasks):
        fail(M38.because("spawn has to return the task itself, and not something else or something to await"))
    await asyncio.sleep(3)

    if not any(job.started for job in jobs):
        fail(M25.because("Nothing of what was spawned had run after 3 s"))
    expect([job.started for job in jobs], [[0.0], [0.0]])
    expect([job.ended for job in jobs], [[2.0], [1.0]])
    expect([task.result() for task in tasks], [job.value for job in jobs])
    expect(tasks[0].get_name(), name, tells=M00.because("The task does not have the name that spawn was given"))


@check(points=3, needs="test_they_run_by_themselves", rules=7)
async def test_close_waits(kata, clock):
    """close waits for tasks of 1 and 3 s, and returns at 3.0 s."""
    background = kata.Background(Diary().function("on_error"))
    jobs = [Job(1), Job(3), Job(2)]
    for job in jobs:
        background.spawn(job())

    changed = M00.because("While close waits, tasks end, and what you keep them in changes.")
    with raising({RuntimeError: changed}):
        await background.close()

    if any(job.cancelled for job in jobs):
        fail(M08.because("close() without a grace cancelled a task, and has to wait for it"))
    clock.took(3.0, tells={0.0: M08.because("close came back at 0.0, and the tasks still ran")})
    expect([job.ended for job in jobs], [[1.0], [3.0], [2.0]])


@check(points=3, needs="test_they_run_by_themselves", rules=5)
async def test_a_failure_is_told(kata, clock):
    """A task that fails at 1.0 s is told to on_error at 1.0 s, with its name and its exception."""
    diary, error, name = Diary(), ValueError(token()), token("name")
    background = kata.Background(diary.function("on_error"))

    background.spawn(Job(1, error=error)(), name=name)
    await asyncio.sleep(5)

    if not diary.called:
        fail(M09.because("A task failed at 1.0 s, and at 5.0 s nobody had been told"))
    [(told_name, told_error)] = diary.calls("on_error")
    expect(told_name, name, tells=M00.because("on_error was told another name than that of the task"))
    with M00.because("on_error was not told the very exception that the task raised"):
        assert told_error is error
    expect(diary.called[0][2], 1.0, tells=M09.because("on_error was told at another moment than that of the failure"))
