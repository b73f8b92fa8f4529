"""Hidden checks of kata02: the clerks are the examiner's."""

import asyncio
from itertools import accumulate, chain, repeat

from grader.testing import (
    M00,
    M01,
    M03,
    M05,
    M11,
    M18,
    M27,
    Job,
    Log,
    cancellation_sweep,
    check,
    expect,
    expect_cancelled,
    expect_failures,
    fail,
    failure_sweep,
    raising,
    token,
)

ALREADY_RUNNING = "running event loop"
SECOND_LOOP = M11.because("A loop is already running here, the one that runs mail_all: it needs no second one.")


class Office:
    """Clerks in the place of has_stamp and send, and a diary of what they did."""

    def __init__(self, kata, *, unstamped=(), before=()):
        self._unstamped = unstamped
        self._before = list(before)
        self._asked = []
        self._looked = []
        self._ordered = []
        self._walked = []
        self._at_work = 0
        self._most_at_work = 0
        self._outbox = Log()
        for letter in before:
            self._outbox.append(letter)
        self._kata = kata
        kata.has_stamp = self._order_look
        kata.send = self._order_walk

    async def mail_all(self, letters):
        """Let the student's clerk mail the letters; say so when she tried to open a second loop."""
        try:
            return await self._kata.mail_all(letters, self._outbox)
        except RuntimeError as error:
            with raising({RuntimeError: SECOND_LOOP} if ALREADY_RUNNING in str(error) else {}):
                raise

    def _order_look(self, letter):
        self._asked.append(letter)
        return self._work(self._look, letter)

    def _order_walk(self, letter, outbox):
        self._ordered.append(letter)
        return self._work(self._walk, letter, outbox)

    async def _work(self, work, *given):
        self._at_work += 1
        self._most_at_work = max(self._most_at_work, self._at_work)
        try:
            return await work(*given)
        finally:
            self._at_work -= 1

    async def _look(self, letter):
        await asyncio.sleep(0.5)
        self._looked.append(letter)
        return letter not in self._unstamped

    async def _walk(self, letter, outbox):
        await asyncio.sleep(2)
        self._walked.append(letter)
        outbox.append(letter)

    def lines(self):
        """What lies in the outbox and did not lie there before."""
        return self._outbox.lines[len(self._before) :]

    def compare(self, letters):
        """Fail with what the diary betrays, where a letter was not looked at once and then dealt with."""
        stamped = [letter for letter in letters if letter not in self._unstamped]
        for name, calls in (("has_stamp", self._asked), ("send", self._ordered)):
            most = max(map(calls.count, calls), default=0)
            if most > 1:
                times = "twice" if most == 2 else f"{most} times"
                fail(M00.because(f"{name} was called {times} for a letter: it is called once for each"))
        if len(self._looked) < len(self._asked):
            fail(
                M01.because(
                    "has_stamp(letter) was called and not awaited: that gives a coroutine object, which counts as true"
                )
            )
        if len(self._walked) < len(self._ordered):
            fail(M01.because("send was called, and had not run to its end when mail_all came back: it was not awaited"))
        if not self._asked:
            fail(M00.because("mail_all never asked has_stamp, and only has_stamp knows whether a letter has a stamp"))
        if set(letters) - set(self._asked):
            fail(M00.because("mail_all did not ask has_stamp about every letter"))
        if set(self._ordered) - set(stamped):
            fail(M00.because("mail_all sent a letter of which has_stamp says that it has no stamp"))
        if set(stamped) - set(self._ordered):
            fail(
                M00.because("has_stamp said yes to a letter that was not sent: go by its answer, do not look yourself")
            )
        with M00.because("The letters are not looked at and sent in the order of the list"):
            assert (self._asked, self._ordered) == (letters, stamped)


