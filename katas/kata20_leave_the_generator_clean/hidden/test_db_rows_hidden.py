"""Hidden checks of kata20."""

import asyncio

from grader.testing import (
    FRACTIONS,
    LONG,
    M00,
    M05,
    M06,
    M08,
    M09,
    M16,
    M18,
    M22,
    M23,
    M27,
    M35,
    M40,
    Diary,
    check,
    every_error,
    expect,
    expect_quiet,
    fail,
    falsy,
    outcome,
    plain,
    raising,
    token,
)

# Of the dear ones fewer: each call is an open, two fetches and a close across the wire.
CALLS, GENERATORS = 105, 25
SHARED = M35.because(
    "One task had asked for a row, another asked for the next: a timeout belongs to the task that entered it."
)


class Database:
    """Fetches of these lengths, each with a row or an error, then no more. A diary notes every call."""

    _crosses = frozenset({"open", "fetch", "close"})

    def __init__(self, *fetches, opening=0.125, closing=0.25, ending=0.375, locked=None):
        self.diary = Diary()
        self.open = self.diary.coroutine_function("open", opening, locked)
        self.close = self.diary.coroutine_function("close", closing)
        self._end = self.diary.coroutine_function("fetch", ending)
        self._left = [self.diary.coroutine_function("fetch", seconds, found) for seconds, found in fetches]

    def fetch(self):
        return (self._left.pop(0) if self._left else self._end)()

    def times(self, name, *, of="ended"):
        """When each call of this function was over, or was called."""
        return [then for done, _, then in getattr(self.diary, of) if done == name]

    @property
    def called(self):
        return [name for name, _, _ in self.diary.called]


def closed_when(db, ended_at, how):
    """Fail unless the database was closed once, and its closing was over at this moment."""
    closed = db.times("close")
    if db.called.count("close") > 1:
        fail(M00.because(f"{how}, and the database was closed more than once"))
    if not closed:
        fail(M16.because(f"{how}, and the database was not closed when that was over"))
    if closed[0] > ended_at:
        fail(M16.because(f"{how}, and the database was closed only later"))


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
    if not isinstance(ended, BaseException):
        fail(M05.because(f"{how}, and CancelledError did not leave"))
    if not isinstance(ended, asyncio.CancelledError):
        with raising({TimeoutError: M05.because(f"{how}, and that was taken for a fetch that was late.")}):
            raise ended


async def at_the_doors(begin, leave, clock):
    """Opening fails, opening or closing is cancelled: nothing goes on, and the exception leaves."""
    error = OSError(token())
    db = Database((0.5, token()), locked=error)
    ended, _ = await ends(begin(db), clock)
    must_leave(ended, error, "open raised an exception")
    if "fetch" in db.called:
        fail(M00.because("open raised an exception, and something was fetched"))
    for what, at, work in (("opened", 0.25, begin), ("closed", 2, begin), ("closed", 1.5, leave)):
        db = Database((0.5, token()), opening=0.5, ending=0.5, closing=1)
        began = clock.elapsed
        ended, then = await ends(work(db), clock, cancel_at=at)
        how = f"It was cancelled while the database was {what}"
        must_be_cancelled(ended, how)
        on = M05.because(f"{how}, and it did not end then")
        if what == "closed":
            expect(then - began, at, tells=lambda _, on=on: on)
        if len(db.diary.ended) < len(db.diary.called):
            fail(M08.because(f"{how}, and that ran on"))
        await expect_quiet("What was cancelled", [db.diary])


async def all_of(source, most=30):
    """All rows of a source; one that does not end is left after `most`."""
    came = []
    async for row in source:
        came.append(row)
        if len(came) == most:
            break
    return came


async def ends(work, clock, *, cancel_at=None):
    """(what it ends with, when it ended), in a task of its own, cancelled after so many seconds."""

    async def noted():
        return await outcome(work), clock.elapsed

    task = asyncio.create_task(noted())
    if cancel_at is not None:
        await asyncio.sleep(cancel_at)
        task.cancel()
    return await task


