"""Visible checks of kata19."""

import asyncio
from itertools import pairwise

from grader.testing import M00, M01, M06, M16, M38, Diary, check, expect, fail, outcome, token


class Connection:
    """What is lent: commit takes 0.25 s, rollback 0.375 s, close 0.5 s."""

    _crosses = frozenset({"commit", "rollback", "close"})

    def __init__(self, diary):
        self.commit = diary.coroutine_function("commit", 0.25)
        self.rollback = diary.coroutine_function("rollback", 0.375)
        self.close = diary.coroutine_function("close", 0.5)


class Lender:
    """A connection, a `connect` that returns it after 1 s, and a note of every call."""

    def __init__(self):
        self.diary = Diary()
        self.connection = Connection(self.diary)
        self.connect = self.diary.coroutine_function("connect", 1, self.connection)

    @property
    def steps(self):
        """(name, when it was called, when it was over) of every call."""
        over = {name: then for name, _, then in self.diary.ended}
        return [(name, then, over.get(name)) for name, _, then in self.diary.called]


async def visit(session, body):
    """Enter the session, run the body in it, and return what `as` gave."""
    if not (hasattr(type(session), "__aenter__") and hasattr(type(session), "__aexit__")):
        fail(M38.because("`async with` needs a class with `__aenter__` and `__aexit__`, and this one has none"))
    async with session as got:
        await body()
    return got


async def works():
    await asyncio.sleep(2)


def misstep(steps):
    """What a wrong list of calls betrays."""
    names = [name for name, _, _ in steps]
    if names.count("close") and steps[-1][2] is None:
        return M01.because(f"{names[-1]} was called, and not over when the block was: await it")
    if "close" not in names:
        return M16.because("The connection was not closed")
    if len(set(names)) < len(names):
        return M00.because("The same was called twice: each of them is called once")
    if any(over is None or over > later for (_, _, over), (_, later, _) in pairwise(steps)):
        return M01.because("One call began before the one before it was over: await each, then make the next")
    return None


@check(points=2, rules=(1, 3, 10))
async def test_borrowed_and_returned(kata, clock):
    """Connected at 1.0 s, at work to 3.0 s, committed at 3.25 s, closed at 3.75 s."""
    lender = Lender()

    got = await visit(kata.Session(lender.connect), works)

    if got is None:
        fail(M00.because("The name behind `as` got None: `__aenter__` has to return the connection"))
    if got is not lender.connection:
        fail(M00.because("The name behind `as` got something that is not the connection"))
    expect(
        lender.steps,
        [("connect", 0.0, 1.0), ("commit", 3.0, 3.25), ("close", 3.25, 3.75)],
        tells=misstep,
    )
    clock.took(3.75)


@check(points=2, needs="test_borrowed_and_returned", rules=4)
async def test_the_block_fails(kata, clock):
    """When the block raises a ValueError the connection is rolled back and closed, and the ValueError leaves."""
    lender, error = Lender(), ValueError(token())

    async def fails():
        await works()
        raise error

    ended = await outcome(visit(kata.Session(lender.connect), fails))

    wanted = [("connect", 0.0, 1.0), ("rollback", 3.0, 3.375), ("close", 3.375, 3.875)]
    if "commit" in [name for name, _, _ in lender.steps]:
        fail(M06.because("The block failed, and what it had done so far was committed"))
    if len(lender.steps) < len(wanted) and lender.steps[1:] != wanted[1:2]:
        fail(M16.because("The block failed, and the connection was not rolled back and closed"))
    expect(lender.steps, wanted, tells=misstep)
    if not isinstance(ended, BaseException):
        fail(M06.because("The ValueError disappeared: a true value from `__aexit__` says that it ends there"))
    if ended is not error:
        raise ended


@check(points=1, needs="test_the_block_fails", rules=5)
async def test_an_ignored_error(kata, clock):
    """With ignore=KeyError the connection is rolled back and closed, and the program goes on behind the block."""
    lender, error = Lender(), KeyError(token())

    async def fails():
        raise error

    ended = await outcome(visit(kata.Session(lender.connect, ignore=KeyError), fails))

    if ended is error:
        fail(M06.because("The KeyError was to be ignored, and it left"))
    if isinstance(ended, BaseException):
        raise ended
    names = [name for name, _, _ in lender.steps]
    if "commit" in names:
        fail(M00.because("The block failed with an exception that is to be ignored, and was committed: roll it back"))
    expect(names, ["connect", "rollback", "close"], tells=lambda _: M16.because("It was not rolled back, then closed"))
