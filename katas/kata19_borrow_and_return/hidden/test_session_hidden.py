"""Hidden checks of kata19."""

import asyncio

from grader.testing import (
    LONG,
    M00,
    M01,
    M05,
    M06,
    M08,
    M16,
    M23,
    M25,
    M40,
    Diary,
    Unforeseen,
    check,
    every_error,
    expect,
    expect_quiet,
    fail,
    outcome,
    raising,
    token,
)


class Connection:
    """What is lent."""

    _crosses = frozenset({"commit", "rollback", "close"})

    def __init__(self, diary, seconds, errors):
        for name in self._crosses:
            setattr(self, name, diary.coroutine_function(name, seconds[name], errors.get(name)))


class Lender:
    """A connection, a `connect` that returns it, and a note of every call; some of the calls may fail."""

    def __init__(self, *, long=0, **errors):
        self.diary, self.errors = Diary(), errors
        seconds = {"connect": 0.75, "commit": 0.375, "rollback": 0.625, "close": 0.25}
        self.seconds = {name: length + long for name, length in seconds.items()}
        self.connection = Connection(self.diary, self.seconds, errors)
        self.connect = self.diary.coroutine_function(
            "connect", self.seconds["connect"], errors.get("connect", self.connection)
        )

    @property
    def steps(self):
        """(name, when it was called, when it was over) of every call."""
        over = {name: then for name, _, then in self.diary.ended}
        return [(name, then, over.get(name)) for name, _, then in self.diary.called]

    @property
    def names(self):
        return [name for name, _, _ in self.steps]

    def planned(self, at, *names):
        """The steps, when these calls follow each other from this moment on."""
        steps = []
        for name in names:
            steps.append((name, at, at + self.seconds[name]))
            at += self.seconds[name]
        return steps


class Cousin(LookupError):
    """An exception of a class of its own."""


async def visit(session, body):
    async with session:
        await body()


def body_of(error=None, seconds=0.0):
    """A block that takes so long, and then fails with this error."""

    async def body():
        if seconds:
            await asyncio.sleep(seconds)
        if error is not None:
            raise error

    return body


def must_leave(ended, error, gone, *, instead, block=None):
    """Fail unless this very error left; any other speaks for itself, but for that of the check's own block."""
    if ended is error:
        return
    if block is not None and ended is block:
        fail(M23.because(instead))
    if isinstance(ended, BaseException):
        with raising({BaseException: M23.because(instead)}):
            raise ended
    fail(gone)


async def cancelled_at(work, seconds):
    """What the work ends with when it is cancelled after so long."""
    task = asyncio.create_task(outcome(work))
    await asyncio.sleep(seconds)
    if task.done():
        return await task
    task.cancel()
    return await task


@check(points=2, needs="test_the_block_fails", rules=(4, 5))
async def test_every_kind_of_error(kata, clock):
    """Whatever leaves the block goes on as it is, but for those that are to be ignored, by class or by base class."""
    for error in every_error():
        lost, what = "An exception left the block, nobody had asked to ignore it, and it was gone", "an exception"
        if isinstance(error, ExceptionGroup):
            lost = "A group left the block, and was ignored for what it holds: its own class is none of those"
        elif not isinstance(error, Exception):
            what = "an exception that `except Exception` does not catch"
        how = M16.because(f"After {what} it was not rolled back, then closed")
        lender = Lender()
        began = clock.elapsed
        ended = await outcome(visit(kata.Session(lender.connect, ignore=(KeyError, Cousin)), body_of(error)))
        must_leave(ended, error, M06.because(lost), instead="What has to leave is the very exception of the block.")
        expect(
            lender.steps,
            [*lender.planned(began, "connect", "rollback", "close")],
            tells=lambda _, how=how: how,
        )
    for error in (KeyError(token()), Cousin(token()), IndexError(token())):
        lender = Lender()
        ended = await outcome(visit(kata.Session(lender.connect, ignore=(LookupError, OSError)), body_of(error)))
        if ended is error:
            fail(M00.because("`ignore` held a base class of the exception, and it was not ignored: ask isinstance"))
        if isinstance(ended, BaseException):
            raise ended
        expect(lender.names, ["connect", "rollback", "close"])
    for error, ignore in (
        (Unforeseen(token()), (KeyError, Unforeseen)),
        (Unforeseen(token()), BaseException),
        (ExceptionGroup(token(), [KeyError()]), ExceptionGroup),
    ):
        lender = Lender()
        ended = await outcome(visit(kata.Session(lender.connect, ignore=ignore), body_of(error)))
        if ended is error:
            what = type(error).__name__
            fail(M00.because(f"`ignore` named the class of the exception, or its base, and it left: {what}"))
        if isinstance(ended, BaseException):
            raise ended
        expect(lender.names, ["connect", "rollback", "close"])


