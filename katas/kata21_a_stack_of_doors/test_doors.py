"""Visible checks of kata21."""

import asyncio

from grader.testing import M00, M02, M06, M07, M16, M25, M38, Diary, check, expect, fail, outcome, plain, token


class Door:
    """A door that opens and closes, each in its time."""

    _crosses = frozenset()

    def __init__(self, clock, opens, closes=0.5):
        self._clock = clock
        self._opens = opens
        self._closes = closes
        self.value = token("door")
        self.opened = []
        self.closed = []

    async def __aenter__(self):
        await asyncio.sleep(self._opens)
        self.opened.append(self._clock.elapsed)
        return self.value

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(self._closes)
        self.closed.append(self._clock.elapsed)


def entered(manager):
    """The manager, if `async with` can enter it."""
    if asyncio.iscoroutine(manager):
        manager.close()
        fail(M38.because("What came back is a coroutine: an async context manager is asked for"))
    if not (hasattr(type(manager), "__aenter__") and hasattr(type(manager), "__aexit__")):
        fail(M38.because("`async with` cannot enter what came back: @asynccontextmanager makes a context manager"))
    return manager


@check(points=2, rules=1)
async def test_the_time_of_a_block(kata, clock):
    """For a block of 2 s `record` is called once, with the label and 2.0."""
    diary, label = Diary(), token("label")
    record = diary.function("record")

    await asyncio.sleep(1)
    stopwatch = entered(kata.timed(label, record))
    await asyncio.sleep(0.5)
    async with stopwatch:
        await asyncio.sleep(2)

    early = M25.because("The time was counted from when timed was called: it counts from the beginning of the block")
    expect(diary.calls("record"), [(label, 2.0)], tells=[([(label, 2.5)], early)])


@check(points=2, needs="test_the_time_of_a_block", rules=(1, 2))
async def test_the_time_of_a_failed_block(kata, clock):
    """When the block raises a ValueError after 1.5 s, the time is recorded, and the ValueError leaves."""
    diary, label, error = Diary(), token("label"), ValueError(token())
    record = diary.function("record")

    async def block():
        async with kata.timed(label, record):
            await asyncio.sleep(1.5)
            raise error

    ended = await outcome(block())

    twice = M00.because("The time of the block was recorded twice")
    skipped = M16.because("The block raised an exception, and nothing was recorded: it is raised at the yield")
    expect(diary.calls("record"), [(label, 1.5)], tells=[([], skipped), ([(label, 1.5)] * 2, twice)])
    if ended is None:
        fail(M06.because("The block raised a ValueError, and it was gone behind the block"))
    if ended is not error:
        raise ended


@check(points=5, rules=(3, 4))
async def test_opened_together_closed_in_reverse(kata, clock):
    """Doors of 1, 3 and 2 s are open at 3.0 s; each closes in 0.5 s, from the last to the first."""
    doors = [Door(clock, seconds) for seconds in (1, 3, 2)]

    async with entered(kata.open_all(*doors)) as values:
        began = clock.elapsed
        await asyncio.sleep(1)

    expect(began, 3.0, tells={6.0: M02.because("6.0 = 1 + 3 + 2: each door was opened when the one before was open")})
    wanted = [door.value for door in doors]
    mixed = M07.because("The values are not in the order of the doors")
    expect(values, wanted, tells=lambda got: mixed if sorted(plain(got)) == sorted(wanted) else None)
    expect(
        [door.closed for door in doors],
        [[5.5], [5.0], [4.5]],
        tells=[
            ([[4.5], [5.0], [5.5]], M00.because("The doors were closed from the first to the last: reverse it")),
            ([[5.5], [4.5], [5.0]], M07.because("The door that opened last was closed first: the order asked counts")),
            ([[4.5], [5.5], [5.0]], M07.because("They were closed in the order in which they had opened")),
            ([[4.5], [4.5], [4.5]], M00.because("All doors were closed at the same time: one after the other")),
            ([[], [], []], M16.because("No door was closed")),
        ],
    )
