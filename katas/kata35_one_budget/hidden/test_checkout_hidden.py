"""Hidden checks of kata35."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M05,
    M06,
    M08,
    M09,
    M23,
    M27,
    M35,
    M39,
    M40,
    Diary,
    Job,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    fail,
    falsy,
    number,
    outcome,
    plain,
    raising,
    token,
    tokens,
)

# Exact on the clock, and no longer itself when it is rounded to a few decimals.
ODD = 1.25 + 2**-9


async def ends_late(seconds, value):
    """A step that is cancelled, and ends with a value when it has finished something."""
    try:
        await asyncio.sleep(1e6)
    except asyncio.CancelledError:
        await asyncio.sleep(seconds)
    return value


def counted(names, wanted, tidied):
    """What is wrong with the seconds that were told: tidying up counted in, a step left out, or rounded."""

    def look(told):
        if told[0] != names[-1] or not isinstance(told[1], dict):
            return None
        spent = told[1]
        if any(name not in spent and seconds == 0 for name, seconds in wanted.items()):
            return M27.because("a step that took no time is missing in spent: it was begun, and so it stands in it")
        if set(spent) != set(wanted) or not all(isinstance(seconds, int | float) for seconds in spent.values()):
            return None
        off = [abs(spent[name] - wanted[name]) for name in wanted]
        if off[:-1] == [0] * (len(off) - 1) and off[-1] == tidied:
            words = "the time that the step needed to tidy up was counted as spent: the limit is where it ends"
            return M00.because(words)
        if max(off) < 0.5:
            return M27.because("the seconds in spent are not exact: they were rounded, or taken at another moment")
        return None

    return look


def exceeded(ended):
    """What the BudgetExceeded that left tells; fails where something else came; another error speaks for itself."""
    if not isinstance(ended, BaseException):
        fail(M00.because("the budget was over, and checkout came back with values"))
    if not isinstance(ended, TimeoutError):
        raise ended
    if not (hasattr(ended, "step") and hasattr(ended, "spent")):
        fail(M00.because("a TimeoutError left checkout that is no BudgetExceeded"))
    return [ended.step, ended.spent]


def must_be(ended, error):
    """Fail unless this very error of a step came out; another one speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, TimeoutError) and hasattr(ended, "step"):
        fail(M06.because("a step failed in time, with an error of its own, and BudgetExceeded left in its place"))
    if isinstance(ended, BaseException):
        with raising({BaseException: M23.because("The very error of the step has to leave.")}):
            raise ended
    fail(M09.because("a step failed, and checkout came back with values"))


@check(points=3, rules=6, needs="test_one_budget_for_all")
async def test_a_step_that_fails(kata, clock):
    """A step's own failure leaves as it is, also a TimeoutError, and the BudgetExceeded of a checkout within."""
    for error in every_error():
        after, began = Job(1), clock.elapsed
        steps = [(token("a"), Job(0.5)), (token("b"), Job(0.75, error=error)), (token("c"), after)]
        must_be(await outcome(kata.checkout(steps, 7)), error)
        expect(clock.elapsed - began, 1.25)
        expect(after.started, [], tells=M00.because("a step had failed, and one more was begun"))

    inner = [(token("inner"), Job(9))]

    async def smaller():
        return await kata.checkout(inner, 1.25)

    ended = await outcome(kata.checkout([(token("outer"), smaller)], 7))
    whose = M06.because(
        "a checkout within a step was out of budget, and the outer one, which was not, took it for its own"
    )
    expect(exceeded(ended), [inner[0][0], {inner[0][0]: 1.25}], tells=whose)


@check(points=3, rules=7, needs="test_one_budget_for_all")
async def test_cancelled_at_any_moment(kata, clock):
    """Cancelled from outside, checkout ends with CancelledError at once, and a timeout around it with its own error."""

    def begin():
        jobs = [Job(1.5), Job(3), Job(2)]
        return kata.checkout([(token(), job) for job in jobs], 20), jobs

    cuts = await cancellation_sweep(begin, [1.5, 4.5, 6.5])

    for cut in cuts:
        if isinstance(cut.ended, TimeoutError):
            fail(M05.because("checkout was cancelled, and a TimeoutError left it: that was not its budget"))
    expect_cancelled(cuts, "checkout")
    for place, cut in enumerate(cuts):
        cancelled = [job.cancelled for job in cut.watched]
        wanted = [[cut.moment] if k == place else [] for k in range(3)]
        expect(cancelled, wanted, tells=M08.because("checkout was cancelled, and the step that was running went on"))
        begun = M00.because("checkout was cancelled, and one more step was begun")
        expect(sum(len(job.started) for job in cut.watched), place + 1, tells=begun)

    seconds, late, began = number(2, 9) + 0.5, None, clock.elapsed
    try:
        async with asyncio.timeout(seconds):
            await kata.checkout([(token(), Job(40))], 30)
    except TimeoutError as error:
        late = error
    if late is None or hasattr(late, "step"):
        fail(
            M05.because("a shorter timeout was around checkout, and something else than its own TimeoutError came out")
        )
    expect(clock.elapsed - began, seconds)