@check(points=2, needs="test_closed_before_the_match_is_returned", rules=(1, 3))
async def test_rows_of_every_kind(kata, clock):
    """Rows that are false match like others, what `matches` answers may be anything, and without a match it is None."""
    for yes, no in (("yes", ""), (1, 0), (["x"], [])):
        row = token()
        db = Database((0.5, token()), (0.5, row))
        found = await kata.first_match(db, lambda one, row=row, yes=yes, no=no: yes if one == row else no)
        truth = M00.because("`matches` answered something that is true, or false, in an `if`, and no bool: that counts")
        expect(found, row, tells=lambda _, truth=truth: truth)
    same, asked = token(), Diary()
    db = Database((0.5, same), (0.5, same), (0.5, same), (0.5, token()))
    found = await kata.first_match(db, asked.function("matches", lambda row: len(asked.called) == 3))
    each = M00.because("Some rows were equal, and `matches` was not called for each of them")
    expect([found, asked.calls("matches")], [same, [(same,)] * 3], tells=lambda _: each)
    odd = [value for value in falsy() if value is not None]
    for place, value in enumerate(odd):
        db, asked = Database(*((0.5, row) for row in odd)), Diary()
        matches = asked.function("matches", lambda row, place=place: len(asked.called) > place)
        began = clock.elapsed
        found = await kata.first_match(db, matches)
        expect([found, type(plain(found))], [value, type(value)], tells=lambda _: M27.because("A false row was missed"))
        once = M00.because("`matches` was not called once for each row, in their order")
        expect(asked.calls("matches"), [(row,) for row in odd[: place + 1]], tells=lambda _, once=once: once)
        closed_when(db, clock.elapsed, "A row matched")
        expect(clock.elapsed - began, 0.125 + 0.5 * (place + 1) + 0.25)
    db = Database((0.5, token()), (0.75, token()))
    expect(await kata.first_match(db, lambda row: 0), None)
    closed_when(db, clock.elapsed, "No row matched")
    expect(db.called, ["open", "fetch", "fetch", "fetch", "close"])
    for long in LONG:
        db, row = Database((long, token()), opening=long, closing=long), token()
        db._left.append(db.diary.coroutine_function("fetch", long, row))
        began = clock.elapsed
        expect(await kata.first_match(db, lambda found, row=row: found == row), row)
        expect(clock.elapsed - began, 4 * long)


@check(points=3, needs="test_closed_before_the_match_is_returned", rules=3)
async def test_whatever_fails(kata, clock):
    """When `matches` or a fetch raises something, the database is closed, and then that very exception leaves."""
    for error in every_error():
        for what in ("matches", "fetch"):
            db = Database((0.5, token()), (0.5, error if what == "fetch" else token()), (0.5, token()))
            asked = Diary()
            second = [None, error if what == "matches" else True]
            ended, then = await ends(
                kata.first_match(db, asked.function("matches", lambda row, left=second: left.pop(0))), clock
            )
            closed_when(db, then, f"{what} raised an exception")
            must_leave(ended, error, f"{what} raised an exception")
            expect(db.called.count("fetch"), 2)


@check(points=3, needs="test_closed_before_the_match_is_returned", rules=(3, 2))
async def test_the_search_is_cancelled(kata, clock):
    """Whenever first_match is cancelled while it fetches, the database is closed, and then CancelledError leaves."""
    for at, fetches in ((0.5, 1), (1.25, 2), (2.0, 3)):
        db = Database((0.75, token()), (0.625, token()), (5, token()))
        began = clock.elapsed
        ended, then = await ends(kata.first_match(db, lambda row: False), clock, cancel_at=at)
        closed_when(db, then, "first_match was cancelled")
        must_be_cancelled(ended, "first_match was cancelled")
        expect(then - began, at + 0.25, tells=lambda _: M05.because("It was cancelled, and did not end then"))
        expect(db.called, ["open", *["fetch"] * fetches, "close"])
        await expect_quiet("first_match", [db.diary])
    await at_the_doors(
        lambda db: kata.first_match(db, lambda row: False), lambda db: kata.first_match(db, lambda row: True), clock
    )


