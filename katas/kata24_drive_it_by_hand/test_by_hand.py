"""Visible checks of kata24."""

import types

from grader.testing import M00, M09, M38, check, expect, fail, plain, token

NO_ITERATOR = M38.because("A coroutine is no iterator: next() and for do not drive it, its send() does.")
FIRST = M38.because(
    "The first send() to a coroutine brings None, for it stands at no yield yet; it is no iterator either."
)


@types.coroutine
def ask(question):
    """Yield a question, and give what is sent for it."""
    return (yield question)


@check(points=2, rules=1, raises={TypeError: NO_ITERATOR})
def test_it_runs_to_its_end(kata, clock):
    """run_now returns what a coroutine returns that awaits two others and never suspends."""
    words = [token("word"), token("word")]

    async def innermost(number):
        return words[number]

    async def inner():
        return [await innermost(0), await innermost(1)]

    async def outer():
        return ["all", await inner()]

    got = kata.run_now(outer())
    expect(got, ["all", words], tells={None: M38.because("run_now returned None, and the coroutine returned a list")})


@check(points=2, rules=4, raises={TypeError: FIRST})
def test_each_question_is_answered(kata, clock):
    """A coroutine that yields twice gets the two answers, in order; steps returns what it yielded and returned."""
    questions = [token("question"), token("question")]
    answers = [token("answer"), token("answer")]

    async def asks():
        return [await ask(question) for question in questions]

    got = kata.steps(asks(), answers)

    tells = [
        ((questions, None), M00.because("the questions are right, and what the coroutine returned is missing")),
        ((questions, answers[::-1]), M00.because("the answers came in the wrong order")),
        ((questions, [None, None]), M00.because("the coroutine was resumed twice, and never got an answer")),
        (([*questions, answers], answers), M00.because("what the coroutine returned stands among what it yielded")),
    ]
    expect(got, (questions, answers), tells=tells)


@check(points=1, rules=2)
def test_a_failure_leaves(kata, clock):
    """A ValueError that the coroutine raises leaves run_now as the same object."""
    error = ValueError(token("error"))

    async def fails():
        raise error

    try:
        got = kata.run_now(fails())
    except ValueError as left:
        if left is not error:
            raise
        return
    plain(got)
    fail(M09.because("the coroutine raised ValueError, and run_now came back as if nothing had happened"))
