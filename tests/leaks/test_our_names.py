"""A report speaks of values in a student's words: what stands for them here has names that nobody outside knows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Mode
from grader.testing import Job, Log, expect
from tests.examiner.bench import outcome
from tests.leaks.our_names import OURS

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)


ANSWERS = """
import asyncio, collections, sys
class Results:
    pass
class Pages(list):
    pass
class Bad(Exception):
    pass
async def work():
    pass
async def ticks():
    yield 1
def answer(log, job):
    made = work()
    made.close()
    return ANSWER
"""
HOLDS_NOT = "This does not hold yet: It holds."
# What a student's function gives in place of [1]: the headline, and how it is shown.
SHOWN = {
    "Results()": ("An object, where a list is asked for.", "an object of your class Results"),
    "[Results()]": ("An object, where a number is asked for.", "[an object of your class Results]"),
    "Pages([2])": (HOLDS_NOT, "[2]"),
    "Pages((1, 2))": (HOLDS_NOT, "[1, 2]"),
    "(1,)": ("A tuple, where a list is asked for.", "(1,)"),
    "{1}": ("A set, where a list is asked for.", "{1}"),
    "['1']": ("A string, where a number is asked for.", "['1']"),
    "made": ("A coroutine, where a list is asked for.", "a coroutine work()"),
    "[work]": ("A function, where a number is asked for.", "[a function work()]"),
    "ticks()": ("An async generator, where a list is asked for.", "an async generator ticks()"),
    "asyncio.get_running_loop().create_future()": ("A future, where a list is asked for.", "a future"),
    "asyncio.current_task()": ("A task, where a list is asked for.", "a task"),
    "Results": (HOLDS_NOT, "the class Results"),
    "Bad('x')": (HOLDS_NOT, "Bad('x')"),
    "(log('a'), log)[1]": (HOLDS_NOT, "['a']"),
    "job": (HOLDS_NOT, "an object"),
    "None": (HOLDS_NOT, "None"),
    "collections.Counter('ab')": (HOLDS_NOT, "{'a': 1, 'b': 1}"),
}


@BOTH
@pytest.mark.parametrize("answer", SHOWN)
def test_an_odd_answer_is_told_in_words(answer: str, mode: Mode) -> None:
    """Whatever a function gives in place of a list, the report says what it is and what is asked for."""

    async def check(kata: Any) -> None:
        expect(kata.answer(Log(), Job(1)), [1])

    result = outcome(ANSWERS.replace("ANSWER", answer), check, mode=mode)

    assert SHOWN[answer] == (result.headline, result.got)


PRINTS = """
import asyncio
async def look(log, job, task):
    for thing in (log, job, task, asyncio.get_running_loop(), asyncio.current_task()):
        print(repr(thing))
    try:
        log.pop()
    except TypeError as error:
        print(error)
    try:
        job.value
    except AttributeError as error:
        print(error)
"""


def test_what_a_check_hands_in_has_no_name_of_ours() -> None:
    """A student who prints what was handed in, or meets an error of it, reads ordinary words."""

    async def check(kata: Any) -> None:
        await kata.look(Log(), Job(1), asyncio.create_task(Job(1)()))

    printed = outcome(PRINTS, check).output

    assert printed and not OURS.search(printed)
