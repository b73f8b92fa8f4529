"""The files of a new kata in which a program is written; `$$name` stands for what is filled in."""

from __future__ import annotations

HEAD = """\
from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable
from typing import Any


async def $function(jobs: list[Awaitable[Any]]) -> list[Any]:
"""
STUB = (
    '''\
"""$docstring_title: TODO: in half a sentence, what is to be done here."""

'''
    + HEAD
    + '''\
    """TODO: what it does, as a student reads it. To repair or to make fast? Then the program stands here, and runs."""
    raise NotImplementedError("write $function")
'''
)
REFERENCE = (
    '''\
"""TODO: in one sentence, why this is right."""

'''
    + HEAD
    + '''\
    """TODO: as in the stub."""
    raise NotImplementedError("the reference")
'''
)
ALTERNATIVE = (
    '''\
"""TODO: in one sentence, how this differs from the reference: a check that fails it asks for more than the contract."""

'''
    + HEAD
    + '''\
    """TODO: as in the stub."""
    raise NotImplementedError("another shape")
'''
)
WRONG_NAME = "w1_one_by_one.py"
WRONG = (
    '''\
"""TODO: what somebody believes who writes this, in one sentence. One misconception a file."""
# misconception: M02
# breaks: rule 1
# caught by: test_the_main_promise
# student reads: 3.0 = 2 + 1

'''
    + HEAD
    + """\
    return [await job for job in jobs]
"""
)
VISIBLE = '''\
"""Visible checks of $id."""

# TODO: 30 to 40 % of the points, and the kata's main timing: every student sees its timeline.
# grader.testing has Job, Probe, Log, Gate, sources and connections, sweeps: docs/kit.md shows each.
from grader.testing import M02, Job, check, expect


@check(points=$visible_1, rules=1)
async def test_the_main_promise(kata, clock):
    """TODO: the promise with its numbers: Two jobs of 2 and 1 s are both done at 2.0 s."""
    jobs = [Job(2), Job(1)]

    results = await kata.$function([job() for job in jobs])

    clock.took(2.0, tells={3.0: M02.because("3.0 = 2 + 1: the second was started when the first was done")})
    expect(results, [job.value for job in jobs])


@check(points=$visible_2, rules=1)
async def test_a_second_promise(kata, clock):
    """TODO: the next promise that a student should see at once."""
    job = Job(0.5)

    results = await kata.$function([job()])

    expect(results, [job.value])
'''
HIDDEN = '''\
"""Hidden checks of $id."""

# TODO: the rest of the contract: failures, cancellation, edges. Ask nothing that the README does not say.
from grader.testing import M09, M27, Job, cancellation_sweep, check, expect, expect_cancelled, token


@check(points=$hidden_1, needs="test_the_main_promise", rules=2)
async def test_what_fails(kata, clock):
    """TODO: in the contract's words, what happens when something fails; no value that decides, this is read too."""
    error = OSError(token())

    caught = None
    try:
        await kata.$function([Job(0.5, error=error)(), Job(1)()])
    except OSError as failure:
        caught = failure

    with M09.because("TODO: what the student overlooked"):
        assert caught is error


@check(points=$hidden_2, needs="test_the_main_promise", rules=3)
async def test_who_cancels(kata, clock):
    """TODO: in the contract's words, what happens when the caller is cancelled, at whatever moment."""

    def begin():
        jobs = [Job(1.5), Job(5)]
        return kata.$function([job() for job in jobs]), jobs

    cuts = await cancellation_sweep(begin, [1.5, 5])

    expect_cancelled(cuts, "$function")


# It needs the main promise: a program that does nothing earns nothing.
@check(
    points=$hidden_3,
    needs="test_the_main_promise",
    rules=4,
    raises={Exception: M27.because("TODO: There was nothing to do.")},
)
async def test_the_edges(kata, clock):
    """TODO: in the contract's words, what happens with nothing to do."""
    expect(await kata.$function([]), [], tells=M27.because("TODO: what the student overlooked"))
'''
