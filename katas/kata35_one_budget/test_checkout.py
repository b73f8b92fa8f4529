"""Visible checks of kata35."""

import asyncio

from grader.testing import M00, M08, M35, Job, check, expect, fail, outcome, plain, token


def exceeded(ended):
    """The BudgetExceeded that left; fails where something else came, and another error speaks for itself."""
    if not isinstance(ended, BaseException):
        fail(M00.because("the budget was over, and checkout came back with values: no BudgetExceeded left it"))
    if not isinstance(ended, TimeoutError):
        raise ended
    if not (hasattr(ended, "step") and hasattr(ended, "spent")):
        fail(M00.because("a TimeoutError left checkout that is no BudgetExceeded: it does not tell which step it was"))
    return ended


@check(points=3, rules=(1, 2, 3))
async def test_one_budget_for_all(kata, clock):
    """Of two steps of 1.5 s with a budget of 2 s, the second is cancelled at 2.0 s, and BudgetExceeded leaves then."""
    first, second = Job(1.5), Job(1.5)

    ended = await outcome(kata.checkout([(token("a"), first), (token("b"), second)], 2))

    if second.started == [0.0]:
        fail(M00.because("both steps were begun at the same time: the second was to begin when the first was done"))
    if clock.elapsed == 3 and isinstance(ended, dict):
        fail(M35.because("3.0 = 1.5 + 1.5: both steps ran to their end, and 2 s were promised for both together"))
    after = M00.because("3.0 = 1.5 + 1.5: you noticed that the budget was over when the step was done, not before")
    part = M35.because("a step was cut off although there was budget left: it may take all that is left")
    clock.took(2.0, tells=lambda took: after if took == 3 else part if took < 2 and first.cancelled else None)
    exceeded(ended)
    await asyncio.sleep(2)
    expect(second.cancelled, [2.0], tells=M08.because("the budget was over, and the step that was running went on"))


@check(points=3, rules=(1, 2), needs="test_one_budget_for_all")
async def test_within_the_budget(kata, clock):
    """Steps of 0.25, 1.5 and 0.125 s, with a budget of 2 s, give their values by name, in order, at 1.875 s."""
    jobs = {token(letter): Job(seconds) for letter, seconds in (("c", 0.25), ("a", 1.5), ("b", 0.125))}

    ended = await outcome(kata.checkout(list(jobs.items()), 2))

    if isinstance(ended, TimeoutError) and any(job.cancelled for job in jobs.values()):
        fail(M35.because("a step was cut off although there was budget left: it may take all that is left"))
    if isinstance(ended, BaseException):
        raise ended
    expect(ended, {name: job.value for name, job in jobs.items()})
    expect(list(ended), list(jobs), tells=M00.because("the values are right, and not in the order of the steps"))
    expect(
        [job.started for job in jobs.values()],
        [[0.0], [0.25], [1.75]],
        tells=M00.because("the steps did not run one after the other, in their order"),
    )
    clock.took(1.875)


@check(points=3, rules=4, needs="test_one_budget_for_all")
async def test_what_was_spent(kata, clock):
    """BudgetExceeded tells which step ran out of time, and how many seconds each step took."""
    names = [token("stock"), token("pay"), token("send"), token("mail")]
    steps = list(zip(names, [Job(0.5), Job(0.75), Job(5), Job(1)], strict=True))

    error = exceeded(await outcome(kata.checkout(steps, 3)))

    which = M00.because("it was the third of four steps that ran out of time, and another one is named")
    expect(error.step, names[2], tells=which)
    spent = plain(error.spent)
    if spent == {names[0]: 0.5, names[1]: 0.75}:
        fail(M00.because("what the step took that ran out of time is missing in spent"))
    expect(spent, {names[0]: 0.5, names[1]: 0.75, names[2]: 1.75})
    expect(list(spent), names[:3], tells=M00.because("spent is right, and not in the order of the steps"))
    expect(steps[3][1].started, [], tells=M00.because("the budget was over, and one more step was begun"))
