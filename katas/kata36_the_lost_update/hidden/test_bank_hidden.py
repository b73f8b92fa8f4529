"""Hidden checks of kata36."""

import asyncio

from grader.testing import (
    M00,
    M05,
    M15,
    M16,
    M41,
    Log,
    Probe,
    cancellation_sweep,
    check,
    expect,
    number,
    token,
)

HELD = "nobody gets at that account any more: something was taken before the audit and not given back"
SELF = "the transfer waits for itself: it holds what it asks for, and asyncio.Lock is not re-entrant"
CROSSED = "each of two transfers holds what the other one needs, and neither gives way"
PATIENCE = 60


def auditor(probe, seconds):
    """An audit that takes some seconds and is watched."""

    async def nothing():
        await asyncio.sleep(seconds)

    return lambda account: probe.wrap(account, nothing())


async def ended(awaitable):
    """What it gives, or the exception it ends with."""
    try:
        return await awaitable
    except (Exception, asyncio.CancelledError) as error:
        return error


async def in_time(*awaitables):
    """What each of them gives or ends with; TimeoutError where one does not end."""
    whole = asyncio.gather(*map(ended, awaitables))
    try:
        return await asyncio.wait_for(whole, PATIENCE)
    except TimeoutError:
        return TimeoutError


@check(points=2, needs="test_no_deposit_is_lost")
async def test_a_failed_audit_changes_nothing(kata, clock):
    """When an audit fails, its error leaves, no balance has changed, and the account is free for the next."""
    failing, error = [], OSError(token())

    async def audit(account):
        await asyncio.sleep(0.5)
        if account in failing:
            raise error

    first, second, amount = token("account"), token("account"), number(20, 90)
    bank = kata.Bank(audit)
    await bank.deposit(first, amount)
    failing.append(second)

    outcomes = await in_time(bank.deposit(second, 3), bank.transfer(first, second, 5))

    with M16.because(HELD):
        assert outcomes is not TimeoutError
    with M00.because("the auditor's error has to come out of deposit and transfer, the same object"):
        assert outcomes == [error, error]
    expect([bank.balance(first), bank.balance(second)], [amount, 0])
    failing.clear()
    with M16.because(HELD):
        assert await in_time(bank.deposit(second, 4), bank.transfer(first, second, 6)) == [None, None]
    expect([bank.balance(first), bank.balance(second)], [amount - 6, 10])


@check(points=2)
async def test_transfers_in_both_directions(kata, clock):
    """Transfers from one account to another and back, begun at the same moment, all end and all count."""
    probe, first, second = Probe(), token("account"), token("account")
    bank = kata.Bank(auditor(probe, 0.75))
    await asyncio.gather(bank.deposit(first, 300), bank.deposit(second, 300))
    there, back = [number(1, 40) for _ in range(3)], [number(1, 40) for _ in range(3)]

    outcomes = await in_time(
        *(bank.transfer(first, second, amount) for amount in there),
        *(bank.transfer(second, first, amount) for amount in back),
    )

    with M41.because(CROSSED):
        assert outcomes == [None] * 6
    expect([len(probe.started), len({name for name, _ in probe.started})], [14, 2])
    moved = sum(back) - sum(there)
    with M15.because("what you wrote was read before the audits: meanwhile another transfer had written"):
        assert [bank.balance(first), bank.balance(second)] == [300 + moved, 300 - moved]


@check(points=1)
async def test_from_an_account_to_itself(kata, clock):
    """A transfer from an account to itself ends, audits it once, and leaves what was there."""
    probe, account, amount = Probe(), token("account"), number(50, 99)
    bank = kata.Bank(auditor(probe, 0.375))
    await bank.deposit(account, amount)

    outcomes = await in_time(bank.transfer(account, account, 20))

    with M41.because(SELF):
        assert outcomes == [None]
    expect(bank.balance(account), amount)
    expect(len(probe.started), 2)


@check(points=1)
async def test_what_is_there_in_its_turn(kata, clock):
    """Of two transfers that together want more than there is, the later one is refused and changes nothing."""
    probe, rich, first, second = Probe(), token("account"), token("account"), token("account")
    wanted = number(30, 49)
    bank = kata.Bank(auditor(probe, 0.625))
    await bank.deposit(rich, 55)

    outcomes = await in_time(bank.transfer(rich, first, wanted), bank.transfer(rich, second, wanted))

    refused = [isinstance(outcome, ValueError) for outcome in outcomes]
    with M15.because("there was enough when you looked, and not any more when you took it: look in your turn"):
        assert sorted(refused) == [False, True]
        assert bank.balance(rich) == 55 - wanted
        assert [bank.balance(first), bank.balance(second)] == [0 if no else wanted for no in refused]
    with M00.because("there was exactly enough, and the transfer was refused"):
        assert await in_time(bank.transfer(rich, first, 55 - wanted)) == [None]


@check(points=2)
async def test_cancelled_anywhere(kata, clock):
    """Cancelled at any moment, a deposit or a transfer leaves whole balances behind, and free accounts."""
    amount, first, second = number(200, 900), token("account"), token("account")
    runs = []

    def begin():
        seen = Log()

        async def audit(account):
            seen(account)
            await asyncio.sleep(0.5 if account == first else 1.5)
            seen(account)

        async def business():
            # Both accounts are busy when it comes: it waits for the first until 0.5, and for the second until 1.5.
            await asyncio.sleep(0.125)
            await bank.deposit(first, amount)
            landed.append(amount)
            await bank.transfer(first, second, 150)

        bank, landed = kata.Bank(audit), []
        others = asyncio.gather(bank.deposit(first, 20), bank.deposit(second, 30))
        runs.append((bank, landed, others))
        return business(), [seen]

    cuts = await cancellation_sweep(begin, [0.5, 1, 1.5, 2, 3])

    for (bank, landed, others), cut in zip(runs, cuts, strict=True):
        with M05.because("somebody cancelled the business, and it went on, or answered with something else"):
            assert cut.came_out
        with M00.because("cancelled between two balances, the bank has lost coins or made some"):
            assert [bank.balance(first), bank.balance(second)] == [20 + sum(landed), 30]
        with M16.because(HELD):
            assert await in_time(others, bank.deposit(first, 7), bank.deposit(second, 8)) == [[None] * 2, None, None]


@check(points=2, needs="test_no_deposit_is_lost", stress=60)
async def test_in_whichever_order(kata, clock):
    """In whichever order four tellers on one account get their turns, all their deposits count, one at a time."""
    account, busy, most = token("account"), 0, 0

    async def audit(_):
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0)
        busy -= 1

    bank = kata.Bank(audit)
    amounts = [number(1, 99) for _ in range(4)]

    await asyncio.gather(*(bank.deposit(account, amount) for amount in amounts))

    with M15.because(
        "when tasks get their turns in another order, one comes in while another has been called: look again"
    ):
        assert most == 1
        assert bank.balance(account) == sum(amounts)
