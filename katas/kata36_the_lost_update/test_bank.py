"""Visible checks of kata36."""

import asyncio

from grader.testing import M00, M03, M10, M14, M15, Probe, check, expect, raising, token

READ_EARLY = M15.because("what you wrote was read before the audit: meanwhile others had written, and it was lost")


def auditor(probe, seconds):
    """An audit that takes some seconds and is watched."""

    async def audit():
        await asyncio.sleep(seconds)

    return lambda account: probe.wrap(account, audit())


async def all_of(*business):
    """Wait for all of it; a wait that cannot end is an AssertionError of the clock."""
    held = M03.because("If a lock for threads is taken there: whoever waits for it holds up the whole loop.")
    with raising({AssertionError: held}):
        await asyncio.gather(*business)


@check(points=3, rules=(2, 5))
async def test_no_deposit_is_lost(kata, clock):
    """Forty deposits of 1 at once, each audited for 0.125 s, leave 40, one after the other at 5.0 s."""
    probe, account = Probe(), token("account")
    bank = kata.Bank(auditor(probe, 0.125))

    await all_of(*(bank.deposit(account, 1) for _ in range(40)))

    expect(len(probe.started), 40, tells=lambda count: M00.because(f"40 deposits were audited {count} times"))
    expect(
        [bank.balance(account), probe.most_at_once],
        [40, 1],
        tells=[
            ([1, 40], READ_EARLY),
            (
                [1, 1],
                M15.because("the audits went one by one, and yet 39 coins are lost: you read before it was your turn"),
            ),
            ([40, 40], M15.because("the coins are there, but 40 audits of one account were under way at once")),
            ([0, 1], M00.because("40 deposits were audited, and there is no coin in the account")),
        ],
    )
    clock.took(5.0, tells=began_late)


def began_late(took):
    """What it betrays that forty audits of 0.125 s, one at a time, need longer than 5.0 s."""
    return (
        M10.because("the account was free, and the next began only later: be told, do not look") if took > 5 else None
    )


@check(points=2, rules=(5, 6))
async def test_only_the_same_account_waits(kata, clock):
    """With audits of 1 s, deposits to two accounts are done at 1.0 s; two more to one of them need until 3.0 s."""
    probe, first, second = Probe(), token("account"), token("account")
    bank = kata.Bank(auditor(probe, 1))

    await all_of(bank.deposit(first, 5), bank.deposit(second, 6))
    clock.took(1.0, tells={2.0: M14.because("2.0 s: an account waited for another that it has nothing to do with")})
    await all_of(bank.deposit(first, 5), bank.deposit(first, 7))

    expect(
        bank.balance(first),
        17,
        tells={
            10: M15.because("of two deposits at once only the first counts"),
            12: M15.because("of two deposits at once only the second counts"),
        },
    )
    clock.took(3.0, tells={2.0: M15.because("two audits of one account went on at the same time")})
