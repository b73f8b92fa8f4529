"""Hidden checks of kata02: the clerks are the examiner's."""

import asyncio
from collections import Counter
from itertools import accumulate, chain, repeat

from grader.testing import (
    LONG,
    M00,
    M01,
    M03,
    M05,
    M08,
    M09,
    M11,
    M14,
    M18,
    M23,
    M27,
    M40,
    Diary,
    Job,
    Log,
    cancellation_sweep,
    check,
    every_error,
    expect,
    expect_cancelled,
    expect_failures,
    fail,
    failure_sweep,
    outcome,
    raising,
    token,
)

ALREADY_RUNNING = "running event loop"
SECOND_LOOP = M11.because("A loop is already running here, the one that runs mail_all: it needs no second one.")


class Office:
    """Clerks in the place of has_stamp and send, and a diary of what they were asked and did."""

    def __init__(self, kata, *, unstamped=(), before=(), looking=0.5, walking=2):
        self._unstamped = unstamped
        self._before = list(before)
        self._diary = Diary()
        self._outbox = Log()
        for letter in before:
            self._outbox.append(letter)
        self._kata = kata
        look = self._diary.coroutine_function("has_stamp", looking, lambda letter: letter not in unstamped)
        walk = self._diary.coroutine_function("send", walking, lambda letter, outbox: outbox.append(letter))
        kata.has_stamp = lambda letter: look(letter)
        kata.send = lambda letter, outbox: walk(letter, outbox)

    async def mail_all(self, letters):
        """Let the student's clerk mail the letters; say so when she tried to open a second loop."""
        try:
            return await self._kata.mail_all(letters, self._outbox)
        except RuntimeError as error:
            with raising({RuntimeError: SECOND_LOOP} if ALREADY_RUNNING in str(error) else {}):
                raise

    def most_at_work(self):
        """How many looks and walks went on at a time."""
        return self._diary.most_at_once

    def called(self):
        """The letters that has_stamp and send were called for, each in order."""
        return [letter for (letter,) in self._diary.calls("has_stamp")], [
            letter for letter, _ in self._diary.calls("send")
        ]

    def lines(self):
        """What lies in the outbox and did not lie there before."""
        return self._outbox.lines[len(self._before) :]

    def compare(self, letters):
        """Fail with what the diary betrays, where a letter was not looked at once and then dealt with."""
        asked, ordered = self.called()
        stamped = [letter for letter in letters if letter not in self._unstamped]
        for name, calls in (("has_stamp", asked), ("send", ordered)):
            most = max((calls.count(letter) / max(1, letters.count(letter)) for letter in calls), default=0)
            if most > 1:
                times = "twice" if most == 2 else "more than once"
                fail(M00.because(f"{name} was called {times} for a letter: it is called once for each"))
        over = [name for name, _, _ in self._diary.ended]
        if over.count("has_stamp") < len(asked):
            fail(
                M01.because(
                    "has_stamp(letter) was called and not awaited: that gives a coroutine object, which counts as true"
                )
            )
        if over.count("send") < len(ordered):
            fail(M01.because("send was called, and had not run to its end when mail_all came back: it was not awaited"))
        if not asked:
            fail(
                M00.because(
                    "mail_all never asked the has_stamp that stands in the place of yours, and only has_stamp knows"
                    " whether a letter has a stamp"
                )
            )
        unasked, unsent = Counter(letters) - Counter(asked), Counter(stamped) - Counter(ordered)
        if unasked:
            fail(NOT_ASKED[oddity(unasked, asked)])
        if Counter(ordered) - Counter(stamped):
            fail(M00.because("mail_all sent a letter of which has_stamp says that it has no stamp"))
        if set(unsent) & set(self.lines()) - set(ordered):
            fail(M00.because("mail_all put a letter into the outbox and did not call send for it"))
        if unsent:
            fail(NOT_SENT[oddity(unsent, ordered)])
        if (asked, ordered) != (letters, stamped):
            fail(M00.because("The letters are not looked at and sent in the order of the list"))
        if [name for name, _, _ in self._diary.called] != rounds(letters, stamped):
            fail(M00.because("has_stamp was asked about the next letter before the one before it was sent"))


def rounds(letters, stamped):
    """The names in the order in which they are called when each letter is dealt with before the next."""
    return [name for letter in letters for name in ("has_stamp", "send")[: 2 if letter in stamped else 1]]


def oddity(missing, called):
    """What is odd about the letters that a function was not called for."""
    if any(letter in called for letter in missing):
        return "twin"
    return "empty" if set(missing) == {""} else ""


NOT_ASKED = {
    "": M00.because("mail_all did not ask has_stamp about every letter"),
    "twin": M00.because(
        "mail_all did not ask has_stamp about every letter: two letters with the same text are two letters"
    ),
    "empty": M00.because("mail_all did not ask has_stamp about every letter: an empty text is a letter, too"),
}
NOT_SENT = {
    "": M00.because("has_stamp said yes to a letter that was not sent: go by its answer, do not look yourself"),
    "twin": M00.because(
        "has_stamp said yes to a letter that was not sent: two letters with the same text are two letters"
    ),
    "empty": M00.because("has_stamp said yes to a letter that was not sent: an empty text is a letter, too"),
}


@check(points=1, rules=(1, 3, 5, 7))
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
            5: M00.because("mail_all counted letters that lay in the outbox before: it returns how many it has sent"),
            None: M00.because("mail_all came back with None: it returns how many letters it has sent"),
        },
    )
    clock.took(6.0)


