"""Visible checks of kata36."""

import asyncio

from grader.testing import M01, M03, M14, M15, M40, Probe, check, expect, token

READ_EARLY = M15.because("what you wrote was read before the audit: meanwhile others had written, and it was lost")


def auditor(probe, seconds):
    """An audit that takes some seconds and is watched."""

    async def nothing():
        await asyncio.sleep(seconds)

    return lambda account: probe.wrap(account, nothing())


@check(
    points=3,
    tells=M03.because("everything stood still: a lock for threads makes the whole loop wait, its holder too"),
)
async def test_no_deposit_is_lost(kata, clock):
    """A hundred deposits of 1 at once, each audited for 0.125 s, leave 100, one after the other at 12.5 s."""
    probe, account = Probe(), token("account")
    bank = kata.Bank(auditor(probe, 0.125))

    await asyncio.gather(*(bank.deposit(account, 1) for _ in range(100)))

    expect(
        [bank.balance(account), probe.most_at_once],
        [100, 1],
        tells=[
            ([1, 100], READ_EARLY),
            (
                [1, 1],
                M15.because("the audits went one by one, and yet 99 coins are lost: you read before it was your turn"),
            ),
            ([100, 100], M15.because("the coins are there, but 100 audits of one account were under way at once")),
        ],
    )
    clock.took(12.5)


@check(points=2)
async def test_only_the_same_account_waits(kata, clock):
    """With audits of 1 s, deposits to two accounts are done at 1.0 s; two more to one of them need until 3.0 s."""
    probe, first, second = Probe(), token("account"), token("account")
    bank = kata.Bank(auditor(probe, 1))

    await asyncio.gather(bank.deposit(first, 5), bank.deposit(second, 6))
    clock.took(1.0, tells={2.0: M14.because("2.0 s: an account waited for another that it has nothing to do with")})
    await asyncio.gather(bank.deposit(first, 5), bank.deposit(first, 7))

    expect(
        bank.balance(first),
        17,
        tells={10: READ_EARLY, 12: READ_EARLY},
    )
    clock.took(3.0, tells={2.0: M15.because("two audits of one account went on at the same time")})
