"""Visible checks of kata02."""

import asyncio

from grader.testing import M01, M04, M11, M18, Log, check, expect, token

ALREADY_RUNNING = "running event loop"


async def mail(kata, letters, outbox):
    """Let the clerk mail the letters; say so when she tried to open a second loop."""
    try:
        return await kata.mail_all(letters, outbox)
    except RuntimeError as error:
        if ALREADY_RUNNING not in str(error):
            raise
        with M11.because("A loop is already running here, the one that runs mail_all: it needs no second one"):
            raise


@check(points=3)
async def test_stamped_letters_go_out(kata, clock):
    """Three stamped letters are in the outbox, in order, at 3.75 s, and mail_all says 3."""
    letters = [token("* to") for _ in range(3)]
    outbox = Log()

    sent = await mail(kata, letters, outbox)
    at_return = outbox.lines

    try:
        clock.took(
            3.75,
            tells={
                3.0: M01.because("3.0 = 1 + 1 + 1: three letters were sent and not one was looked at"),
                1.75: M18.because("1.75 s: there is one clerk, and she sent all the letters at once"),
            },
        )
    except AssertionError:
        # Where the letters are says more than the time, and waiting shows whether they are on their way.
        await asyncio.sleep(10)
        if outbox.lines == at_return:
            tell = M01.because("send(...) made a letter and left it on the desk: the call alone runs nothing")
        else:
            tell = M04.because("You returned before the mail left: the letters went on their way alone, later")
        expect(at_return, letters, tells=tell)
        raise
    expect(at_return, letters)
    expect(sent, 3)