@check(points=2, rules=(1, 5), needs="test_one_budget_for_all")
async def test_no_budget_at_all(kata, clock):
    """With 0 or less no step is called; and where there are no steps, there is nothing to exceed."""
    job, name = Job(1), token()
    calls = []

    def step():
        calls.append(name)
        return job()

    for budget in (0, -2.5):
        ended = exceeded(await outcome(kata.checkout([(name, step), (token(), job)], budget)))
        if calls:
            fail(M00.because("there was no budget left, and a step was called"))
        expect(ended, [name, {}])
    for budget in (0, -1, 3):
        with raising({Exception: M27.because("There were no steps: the answer is {}, at once.")}):
            expect(await kata.checkout([], budget), {})
    clock.took(0.0)


@check(points=3, rules=(3, 4), needs="test_what_was_spent")
async def test_a_step_that_tidies_up(kata, clock):
    """A step that needs time to tidy up is waited for; that time is not spent, and a value comes too late."""
    names, empty = [token("a"), token("b")], token("nothing")
    for cleanup in (0.75, LONG[0]):
        job, began = Job(9, cleanup=cleanup), clock.elapsed
        ended = await outcome(kata.checkout([(names[0], Job(ODD)), (empty, Job(0)), (names[1], job)], 3.5))
        left = M39.because("the step was cancelled, and you left before it had tidied up")
        took = clock.elapsed - began
        expect(took, 3.5 + cleanup, tells=lambda took: left if took == 3.5 else None)
        expect(job.cancelled, [began + 3.5], tells=M08.because("the step was not cancelled at the limit, just once"))
        spent = {names[0]: ODD, empty: 0, names[1]: 3.5 - ODD}
        told = plain(exceeded(ended))
        expect(told, [names[1], spent], tells=counted(names, spent, cleanup))

    after = Job(1)
    steps = [(names[0], lambda: ends_late(0.5, token())), (names[1], after)]
    for some in (steps, steps[:1]):
        ended = await outcome(kata.checkout(some, 1.75))
        if not isinstance(ended, BaseException) or after.started:
            fail(M00.because("a step was cancelled at the limit and came with a value after that: that is too late"))
        expect(exceeded(ended), [names[0], {names[0]: 1.75}])


@check(points=3, rules=(1, 2), needs="test_within_the_budget")
async def test_budgets_of_every_length(kata, clock):
    """Steps are called one by one; fractions and days are budgets too; any value counts; there may be many steps."""
    diary, names, began = Diary(), tokens(4, "n"), clock.elapsed
    steps = [(name, diary.coroutine_function(name, 0.875)) for name in names]
    exceeded(await outcome(kata.checkout(steps, 2.5)))
    early = M00.because("a step was called before the one before it was done, or although the budget was over")
    expect([(name, at - began) for name, _, at in diary.called], list(zip(names, (0, 0.875, 1.75))), tells=early)

    for budget in (*FRACTIONS, *LONG):
        exact = M27.because(
            "the budget was not taken as it is: a step just in time, or just too late, was judged wrongly"
        )
        name = token()
        ended = await outcome(kata.checkout([(name, Job(budget - 0.125, None))], budget))
        if isinstance(ended, TimeoutError):
            fail(exact)
        expect(ended, {name: None}, tells=M27.because("None is a value like any other"))
        began = clock.elapsed
        ended = await outcome(kata.checkout([(token(), Job(budget / 2)), (name, Job(budget / 2 + 0.125))], budget))
        expect(clock.elapsed - began, budget, tells=exact)
        expect(exceeded(ended)[0], name, tells=M35.because("a step was cut off although there was budget left"))

    values = [*falsy(), *tokens(20)]
    steps = [(name, Job(0, value)) for name, value in zip(tokens(len(values), "s"), values, strict=True)]
    got = plain(await kata.checkout(steps, 1))
    expect(got, {name: job.value for name, job in steps}, tells=M27.because("not each step has its value"))
    expect([len(job.started) for _, job in steps], [1] * len(steps), tells=M00.because("not each step ran once"))


@check(points=2, rules=(4, 8), needs="test_what_was_spent")
async def test_calls_know_nothing_of_each_other(kata, clock):
    """One call after the other, and two at the same time, each have a budget, values and a spent of their own."""
    names = tokens(3, "n")

    def steps():
        return list(zip(names, [Job(0.5), Job(0.25), Job(8)], strict=True))

    async def later():
        await asyncio.sleep(1)
        return await kata.checkout(steps()[1:], 1)

    alone = [await outcome(kata.checkout(steps(), 2)) for _ in range(2)]
    together = await asyncio.gather(outcome(kata.checkout(steps(), 2)), outcome(later()))

    first = [names[2], {names[0]: 0.5, names[1]: 0.25, names[2]: 1.25}]
    wanted = [first] * 3 + [[names[2], {names[1]: 0.25, names[2]: 0.75}]]
    shared = M40.because("called again, or twice at the same time, it tells otherwise what was spent")
    expect([exceeded(ended) for ended in [*alone, *together]], wanted, tells=shared)
    quick = [(names[0], Job(0.125, 1))], [(names[1], Job(0.125, 2))]
    got = [await kata.checkout(some, 1) for some in quick]
    expect(got, [{names[0]: 1}, {names[1]: 2}], tells=M40.because("a value of one call stands among those of the next"))
