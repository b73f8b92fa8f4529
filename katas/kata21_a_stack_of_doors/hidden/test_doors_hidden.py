"""Hidden checks of kata21."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M02,
    M05,
    M06,
    M09,
    M16,
    M23,
    M25,
    M27,
    M39,
    M40,
    Diary,
    Unforeseen,
    check,
    every_error,
    expect,
    fail,
    outcome,
    raising,
    token,
)

DOORS = 105


class Door:
    """A door that notes when it was opened and closed, and what it was given then; it may fail, or end an exception."""

    _crosses = frozenset()

    def __init__(self, clock, opens=1.0, closes=0.25, *, jams=None, sticks=None, ends=(), cleanup=0, value=...):
        self._clock, self._opens, self._closes, self._cleanup = clock, opens, closes, cleanup
        self._jams, self._sticks, self._ends = jams, sticks, ends
        self.value = token("door") if value is ... else value
        self.began, self.opened, self.cancelled, self.stopped, self.closing, self.closed, self.given = (
            [] for _ in range(7)
        )

    async def __aenter__(self):
        self.began.append(self._clock.elapsed)
        try:
            await asyncio.sleep(self._opens)
        except asyncio.CancelledError:
            self.cancelled.append(self._clock.elapsed)
            if self._cleanup:
                await asyncio.sleep(self._cleanup)
            self.stopped.append(self._clock.elapsed)
            raise
        if self._jams is not None:
            raise self._jams
        self.opened.append(self._clock.elapsed)
        return self.value

    async def __aexit__(self, kind, error, trace):
        self.closing.append(self._clock.elapsed)
        self.given.append(error)
        await asyncio.sleep(self._closes)
        self.closed.append(self._clock.elapsed)
        if self._sticks is not None:
            raise self._sticks
        return isinstance(error, self._ends)


def body_of(error=None, seconds=0.5, ran=None):
    """A block that takes so long, and then fails with this error."""

    async def body():
        if ran is not None:
            ran.append(True)
        await asyncio.sleep(seconds)
        if error is not None:
            raise error

    return body


async def visit(manager, body):
    async with manager:
        await body()


async def ends(work, clock, *, cancel_at=None):
    """(what it ends with, when it ended), in a task of its own, cancelled after so many seconds."""

    async def noted():
        return await outcome(work), clock.elapsed

    task = asyncio.create_task(noted())
    if cancel_at is not None:
        await asyncio.sleep(cancel_at)
        task.cancel()
    return await task


def must_leave(ended, error, how):
    """Fail unless this very error left; an exception of the student's own code speaks for itself."""
    if ended is error:
        return
    if isinstance(ended, BaseException):
        with raising({BaseException: M23.because(f"{how}: that very exception has to leave.")}):
            raise ended
    fail(M09.because(f"{how}, and no exception left"))


def must_be_cancelled(ended, how):
    """Fail unless CancelledError left; another exception speaks for itself."""
    if isinstance(ended, asyncio.CancelledError):
        return
    if isinstance(ended, BaseException):
        raise ended
    fail(M05.because(f"{how}, and CancelledError did not leave"))


def must_be_shut(doors, then, how):
    """Fail unless each door that was opened was closed once, before this moment."""
    if any(len(door.closed) < len(door.opened) for door in doors):
        fail(M16.because(f"{how}, and a door was left open"))
    if any(door.closing and not door.opened for door in doors):
        fail(M00.because(f"{how}, and a door was closed that had never opened"))
    if any(len(door.closed) > 1 for door in doors):
        fail(M00.because(f"{how}, and a door was closed more than once"))
    if any(door.closed and door.closed[0] > then for door in doors):
        fail(M39.because(f"{how}, and a door was closed only later"))


@check(points=3, needs="test_the_time_of_a_failed_block", rules=(1, 2))
async def test_timed_whatever_happens(kata, clock):
    """Odd times are not rounded, and whatever leaves the block, a cancellation too, goes on behind the record."""
    diary = Diary()
    record = diary.function("record")
    missed = M16.because("After an exception of some kind the time of the block was not recorded")
    for seconds in (*FRACTIONS, *LONG):
        await visit(kata.timed("odd", record), body_of(seconds=seconds))
    rounded = M00.because("It is not the time that the block took: it is told as it is, unrounded")
    expect(diary.calls("record"), [("odd", seconds) for seconds in (*FRACTIONS, *LONG)], tells=lambda _: rounded)
    for error in every_error():
        diary.called.clear()
        ended = await outcome(visit(kata.timed("", record), body_of(error, 0.625)))
        if not isinstance(error, Exception):
            missed = M16.because(
                "The block ended with what `except Exception` does not catch, and nothing was recorded"
            )
        expect(diary.calls("record"), [("", 0.625)], tells=[([], missed)])
        must_leave(ended, error, "An exception left the block")
    diary.called.clear()
    ended, _ = await ends(visit(kata.timed("cut", record), body_of(seconds=8)), clock, cancel_at=1.375)
    expect(diary.calls("record"), [("cut", 1.375)], tells=[([], missed)])
    must_be_cancelled(ended, "The block was cancelled")

    diary.called.clear()
    same = token("label")

    async def late():
        await asyncio.sleep(0.5)
        await visit(kata.timed(same, record), body_of(seconds=1))

    await asyncio.gather(visit(kata.timed(same, record), body_of(seconds=2.25)), late())
    mixed = M40.because("Two blocks ran at the same time with the same label, and got the time of each other")
    expect(diary.calls("record"), [(same, 1.0), (same, 2.25)], tells=lambda _: mixed)