@check(points=2, needs="test_the_block_fails", rules=(6, 10))
async def test_cancelled_in_the_block(kata, clock):
    """Who is cancelled in the block gets CancelledError, after the rollback and the close, however long they take."""
    for long in (0, *LONG):
        lender = Lender(long=long)
        began, connected = clock.elapsed, lender.seconds["connect"]
        ended = await cancelled_at(visit(kata.Session(lender.connect), body_of(seconds=4)), connected + 1.5)

        if "commit" in lender.names:
            fail(M05.because("The block was cancelled, and what it had done so far was committed"))
        steps = [*lender.planned(began, "connect"), *lender.planned(began + connected + 1.5, "rollback", "close")]
        how = M16.because("The block was cancelled: roll back, close, then end")
        if long:
            how = M16.because("The block was cancelled, and what took long, connecting or giving back, was cut short")
        with raising({TimeoutError: how}):
            if isinstance(ended, TimeoutError):
                raise ended
        expect(lender.steps, steps, tells=lambda _, how=how: how)
        if not isinstance(ended, BaseException):
            fail(M05.because("The block was cancelled, and CancelledError did not leave it"))
        if not isinstance(ended, asyncio.CancelledError):
            raise ended
        expect(clock.elapsed, steps[-1][2], tells=lambda _: M08.because("It did not end when the closing was over"))


@check(points=1, needs="test_borrowed_and_returned", rules=(1, 2, 5))
async def test_no_connection(kata, clock):
    """Nothing is connected before the block is entered; a failure of connect leaves, and nothing else happens."""
    lender = Lender()
    kata.Session(lender.connect)
    await asyncio.sleep(2)
    expect(lender.steps, [], tells=lambda _: M25.because("Nobody had entered the block, and connect was called"))

    ran = Diary()
    body = ran.coroutine_function("body")
    for error in (OSError(token()), Cousin(token())):
        lender = Lender(connect=error)
        ended = await outcome(visit(kata.Session(lender.connect, ignore=LookupError), body))
        must_leave(
            ended,
            error,
            M06.because("connect failed, and its exception did not leave"),
            instead="What has to leave is the very exception that connect raised.",
        )
        again = M00.because("connect failed, and it was called again: its exception leaves at once")
        nothing = M16.because("There was no connection to give back")
        expect(lender.names, ["connect"], tells=lambda got: again if got.count("connect") > 1 else nothing)
    lender = Lender()
    ended = await cancelled_at(visit(kata.Session(lender.connect), body), 0.25)
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("It was cancelled while it connected, and CancelledError did not leave"))
    expect(lender.names, ["connect"], tells=lambda _: M16.because("There was no connection to give back"))
    expect(ran.calls("body"), [], tells=lambda _: M00.because("connect failed, and the block ran all the same"))