@check(points=3, needs="test_a_consumer_may_take_its_time", rules=(5, 7))
async def test_a_late_row(kata, clock):
    """A fetch that takes too long is cancelled then, and TimeoutError leaves; each fetch has the time for itself."""
    for limit in (1.25, *FRACTIONS):
        rows = [token() for _ in range(6)]
        db = Database(*((limit - 0.125, row) for row in rows), (limit + 0.125, token()))
        began, came = clock.elapsed, []

        async def consume(db=db, limit=limit, came=came):
            async for row in kata.rows_with_deadline(db, limit):
                came.append(row)
                if len(came) > 6:
                    break

        ended, then = await ends(consume(), clock)
        late = began + 0.125 + 6 * (limit - 0.125) + limit
        if ended is None and len(came) > 6:
            fail(M35.because("A fetch took longer than its limit, and its row came all the same"))
        if ended is None:
            fail(M06.because("A fetch took too long, and that looked like the end of the rows"))
        if not isinstance(ended, (TimeoutError, asyncio.CancelledError)):
            raise ended
        together = M35.because("Each fetch was in time, and together they were too long")
        opening = M35.because("The first fetch was in time, and opening was counted as well: it has no limit")
        expect(came, rows, tells=lambda got, together=together, opening=opening: together if got else opening)
        if not isinstance(ended, TimeoutError):
            fail(M35.because("A fetch took too long, and CancelledError left the generator: not a TimeoutError"))
        expect(
            [then for _, _, then in db.diary.cancelled],
            [late],
            tells=lambda _: M08.because("A fetch took too long, and it was not cancelled at that moment"),
        )
        closed_when(db, then, "A fetch took too long")
        await expect_quiet("The generator", [db.diary])

    # One task asks for the first row and is busy with it; another asks for the second, which is late.
    db = Database((0.5, token()), (6, token()))
    source = aiter(kata.rows_with_deadline(db, 2))

    async def ask_and_work():
        await anext(source)
        await asyncio.sleep(20)

    began, busy = clock.elapsed, asyncio.create_task(outcome(ask_and_work()))
    await asyncio.sleep(5)
    ended, then = await ends(anext(source), clock)
    other = M35.because("One task had asked for a row, another asked for the next, and this fetch had no limit")
    if not isinstance(ended, BaseException):
        fail(other)
    if not isinstance(ended, TimeoutError):
        with raising({RuntimeError: SHARED}):
            raise ended
    expect(then - began, 7.25, tells=lambda _: other)
    if await busy is not None:
        fail(M22.because("A fetch was late, and a task was disturbed that was busy with another row"))


@check(points=2, needs="test_a_consumer_may_take_its_time", rules=(4, 6))
async def test_only_the_fetch_has_a_limit(kata, clock):
    """Opening, closing and the consumer may take an hour or a day; nothing is done before a row is asked for."""
    for long in LONG:
        rows = [0, token(), ""]
        db = Database(*((0.5, row) for row in rows), opening=long, closing=long)
        source, began = kata.rows_with_deadline(db, 0.75), clock.elapsed
        await asyncio.sleep(3)
        expect(db.called, [], tells=lambda _: M00.because("Nobody had asked for a row, and it was opened"))

        async def consume(source=source, long=long):
            came = []
            async for row in source:
                came.append((row, db.called.count("fetch")))
                await asyncio.sleep(long)
            return came

        ended, then = await ends(consume(), clock)
        if isinstance(ended, (TimeoutError, asyncio.CancelledError)):
            fail(M35.because("Something else than the fetch was held to its limit: opening, closing or the consumer"))
        if isinstance(ended, BaseException):
            raise ended
        ahead = M00.because("The rows are not those that were fetched, each when it was asked for")
        expect(ended, [(0, 1), (rows[1], 2), ("", 3)], tells=lambda _: ahead)
        expect(then - began, 3 + long + 1.5 + 3 * long + 0.375 + long)
        closed_when(db, then, "The rows were through")
    row = token()
    db = Database((LONG[0], row))
    hurried = M35.because("A fetch was in time by far, and it was not waited for")
    ended, _ = await ends(all_of(kata.rows_with_deadline(db, LONG[1])), clock)
    expect(ended, [row], tells=lambda _: hurried)