@check(points=4, needs="test_opened_together_closed_in_reverse", rules=5)
async def test_one_does_not_open(kata, clock):
    """When one jams, those still opening are cancelled and waited for, those open are closed, and its error leaves."""
    for place, error in enumerate(every_error()):
        jammed = place % 3
        opens = [[4, 1, 2], [1, 2, 4], [1, 4, 2]][jammed]
        # The door that jams does so at 2 s; one is open then, and one opens until 4 s and needs 0.5 s to stop.
        opens[opens.index(2)], opens[jammed] = opens[jammed], 2
        doors = [
            Door(clock, seconds, cleanup=0.5, jams=error if place == jammed else None)
            for place, seconds in enumerate(opens)
        ]
        ran, began = [], clock.elapsed
        ended, then = await ends(visit(kata.open_all(*doors), body_of(ran=ran)), clock)
        must_be_shut(doors, then, "One door jammed")
        if ran:
            fail(M00.because("One door jammed, and the block ran all the same"))
        slow, quick = doors[opens.index(4)], doors[opens.index(1)]
        if not slow.cancelled:
            fail(M16.because("One door jammed, and another that was still opening was not cancelled"))
        expect(slow.cancelled, [began + 2], tells=lambda _: M09.because("One door jammed, and that was noticed late"))
        early = M39.because("A door was closed, or the error left, before the door that was cancelled had stopped")
        expect([slow.stopped, quick.closing], [[began + 2.5]] * 2, tells=lambda _, early=early: early)
        must_leave(ended, error, "One door jammed")
        expect(then - began, 2.75)

    stopping = [Door(clock, 9, cleanup=LONG[0]), Door(clock, 1, jams=OSError(token()))]
    began = clock.elapsed
    await ends(visit(kata.open_all(*stopping), body_of()), clock)
    early = M39.because("A door was cancelled and took an hour to stop, and that was not waited for")
    expect(stopping[0].stopped, [began + 1 + LONG[0]], tells=lambda _: early)

    doors = [Door(clock, 0.5, value=value) for value in (None, "", False)]
    ended, then = await ends(visit(kata.open_all(*doors, Door(clock, 1, jams=OSError())), body_of()), clock)
    if not all(door.closed for door in doors):
        fail(M27.because("One door jammed, and one that had opened with None or a false value was left open"))

    doors = [Door(clock, 0.5), Door(clock, 0.25), Door(clock, 0.75), Door(clock, 1, jams=OSError(token()))]
    began = clock.elapsed
    await ends(visit(kata.open_all(*doors), body_of()), clock)
    reverse = M00.because("One door jammed, and those that were open were not closed one by one, in reverse")
    expect(
        [door.closed for door in doors], [[began + 1.75], [began + 1.5], [began + 1.25], []], tells=lambda _: reverse
    )


@check(points=3, needs="test_opened_together_closed_in_reverse", rules=(3, 8))
async def test_cancelled_at_any_moment(kata, clock):
    """Nothing is opened before the block is entered; whenever it is cancelled no door stays open."""
    doors = [Door(clock, 0.5)]
    made = kata.open_all(*doors)
    await asyncio.sleep(3)
    expect(
        [door.began for door in doors], [[]], tells=lambda _: M25.because("Nobody had entered it, and a door opened")
    )
    await visit(made, body_of())

    for at, opened in ((0.5, 0), (1.5, 1), (2.5, 2), (3.5, 3)):
        doors, ran = [Door(clock, seconds) for seconds in (2, 1, 3)], []
        began = clock.elapsed
        ended, then = await ends(visit(kata.open_all(*doors), body_of(seconds=9, ran=ran)), clock, cancel_at=at)
        how = "It was cancelled while the doors opened" if opened < 3 else "The block was cancelled"
        must_be_shut(doors, then, how)
        if any(not door.opened and door.cancelled != [began + at] for door in doors):
            fail(M16.because(f"{how}, and a door went on opening"))
        must_be_cancelled(ended, how)
        expect([len(door.opened) for door in doors], [int(opened > 1), int(opened > 0), int(opened > 2)])
        late = M39.because(f"{how}, and it did not end when the open doors were shut")
        expect(then - began, at + 0.25 * opened, tells=lambda _, late=late: late)