@check(points=2, needs="test_the_block_fails", rules=(5, 7, 9, 10))
async def test_commit_or_close_fails(kata, clock):
    """When commit fails it is closed; the exception of commit or close, a cancellation too, leaves, never ignored."""
    errors = (Cousin(token()), OSError(token()))
    names = ["connect", "commit", "close"]
    for ways in ("commit", "close"):
        for error in errors:
            lender = Lender(**{ways: error})
            ended = await outcome(visit(kata.Session(lender.connect, ignore=LookupError), body_of()))
            if "rollback" in lender.names:
                fail(M00.because(f"{ways} failed, and the connection was rolled back: that is for a block that failed"))
            unclosed = M16.because("commit failed, and the connection was not closed")
            expect(lender.names, names, tells=[(names[:2], unclosed)])
            must_leave(
                ended,
                error,
                M06.because(f"{ways} failed, and its exception was gone: only those of the block are ignored"),
                instead=f"What has to leave is the very exception that {ways} raised.",
            )
    lender = Lender(close=errors[1])
    ended = await outcome(visit(kata.Session(lender.connect, ignore=KeyError), body_of(KeyError(token()))))
    must_leave(
        ended,
        errors[1],
        M06.because("close failed, and its exception was gone: only those of the block are ignored"),
        instead="What has to leave is the very exception that close raised.",
    )
    lender = Lender()
    ended = await cancelled_at(visit(kata.Session(lender.connect), body_of()), 1)
    expect(
        lender.names,
        names,
        tells=[(names[:2], M16.because("It was cancelled while it committed, and was not closed when it had ended"))],
    )
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("It was cancelled while it committed, and CancelledError did not leave"))
    for block, at in ((None, 1.25), (KeyError(token()), 1.5)):
        lender = Lender()
        ended = await cancelled_at(visit(kata.Session(lender.connect, ignore=KeyError), body_of(block)), at)
        if not isinstance(ended, asyncio.CancelledError):
            fail(M05.because("It was cancelled while it closed, and CancelledError did not leave"))
        expect(
            lender.names[2:], ["close"], tells=lambda _: M00.because("It was cancelled while it closed: once is all")
        )
        on = M08.because("It was cancelled while it closed, and close ran on behind the block")
        expect(len(lender.diary.ended), 3, tells=lambda _, on=on: on)


@check(points=2, needs="test_an_ignored_error", rules=8)
async def test_rollback_fails(kata, clock):
    """When rollback fails, or is cancelled, the connection is closed all the same, and that exception leaves."""
    error = OSError(token())
    for ignore in ((), KeyError):
        lender = Lender(rollback=error)
        block = KeyError(token())
        ended = await outcome(visit(kata.Session(lender.connect, ignore=ignore), body_of(block)))
        expect(
            lender.names,
            ["connect", "rollback", "close"],
            tells=[(["connect", "rollback"], M16.because("rollback failed, and the connection was never closed"))],
        )
        must_leave(
            ended,
            error,
            M06.because("rollback failed, and nobody was told"),
            instead="What has to leave is the very exception that rollback raised.",
            block=block,
        )
    lender = Lender()
    ended = await cancelled_at(visit(kata.Session(lender.connect, ignore=KeyError), body_of(KeyError(token()))), 1)
    expect(
        lender.names,
        ["connect", "rollback", "close"],
        tells=lambda _: M16.because("It was cancelled while it rolled back, and was not closed when it had ended"),
    )
    if not isinstance(ended, asyncio.CancelledError):
        fail(M05.because("It was cancelled while it rolled back, and CancelledError did not leave"))
    await expect_quiet("The session", [lender.diary])


@check(points=1, needs="test_borrowed_and_returned", rules=(10, 11))
async def test_side_by_side(kata, clock):
    """One session inside another and a third at the same time: each commits and closes its own connection, once."""
    outer, inner, third = Lender(), Lender(), Lender()
    error = Cousin(token())

    async def nested():
        ended = await outcome(visit(kata.Session(inner.connect, ignore=LookupError), body_of(error, seconds=1.5)))
        if ended is error:
            fail(M00.because("The inner session was to ignore the exception of its block, and it left all the same"))
        if isinstance(ended, BaseException):
            raise ended
        await asyncio.sleep(0.5)

    await asyncio.gather(
        visit(kata.Session(outer.connect), nested), visit(kata.Session(third.connect), body_of(seconds=2.25))
    )

    names = [lender.names for lender in (outer, inner, third)]
    mixed = M40.because("Of sessions inside or beside each other one did what was another's to do")
    same = sorted(sum(names, [])) == sorted(sum(SIDE_BY_SIDE, []))
    expect(names, SIDE_BY_SIDE, tells=lambda _: mixed if same else None)
    expect(
        [lender.steps for lender in (outer, inner, third)],
        [
            [*outer.planned(0.0, "connect"), *outer.planned(4.375, "commit", "close")],
            [*inner.planned(0.75, "connect"), *inner.planned(3.0, "rollback", "close")],
            [*third.planned(0.0, "connect"), *third.planned(3.0, "commit", "close")],
        ],
        tells=lambda _: M01.because("A call was not over before the next began, or before the block was left"),
    )


SIDE_BY_SIDE = [["connect", "commit", "close"], ["connect", "rollback", "close"], ["connect", "commit", "close"]]