@check(points=2, needs="test_a_consumer_may_take_its_time", rules=(6, 7))
async def test_the_generator_ends_early(kata, clock):
    """Left early and closed, or failed, or cancelled: the database is closed, once, before that is over."""
    db = Database((0.5, token()), (0.5, token()))
    source = kata.rows_with_deadline(db, 2)
    await anext(source)
    await source.aclose()
    closed_when(db, clock.elapsed, "aclose() was awaited")
    expect(db.called, ["open", "fetch", "close"])

    async def go_on(work, left):
        """Do this, then something else for a while."""
        left.append(await outcome(work))
        await asyncio.sleep(9)

    for error in every_error():
        for closing in (0.25, 5):
            db, left = Database((0.5, token()), (0.5, error), (0.5, token()), closing=closing), []
            began = clock.elapsed
            ended, then = await ends(go_on(all_of(kata.rows_with_deadline(db, 1)), left), clock)
            if ended is not None and not left:
                raise ended
            later = M22.because("fetch raised an exception, and later who had asked was cancelled: its timer ran on")
            if isinstance(ended, asyncio.CancelledError) or isinstance(left[0], asyncio.CancelledError):
                fail(later)
            closed_when(db, then - 9, "fetch raised an exception")
            must_leave(left[0], error, "fetch raised an exception")
            expect(then - began, 0.125 + 1 + closing + 9)

    db = Database((0.5, token()), (6, token()))
    began = clock.elapsed
    ended, then = await ends(all_of(kata.rows_with_deadline(db, 8)), clock, cancel_at=2)
    closed_when(db, then, "Who waited for a row was cancelled")
    must_be_cancelled(ended, "Who waited for a row was cancelled")
    expect(
        [when - began for _, _, when in db.diary.cancelled],
        [2.0],
        tells=lambda _: M08.because(
            "Who waited for a row was cancelled, and the fetch ran on behind the closed database"
        ),
    )
    expect(then - began, 2.25)

    async def leave(db):
        source = aiter(kata.rows_with_deadline(db, 1))
        await anext(source)
        await source.aclose()

    await at_the_doors(lambda db: all_of(kata.rows_with_deadline(db, 1)), leave, clock)


@check(points=1, needs=("test_closed_before_the_match_is_returned", "test_a_consumer_may_take_its_time"), rules=8)
async def test_side_by_side(kata, clock):
    """Searches and generators at the same time keep their databases apart."""
    rows = [token() for _ in range(4)]
    searched = [Database(*((0.5 + 0.25 * place, row) for row in rows)) for place in range(2)]
    limited = [Database(*((0.75 + 0.5 * place, row) for row in rows)) for place in range(2)]

    shared = M40.because("Each call needs a generator of its own: here several run at the same time.")
    with raising({RuntimeError: shared}):
        got = await asyncio.gather(
            *(
                kata.first_match(db, lambda row, wanted=rows[place + 1]: row == wanted)
                for place, db in enumerate(searched)
            ),
            *(all_of(kata.rows_with_deadline(db, 2)) for db in limited),
        )

    mixed = M40.because("Two calls at the same time, each with a database of its own, got into each other's way")
    expect(got, [rows[1], rows[2], rows, rows], tells=lambda _: mixed)
    expect([db.times("close") for db in searched], [[1.375], [2.625]], tells=lambda _: mixed)
    expect([db.called.count("close") for db in limited], [1, 1])

    began, dbs = clock.elapsed, [Database((0.5, place)) for place in range(CALLS + GENERATORS)]
    got = await asyncio.gather(
        *(kata.first_match(db, lambda row: True) for db in dbs[:CALLS]),
        *(all_of(kata.rows_with_deadline(db, 2)) for db in dbs[CALLS:]),
    )
    expect(got, [*range(CALLS), *([place] for place in range(CALLS, CALLS + GENERATORS))], tells=lambda _: mixed)
    waited = M18.because("Of many calls at the same time, each with a database of its own, some waited for others")
    expect(clock.elapsed - began, 0.125 + 0.5 + 0.375 + 0.25, tells=lambda _: waited)
