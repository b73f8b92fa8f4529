"""Hidden checks of kata02: the clerks are the examiner's."""

import asyncio
from itertools import accumulate, chain, repeat

from grader.testing import (
    M00,
    M01,
    M03,
    M05,
    M09,
    M11,
    M18,
    M27,
    Job,
    Log,
    cancellation_sweep,
    check,
    expect,
    failure_sweep,
    token,
)

ALREADY_RUNNING = "running event loop"


class Office:
    """Clerks in the place of has_stamp and send, and a diary of what they did."""

    def __init__(self, kata, *, unstamped=()):
        self._unstamped = unstamped
        self._called = 0
        self._finished = 0
        self._at_work = 0
        self._most_at_work = 0
        self._outbox = Log()
        self._kata = kata
        kata.has_stamp = self._order_look
        kata.send = self._order_walk

    async def mail_all(self, letters):
        """Let the student's clerk mail the letters; say so when she tried to open a second loop."""
        try:
            return await self._kata.mail_all(letters, self._outbox)
        except RuntimeError as error:
            if ALREADY_RUNNING not in str(error):
                raise
            with M11.because("A loop is already running here, the one that runs mail_all: it needs no second one"):
                raise

    def _order_look(self, letter):
        self._called += 1
        return self._work(self._look, letter)

    def _order_walk(self, letter, outbox):
        self._called += 1
        return self._work(self._walk, letter, outbox)

    async def _work(self, work, *given):
        self._at_work += 1
        self._most_at_work = max(self._most_at_work, self._at_work)
        try:
            return await work(*given)
        finally:
            self._at_work -= 1
            self._finished += 1

    async def _look(self, letter):
        await asyncio.sleep(0.5)
        return letter not in self._unstamped

    async def _walk(self, letter, outbox):
        await asyncio.sleep(2)
        outbox.append(letter)


@check(points=1)
async def test_unstamped_letters_stay(kata, clock):
    """A letter without a stamp is looked at, not sent and not counted."""
    first, second, third, fourth = letters = [token("letter") for _ in range(4)]
    office = Office(kata, unstamped=(second, fourth))

    sent = await office.mail_all(letters)
    lines = office._outbox.lines

    expect(
        lines,
        [first, third],
        tells=[
            (letters, M01.because("`if has_stamp(letter)` tests a coroutine object, and that is always true")),
            ([], M01.because("The stamped letters were not in the outbox when mail_all came back")),
        ],
    )
    expect(sent, 2, tells={4: M00.because("The letters that stayed were counted as sent")})
    clock.took(6.0)


@check(points=1, needs="test_stamped_letters_go_out")
async def test_the_other_two_stay_as_they_are(kata, clock):
    """has_stamp knows a star, everybody else goes on while it looks or send walks, and both can be cancelled."""
    unstamped, stamped = token("to"), token("* to")
    outbox, steps = Log(), []

    async def stroll():
        for _ in range(3):
            await asyncio.sleep(0.375)
            steps.append(clock.elapsed)

    stroller = asyncio.create_task(stroll())
    await kata.mail_all([unstamped, stamped], outbox)
    clock.took(1.5)
    await stroller

    with M03.because(
        "While the clerk looked or walked, the whole town stood still: has_stamp and send let others go on"
    ):
        assert steps == [0.375, 0.75, 1.125]
    expect(outbox.lines, [stamped], tells=M00.because("has_stamp no longer knows which letters have a star"))

    async def ending():
        try:
            return await kata.mail_all([stamped, stamped], outbox)
        except asyncio.CancelledError:
            return "cancelled"

    clerks = [asyncio.create_task(ending()), asyncio.create_task(ending())]
    for clerk in clerks:
        # Once while she looks, and once while she walks.
        await asyncio.sleep(0.125 if clerk is clerks[0] else 0.5)
        clerk.cancel()
    with M05.because("The clerk was cancelled, and went on to the next letter"):
        assert [await clerk for clerk in clerks] == ["cancelled", "cancelled"]
    expect(outbox.lines, [stamped])


@check(points=1, needs="test_stamped_letters_go_out")
async def test_everything_begun_is_finished(kata, clock):
    """When mail_all comes back, every has_stamp and every send that was called has run to its end."""
    letters = [token("letter") for _ in range(3)]
    office = Office(kata, unstamped=letters[1:2])

    await office.mail_all(letters)
    called, finished = office._called, office._finished

    with M01.because("An order was written and nobody carried it out: not all that was called has also been done"):
        assert called == finished
    expect(called, 5)


@check(
    points=1,
    needs="test_stamped_letters_go_out",
    tells=M27.because("With no letters at all there is nothing to look at, nothing to send and nothing to wait for"),
)
async def test_no_letters(kata, clock):
    """Without letters the answer is 0, at once."""
    office = Office(kata)

    sent = await office.mail_all([])

    expect(sent, 0)
    expect(office._called, 0)
    clock.took(0.0)


@check(points=2, needs="test_stamped_letters_go_out")
async def test_a_failure_leaves_at_once(kata, clock):
    """When a look or a walk fails or is cancelled, that very error leaves mail_all then, and nothing more is begun."""
    delays = [0.5, 2, 0.75, 1.25]

    async def stamped(look):
        await look()
        return True

    def clerk(jobs):
        orders = chain(jobs, repeat(Job(0.125)))
        kata.has_stamp = lambda letter: stamped(next(orders))
        kata.send = lambda letter, outbox: next(orders)()
        return kata.mail_all([token("letter") for _ in range(2)], Log())

    def begin():
        jobs = [Job(delay) for delay in delays]
        return clerk(jobs), jobs

    failures = await failure_sweep(clerk, delays, error=lambda: OSError(token()))
    cuts = await cancellation_sweep(begin, list(accumulate(delays)))

    with M09.because("A letter vanished silently: nobody outside was told that it could not be looked at or sent"):
        assert [failing.came_out for failing in failures] == [True] * 4
    with M05.because("The clerk was cancelled, and CancelledError did not leave mail_all at that moment"):
        assert [(cut.came_out, cut.ended_at) for cut in cuts] == [(True, cut.at) for cut in cuts]
    with M00.because("After a failure the clerk went on to the next letter"):
        begun = [[len(job.started) for job in failing.jobs] for failing in failures]
        assert begun == [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]]
        assert [len(job.started) for cut in cuts for job in cut.watched] == sum(begun, [])
    expect([failing.ended_at for failing in failures], [failing.at for failing in failures])


@check(points=1, tells=M00.because("Not every stamped letter reached the outbox, once and in its turn"))
async def test_one_clerk(kata, clock):
    """At no moment is more than one look or walk going on: each letter is dealt with before the next."""
    letters = [token("letter") for _ in range(4)]
    office = Office(kata)

    await office.mail_all(letters)
    await asyncio.sleep(20)

    with M18.because("There is one clerk, and more than one thing was in flight at once"):
        assert office._most_at_work <= 1
    expect(office._outbox.lines, letters)
