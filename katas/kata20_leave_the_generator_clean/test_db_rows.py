"""Visible checks of kata20."""

import asyncio

from grader.testing import M00, M16, M35, M38, Diary, check, expect, fail, outcome, plain, raising, token


class Database:
    """Rows that take `fetching` seconds each; it opens in 0.25 s and closes in 0.375 s. A diary notes every call."""

    _crosses = frozenset({"open", "fetch", "close"})

    def __init__(self, rows, fetching):
        self.diary, left = Diary(), list(rows)
        self.open = self.diary.coroutine_function("open", 0.25)
        self.fetch = self.diary.coroutine_function("fetch", fetching, lambda: left.pop(0) if left else None)
        self.close = self.diary.coroutine_function("close", 0.375)

    def ended(self, name):
        """When each call of this function was over."""
        return [then for ended, _, then in self.diary.ended if ended == name]


@check(points=5, rules=(1, 2, 3))
async def test_closed_before_the_match_is_returned(kata, clock):
    """Rows of 1 s, the second one matches: it is returned at 2.625 s, when the database is closed."""
    rows = [token("row") for _ in range(4)]
    db = Database(rows, 1)

    loop = M38.because(
        "If that line goes through aclosing(…): it is a context manager, and what `as` gives is gone through"
    )
    with raising({TypeError: loop}):
        found = await kata.first_match(db, lambda row: row == rows[1])

    expect(found, rows[1])
    fetched = db.ended("fetch")
    if len(fetched) > 2:
        fail(M00.because("Rows behind the match were fetched: leave when you have found it"))
    closed = db.ended("close")
    if not closed:
        fail(M16.because("The row was returned, and the database was open: nobody had closed the generator and waited"))
    if len(closed) > 1:
        fail(M00.because("The database was closed more than once"))
    clock.took(2.625)


@check(points=4, rules=(4, 5, 6))
async def test_a_consumer_may_take_its_time(kata, clock):
    """With 1 s for each fetch, fetches of 0.5 s and a consumer busy for 5 s each time, all rows come."""
    rows = [token("row") for _ in range(3)]
    db = Database(rows, 0.5)
    came, busy = [], []

    async def consume():
        async for row in kata.rows_with_deadline(db, 1):
            came.append((clock.elapsed, plain(row)))
            if len(came) > len(rows):
                break
            busy.append(row)
            await asyncio.sleep(5)
            busy.clear()

    # In a task of its own: a timeout that is open around a yield cancels the task of the consumer.
    ended = await asyncio.create_task(outcome(consume()))

    if isinstance(ended, (asyncio.CancelledError, TimeoutError)):
        if busy:
            fail(M35.because("The consumer was cancelled while it was busy: the limit was still open at the yield"))
        fail(M35.because("The generator gave up, and each fetch took half of its time: only a fetch has a limit"))
    if ended is not None:
        raise ended
    late = M00.because("These are the rows, and they came at other times: each is fetched when it is asked for")
    expect(
        came,
        [(0.75, rows[0]), (6.25, rows[1]), (11.75, rows[2])],
        tells=lambda got: late if [row for _, row in got] == rows else None,
    )
    expect(
        db.ended("close"), [17.625], tells=lambda _: M16.because("The rows were through, and it was not closed then")
    )