@check(points=1, needs="test_stamped_letters_go_out", rules=(2, 6, 8))
async def test_the_other_two_stay_as_they_are(kata, clock):
    """has_stamp knows a star; while it looks or send walks others go on, another clerk too; both can be cancelled."""
    unstamped, stamped = token("to"), token("* to")
    outbox, strolled = Log(), []

    async def stroll():
        for _ in range(3):
            await asyncio.sleep(0.375)
            strolled.append(clock.elapsed)

    stroller = asyncio.create_task(stroll())
    alone = await kata.mail_all([unstamped, stamped, ""], outbox)
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
    expect(took, 1.75)
    expect(alone, 1, tells=M00.because("one letter was sent, and mail_all returned something else than 1"))

    desks = [Log(), Log()]
    counted = await asyncio.gather(*(kata.mail_all([unstamped, stamped], desk) for desk in desks))
    expect([desk.lines for desk in desks], [[stamped], [stamped]])
    expect(counted, [1, 1], tells=M40.because("two calls at the same time each sent one letter, and count together"))
    desk, began = Log(), clock.elapsed
    await asyncio.gather(*(kata.mail_all([unstamped, stamped], desk) for _ in range(2)))
    together = clock.elapsed - began
    if together > 1.5:
        fail(M14.because(f"Two clerks with the same work were done after {together:.3g} s: one waited for the other"))
    expect(desk.lines, [stamped, stamped])

    desk = Log()
    clerks = [asyncio.create_task(outcome(kata.mail_all([stamped, stamped], desk))) for _ in range(2)]
    for clerk in clerks:
        # Once while she looks, and once while she walks.
        await asyncio.sleep(0.125 if clerk is clerks[0] else 0.5)
        clerk.cancel()
    for clerk in clerks:
        if not isinstance(await clerk, asyncio.CancelledError):
            fail(M05.because("mail_all was cancelled, and came back with a value: CancelledError did not leave it"))
    expect(desk.lines, [])


@check(points=1, needs="test_stamped_letters_go_out", rules=(1, 4))
async def test_everything_begun_is_finished(kata, clock):
    """Each letter is dealt with, also an empty one and two with the same text, and nothing goes on in the end."""
    first, second, third = (token("letter") for _ in range(3))
    letters = [first, second, "", third, third]
    office = Office(kata, unstamped=[second])

    sent = await office.mail_all(letters)

    office.compare(letters)
    expect(sent, 4)
    expect(office.lines(), [first, "", third, third])


@check(
    points=1,
    needs="test_stamped_letters_go_out",
    rules=5,
    raises={Exception: M27.because("There was no letter at all: nothing to look at, to send or to wait for.")},
)
async def test_no_letters(kata, clock):
    """Without letters the answer is 0, at once."""
    office = Office(kata)

    sent = await office.mail_all([])

    expect(sent, 0, tells=M27.because("There was no letter at all, so the number of letters sent is 0"))
    with M27.because("There was no letter at all, and yet has_stamp or send was called"):
        assert office.called() == ([], [])
    clock.took(0.0, tells=M27.because("There was no letter at all, and nothing to wait for"))


@check(points=2, needs="test_stamped_letters_go_out", rules=(4, 6))
async def test_a_failure_leaves_at_once(kata, clock):
    """When a look or a walk fails or is cancelled, that very error leaves mail_all then, and nothing more is begun."""
    delays = [0.5, 2, 0.75, 1.25]

    async def stamped(look):
        await look()
        return True

    async def sent(walk, letter, outbox):
        await walk()
        outbox.append(letter)

    def clerk(jobs):
        orders = chain(jobs, repeat(Job(0.125)))
        kata.has_stamp = lambda letter: stamped(next(orders))
        kata.send = lambda letter, outbox: sent(next(orders), letter, outbox)
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
    if any(cut.left for cut in cuts):
        fail(M08.because("mail_all was cancelled and was over, and a look or a walk of it went on by itself"))
    with M05.because("The clerk was cancelled, and went on to the next letter"):
        assert [len(job.started) for cut in cuts for job in cut.watched] == sum(begun, [])

    for error in every_error():
        jobs = [Job(0.25), Job(0.25, error=error), Job(0.25)]
        left = await outcome(clerk(jobs))
        if left is not error:
            fail(not_the_error(error, left))
        with M00.because("After a failure the clerk went on to the next letter"):
            assert jobs[2].started == []


def not_the_error(error, left):
    """What it betrays that something else than the error of a walk left mail_all."""
    if isinstance(left, BaseException):
        return M23.because("Another error has to leave mail_all: the very one of the job.")
    return M09.because(f"send raised an error of the kind {type(error).__name__}, and mail_all came back with a value")


@check(
    points=1,
    rules=(1, 2, 7),
    raises={TimeoutError: M00.because("Looking and sending take any time, however long: here an hour each.")},
)
async def test_one_clerk(kata, clock):
    """At no moment is more than one look or walk going on, however long one takes."""
    letters = [token("letter") for _ in range(4)]
    office = Office(kata, looking=LONG[0], walking=LONG[0])

    await office.mail_all(letters)
    await asyncio.sleep(9 * LONG[0])

    if office.most_at_work() > 1:
        fail(M18.because("There is one clerk, and more than one look or walk was going on at once"))
    office.compare(letters)
    expect(office.lines(), letters)
