"""Hidden checks of kata24."""

import asyncio
import types
from itertools import count

from grader.testing import (
    M00,
    M06,
    M09,
    M16,
    M23,
    M27,
    M30,
    M40,
    beside,
    check,
    every_error,
    expect,
    fail,
    falsy,
    plain,
    raising,
    token,
)

NO_ARGUMENTS = M30.because(
    "What a coroutine returned is in StopIteration.value; for None the exception has no arguments."
)
RAISED = M30.because("the coroutine returned an exception object, as a value like any other, and it was raised")

# Classes and objects with an == of their own do not cross, and thousands of suspensions are only cheap over there.
KIT = """
import types


class Odd:
    def __eq__(self, other):
        return True

    def __bool__(self):
        raise ValueError("neither true nor false")


ODD = [ValueError, KeyboardInterrupt, StopIteration, Odd()]


@types.coroutine
def ask(question):
    return (yield question)


async def asks(questions):
    got = []
    for question in questions:
        try:
            got.append(await ask(question))
        except BaseException as error:
            got.append(error)
    return got


async def goes_on(times):
    return sum([await ask(number) for number in range(times)])


async def gives(value):
    return value


async def fails(error):
    raise error


def same(values, wanted):
    return len(values) == len(wanted) and all(map(lambda one, other: one is other, values, wanted))


def answered(steps):
    unlike = []
    for thing in ODD:
        try:
            asked, got = steps(asks([thing, 1]), [thing, 2])
        except RuntimeError:
            asked, got = [], []
        if not (same(asked, [thing, 1]) and same(got, [thing, 2])):
            unlike.append("class" if isinstance(thing, type) else "object")
    return unlike


def results(run_now, steps):
    return all(run_now(gives(thing)) is thing and steps(gives(thing), [])[1] is thing for thing in ODD)


def other_ends(run_now, steps):
    unlike = 0
    for kind in (KeyboardInterrupt, SystemExit, GeneratorExit):
        for call, *given in ((run_now,), (steps, [])):
            error = kind()
            try:
                call(fails(error), *given)
            except BaseException as left:
                unlike += left is not error
            else:
                unlike += 1
    return unlike


def long(steps, times):
    asked, got = steps(goes_on(times), iter(range(times)))
    return [len(asked), sum(asked), got]
"""


@types.coroutine
def ask(question):
    """Yield a question, and give what is sent for it."""
    return (yield question)


def errors():
    """An error of every kind, a cancellation among them."""
    return [*every_error(), asyncio.CancelledError(token("cancelled"))]


def came_back(call, *given):
    """Whether a call comes back that is to end with a RuntimeError."""
    try:
        got = call(*given)
    except RuntimeError:
        return False
    plain(got)
    return True


def left_by(call, *given):
    """The LookupError or RuntimeError that leaves a call, or None where it comes back."""
    try:
        plain(call(*given))
    except (LookupError, RuntimeError) as error:
        return error
    return None


class Waiter:
    """A coroutine that suspends on each of the given values, and a note of what becomes of it."""

    def __init__(self, *values):
        self.seen = []
        self.coroutine = self._outer(values)

    async def _outer(self, values):
        await self._inner(values)
        self.seen.append("went on")

    async def _inner(self, values):
        try:
            for value in values:
                self.seen.append([await ask(value)])
        except Exception:
            self.seen.append("caught")
            raise
        finally:
            self.seen.append("tidied up")

    def expect_closed(self, answers, *, returned):
        """Fail unless it got these answers and was then closed, and a RuntimeError said so."""
        got = [[answer] for answer in answers]
        if self.seen[: len(got)] == got and isinstance((self.seen[len(got) :] or [None])[0], list):
            fail(M00.because("a coroutine that nobody had an answer for was resumed all the same"))
        if returned:
            fail(M30.because("the coroutine had not ended, it waited, and the function came back as if it had ended"))
        if "caught" in self.seen:
            fail(M16.because("an exception was thrown into a coroutine that was to be closed: close() is what ends it"))
        if self.seen == got:
            fail(
                M16.because(
                    "the RuntimeError came, and the coroutine still stood where it was: its finally did not run"
                )
            )
        expect(self.seen, [*got, "tidied up"])


@check(points=1, needs=("test_it_runs_to_its_end", "test_each_question_is_answered"), rules=(1, 4))
def test_any_value_is_a_result(kata, clock):
    """None, 0, an empty list and an exception object that is returned are results like any other."""
    returned = ValueError(token("returned"))
    values = [*falsy(), (token(), token()), returned]

    async def gives(value):
        return value

    async def asks_once(question, value):
        await ask(question)
        return value

    question = token()
    kept = M40.because("steps was called again, and its list holds more than what the coroutine of this call yielded")
    try:
        with raising({IndexError: NO_ARGUMENTS}):
            ran = [kata.run_now(gives(value)) for value in values]
            stepped = [kata.steps(asks_once(question, value), [None]) for value in values]
            still = [kata.steps(gives(value), [token()]) for value in values]
    except ValueError as error:
        if error is returned:
            fail(RAISED)
        raise
    expect(
        ran, values, tells=M27.because("a result came out as another value: None, 0 or an empty list are results, too")
    )
    expect(
        stepped,
        [([question], value) for value in values],
        tells=lambda got: kept if any(len(asked) > 1 for asked, _ in got) else None,
    )
    expect(still, [([], value) for value in values])