@check(points=1)
async def test_unstamped_letters_stay(kata, clock):
    """A letter without a stamp is looked at, not sent and not counted."""
    first, second, third, fourth = letters = [token("letter") for _ in range(4)]
    office = Office(kata, unstamped=(second, fourth), before=[token("letter") for _ in range(3)])

    sent = await office.mail_all(letters)

    office.compare(letters)
    expect(office.lines(), [first, third])
    expect(
        sent,
        2,
        tells={
            4: M00.because("The letters that stayed were counted as sent"),
            5: M00.because("mail_all counted letters that lay in the outbox before: it gives how many it has sent"),
        },
    )
    clock.took(6.0)


@check(points=1, needs="test_stamped_letters_go_out")
async def test_the_other_two_stay_as_they_are(kata, clock):
    """has_stamp knows a star, everybody else goes on while it looks or send walks, and both can be cancelled."""
    unstamped, stamped = token("to"), token("* to")
    outbox, strolled = Log(), []

    async def stroll():
        for _ in range(3):
            await asyncio.sleep(0.375)
            strolled.append(clock.elapsed)

    stroller = asyncio.create_task(stroll())
    await kata.mail_all([unstamped, stamped], outbox)
    took = clock.elapsed
    await stroller

    if strolled != [0.375, 0.75, 1.125]:
        fail(
            M03.because(
                "While the clerk looked or walked, the whole town stood still: has_stamp and send let others go on"
            )
        )
    with M00.because("Of a letter with a star and one without, not only the one with the star was sent"):
        assert outbox.lines == [stamped]
    expect(took, 1.5)

    clerks = [asyncio.create_task(ending(kata.mail_all([stamped, stamped], outbox))) for _ in range(2)]
    for clerk in clerks:
        # Once while she looks, and once while she walks.
        await asyncio.sleep(0.125 if clerk is clerks[0] else 0.5)
        clerk.cancel()
    for clerk in clerks:
        if not isinstance(await clerk, asyncio.CancelledError):
            fail(M05.because("mail_all was cancelled, and came back with a value: CancelledError did not leave it"))
    expect(outbox.lines, [stamped])


async def ending(work):
    """What it gives, or the CancelledError that it ends with."""
    try:
        return await work
    except asyncio.CancelledError as error:
        return error


@check(points=1, needs="test_stamped_letters_go_out")
async def test_everything_begun_is_finished(kata, clock):
    """When mail_all comes back, every has_stamp and every send that was called has run to its end."""
    letters = [token("letter") for _ in range(3)]
    office = Office(kata, unstamped=letters[1:2])

    await office.mail_all(letters)

    office.compare(letters)


@check(
    points=1,
    needs="test_stamped_letters_go_out",
    raises={Exception: M27.because("There was no letter at all: nothing to look at, to send or to wait for.")},
)
async def test_no_letters(kata, clock):
    """Without letters the answer is 0, at once."""
    office = Office(kata)

    sent = await office.mail_all([])

    expect(sent, 0, tells=M27.because("There was no letter at all, so the number of letters sent is 0"))
    with M27.because("There was no letter at all, and yet has_stamp or send was called"):
        assert office._asked == office._ordered == []
    clock.took(0.0, tells=M27.because("There was no letter at all, and nothing to wait for"))


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

    expect_failures(failures, "mail_all")
    expect_cancelled(cuts, "mail_all")
    begun = [[len(job.started) for job in failing.jobs] for failing in failures]
    with M00.because("After a failure the clerk went on to the next letter"):
        assert begun == [[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]]
    with M05.because("The clerk was cancelled, and went on to the next letter"):
        assert [len(job.started) for cut in cuts for job in cut.watched] == sum(begun, [])


@check(points=1)
async def test_one_clerk(kata, clock):
    """At no moment is more than one look or walk going on: each letter is dealt with before the next."""
    letters = [token("letter") for _ in range(4)]
    office = Office(kata)

    await office.mail_all(letters)
    await asyncio.sleep(20)

    if office._most_at_work > 1:
        fail(M18.because("There is one clerk, and more than one look or walk was going on at once"))
    office.compare(letters)
    expect(office.lines(), letters)