@check(points=3, needs="test_opened_together_closed_in_reverse", rules=6)
async def test_a_block_that_fails(kata, clock):
    """What leaves the block is given to the doors from the last to the first, until one of them ends it."""
    for error in (KeyError(token()), Unforeseen(token())):
        doors = [Door(clock), Door(clock, 2), Door(clock, 1.5)]
        ended, then = await ends(visit(kata.open_all(*doors), body_of(error)), clock)
        must_be_shut(doors, then, "An exception left the block")
        if any(door.given != [error] for door in doors):
            fail(M00.because("An exception left the block, and not every door was given it"))
        must_leave(ended, error, "An exception left the block")

    error = KeyError(token())
    doors = [Door(clock), Door(clock, ends=LookupError), Door(clock)]
    ended, then = await ends(visit(kata.open_all(*doors), body_of(error)), clock)
    must_be_shut(doors, then, "A door ended the exception of the block")
    if ended is error:
        fail(M00.because("A door said that the exception ends there, and it left all the same"))
    if isinstance(ended, BaseException):
        raise ended
    given = [door.given for door in doors]
    after = M00.because("A door ended the exception, and the doors further in had not been given it")
    if given[0] == [error]:
        after = M00.because("A door ended the exception, and the doors further out were given it as well")
    expect(given == [[None], [error], [error]], True, tells=lambda _: after)


@check(points=2, needs="test_opened_together_closed_in_reverse", rules=(7, 8))
async def test_one_does_not_close(kata, clock):
    """When closing one raises something, or is cancelled, the others are closed all the same, and that leaves."""
    for place in range(3):
        for block in (None, KeyError(token())):
            error = Unforeseen(token()) if place == 2 and block is None else OSError(token())
            doors = [Door(clock, sticks=error if number == place else None) for number in range(3)]
            began = clock.elapsed
            ended, then = await ends(visit(kata.open_all(*doors), body_of(block)), clock)
            must_be_shut(doors, then, "One door could not be closed well")
            must_leave(ended, error, "Closing a door raised an exception")
            expect([door.closed for door in doors], [[began + 2.25], [began + 2.0], [began + 1.75]])
    # All are open at 1 s; the block ends at 1.5 s, and then each takes 1 s to close, the last first.
    for cut, shut in ((2, [[4.0], [3.0], []]), (3, [[4.0], [], [2.5]]), (4, [[], [3.5], [2.5]])):
        doors, began = [Door(clock, closes=1) for _ in range(3)], clock.elapsed
        ended, then = await ends(visit(kata.open_all(*doors), body_of()), clock, cancel_at=cut)
        how = "It was cancelled while a door closed"
        if not all(door.closing for door in doors):
            fail(M16.because(f"{how}, and the others were not closed"))
        must_be_cancelled(ended, how)
        late = M39.because(f"{how}, and it did not go on at once with the others, each to its end")
        closed = [[at - began for at in door.closed] for door in doors]
        expect([closed, then - began], [shut, max(4.0, cut)], tells=lambda _, late=late: late)


@check(
    points=1,
    needs="test_opened_together_closed_in_reverse",
    rules=(3, 9),
    raises={ValueError: M27.because("Among what was asked for were no doors at all.")},
)
async def test_none_and_many(kata, clock):
    """Without a door the block begins at once with []; many doors open at the same time; two calls run side by side."""
    async with kata.open_all() as values:
        began = clock.elapsed
    expect(
        [values, began], [[], 0.0], tells=lambda _: M27.because("There was no door to open, and nothing to wait for")
    )

    many = [Door(clock, 1 + place / 8, closes=0) for place in range(DOORS)]
    async with kata.open_all(*many) as values:
        began = clock.elapsed
    expect(values, [door.value for door in many])
    expect(began, 1 + (DOORS - 1) / 8, tells=lambda _: M02.because("Not all of the many doors opened at the same time"))

    for long in LONG:
        began, slow = clock.elapsed, Door(clock, long, closes=long)
        await visit(kata.open_all(Door(clock), slow), body_of(seconds=long))
        expect(slow.closed, [began + 3 * long], tells=lambda _: M00.because("A door may take an hour, or a day"))

    one, two = [Door(clock, 1), Door(clock, 2)], [Door(clock, 1.5), Door(clock, 0.5)]
    began = clock.elapsed
    await asyncio.gather(*(visit(kata.open_all(*doors), body_of(seconds=1)) for doors in (one, two)))
    mixed = M40.because("Two calls at the same time, each with doors of its own, got into each other's way")
    closed = [[then - began for then in door.closed] for door in (*one, *two)]
    expect(closed, [[3.5], [3.25], [3.0], [2.75]], tells=lambda _: mixed)