@check(points=2, needs=("test_it_runs_to_its_end", "test_each_question_is_answered"), rules=(2, 8))
def test_every_error_leaves(kata, clock):
    """An error of whatever kind leaves run_now and steps as the same object."""
    question = token()

    async def fails(error):
        raise error

    async def fails_late(error):
        await ask(question)
        raise error

    for error in [*errors(), GeneratorExit(token("exit"))]:
        calls = [(kata.run_now, fails(error)), (kata.steps, fails(error), []), (kata.steps, fails_late(error), [None])]
        for call, *given in calls:
            try:
                got = call(*given)
            except BaseException as left:
                if left is error:
                    continue
                with raising({BaseException: M23.because("Another exception has to leave: the coroutine's own.")}):
                    raise
            plain(got)
            fail(M06.because("the coroutine failed, and its caller was not told"))


@check(points=2, needs="test_it_runs_to_its_end", rules=3)
def test_what_suspends_is_closed(kata, clock):
    """A coroutine that suspends, whatever it yields, is closed and not resumed, and run_now raises RuntimeError."""
    for value in (token(), None, 0, "", 1.5, ValueError(token())):
        waiter = Waiter(value, token())

        with raising(
            {BaseException: M16.because("What leaves has to be a RuntimeError, when the coroutine is closed.")}
        ):
            returned = came_back(kata.run_now, waiter.coroutine)

        waiter.expect_closed([], returned=returned)


@check(points=1, needs="test_each_question_is_answered", rules=5)
def test_an_exception_is_thrown_in(kata, clock):
    """An answer that is an exception object is raised where the coroutine stands, and may be caught there."""
    thrown, sent, met = errors(), [], []
    questions = [token("question") for _ in range(2 * len(thrown))]
    answers = [one for error in thrown for one in (error, token("answer"))]

    async def catches():
        for number in range(0, len(questions), 2):
            try:
                sent.append(await ask(questions[number]))
            except GeneratorExit:
                raise
            except BaseException as error:
                met.append(error)
                met.append(await ask(questions[number + 1]))
        return "ended"

    got = kata.steps(catches(), answers)

    if any(isinstance(one, BaseException) for one in sent):
        fail(M00.because("an exception object came as the value of the yield: as an answer it is raised there"))
    expect(met, answers, tells=M23.because("what was raised in the coroutine is not what the answers hold"))
    expect(got, (questions, "ended"))


@check(points=2, needs="test_each_question_is_answered", rules=7)
def test_the_answers_run_out(kata, clock):
    """When there are too few answers, the coroutine is closed and steps raises RuntimeError."""
    for answers in ([], [token("answer")], [token("answer"), None, 0]):
        waiter = Waiter(*(token("question") for _ in range(len(answers) + 1)), token("question"))

        with raising({StopIteration: M30.because("It escaped: next() raises it where an iterator is at its end.")}):
            returned = came_back(kata.steps, waiter.coroutine, answers)

        waiter.expect_closed(answers, returned=returned)


@check(points=1, needs="test_each_question_is_answered", rules=(4, 6))
def test_one_answer_at_a_time(kata, clock):
    """An answer is taken when the coroutine waits for it; what is left over is not touched, and may be endless."""
    events, answers = [], [*falsy(), token("answer"), falsy()]

    def supply():
        for number in count():
            if number > len(answers) + 5:
                fail(M27.because("the answers were endless, and it was tried to take all of them"))
            events.append("taken")
            yield answers[number % len(answers)]

    async def asks():
        got = []
        for number in range(len(answers)):
            events.append("asked")
            got.append(await ask(answers[number]))
        events.append("ended")
        return got

    with raising(
        {RuntimeError: M27.because("There was an answer to each question: None, 0 and an empty text are some.")}
    ):
        got = kata.steps(asks(), supply())

    expect(
        events,
        [*(["asked", "taken"] * len(answers)), "ended"],
        tells=M00.because("the answers were not taken one at a time, each when the coroutine stood waiting for it"),
    )
    expect(
        got,
        (answers, answers),
        tells=M27.because("not all came through as it was: None, 0 and the like are values, too"),
    )

    for error in (LookupError(token()), RuntimeError(token())):

        def breaks(error=error):
            yield token("answer")
            raise error

        waiter = Waiter(*(token("question") for _ in range(3)))
        if left_by(kata.steps, waiter.coroutine, breaks()) is not error:
            fail(M06.because("the answers failed, and it was not their exception that left steps"))


@check(
    points=1,
    needs=("test_any_value_is_a_result", "test_every_error_leaves"),
    rules=(1, 2, 4, 5, 8),
    inside=True,
    raises={RecursionError: M27.because("Each step was made inside the last one, and there were thousands.")},
)
def test_odd_values_and_long_ways(kata, clock):
    """Values of every kind come through as they are, every exception leaves, and thousands of suspensions are few."""
    kit, times = beside(kata, KIT), 3_000

    unlike = plain(kit.answered(kata.steps))
    if "class" in unlike:
        thrown = "an exception class was an answer and was not sent: only an exception object is thrown in"
        fail(M00.because(thrown))
    if unlike:
        equal = "an answer that says it equals everything did not come through as it is: any value can be an answer"
        fail(M27.because(equal))
    same = M27.because("a class, or an object that says it equals everything, is a result like any other")
    expect(kit.results(kata.run_now, kata.steps), True, tells=same)
    ends = M06.because("a KeyboardInterrupt, SystemExit or GeneratorExit of the coroutine did not leave as it was")
    expect(kit.other_ends(kata.run_now, kata.steps), 0, tells=ends)
    expect(
        kit.long(kata.steps, times),
        [times, sum(range(times)), sum(range(times))],
        tells=M27.because("a coroutine that suspends thousands of times did not get all of its answers"),
    )
