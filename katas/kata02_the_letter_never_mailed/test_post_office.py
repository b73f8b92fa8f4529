"""Visible checks of kata02."""

import asyncio

from grader.testing import M00, M01, M04, M11, M18, Log, check, expect, raising, token

ALREADY_RUNNING = "running event loop"
SECOND_LOOP = M11.because("A loop is already running here, the one that runs mail_all: it needs no second one.")


async def mail(kata, letters, outbox):
    """Let the clerk mail the letters; say so when she tried to open a second loop."""
    try:
        return await kata.mail_all(letters, outbox)
    except RuntimeError as error:
        with raising({RuntimeError: SECOND_LOOP} if ALREADY_RUNNING in str(error) else {}):
            raise


@check(points=3, rules=(1, 5))
async def test_stamped_letters_go_out(kata, clock):
    """Three stamped letters are in the outbox, in order, at 3.75 s, and mail_all returns 3."""
    letters = [token("* to") for _ in range(3)]
    outbox = Log()

    sent = await mail(kata, letters, outbox)
    at_return = outbox.lines

    try:
        clock.took(
            3.75,
            tells={
                3.0: M01.because("3.0 = 1 + 1 + 1: the letters were sent, and no look at one of them was waited for"),
                1.75: M18.because("1.75 s: there is one clerk, and she sent all the letters at once"),
                1.25: M18.because(
                    "1.25 s: there is one clerk, and she looked at all the letters and sent them at once"
                ),
            },
        )
    except AssertionError:
        # Where the letters are says more than the time, and waiting shows whether they are on their way.
        at = clock.elapsed
        await asyncio.sleep(10)
        expect(at_return, letters, tells=lambda _: not_there(at, late=outbox.lines != at_return))
        raise
    expect(at_return, letters)
    expect(sent, 3, tells=lambda said: M00.because(f"three letters were sent, and mail_all returned {said!r}"))


def not_there(at, *, late):
    """What it betrays that the letters were not in the outbox, with mail_all back after so many seconds."""
    if late:
        return M04.because("You returned before the mail left: the letters went on their way alone, later")
    if at == 0.75:
        return M01.because(
            "0.75 = 3 x 0.25: the letters were looked at, and none of them was ever sent: a call of send(...) alone"
            " makes a coroutine and runs nothing of it"
        )
    return M00.because(f"mail_all came back at {at:g} s, and not all letters are in the outbox, now or later")
