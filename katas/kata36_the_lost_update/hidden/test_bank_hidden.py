"""Hidden checks of kata36."""

import asyncio

from grader.testing import (
    M00,
    M05,
    M15,
    M16,
    M27,
    M40,
    M41,
    Log,
    Probe,
    cancellation_sweep,
    check,
    expect,
    fail,
    number,
    raising,
    token,
)

HELD = "nobody gets at that account any more: what was taken for the audit was not given back"
SELF = "a transfer from an account to itself never ends: whoever asks for a lock that he holds waits for himself"
CROSSED = (
    "transfers in both directions never end: whoever holds one account and asks for the other waits for one who does"
    " the same the other way round"
)
NEW = M27.because("Among the accounts are some that never had any coins, and that the bank has not met before.")
PATIENCE = 60


def auditor(probe, seconds):
    """An audit that takes some seconds and is watched."""

    async def audit():
        await asyncio.sleep(seconds)

    return lambda account: probe.wrap(account, audit())


async def ended(awaitable):
    """What it gives, or the exception it ends with."""
    try:
        return await awaitable
    except (Exception, asyncio.CancelledError) as error:
        return error


async def in_time(*awaitables, stuck, own=()):
    """What each of them gives or ends with; fails with `stuck` where one does not end.

    An exception of a kind that is not in `own` speaks for itself.
    """
    whole = asyncio.gather(*map(ended, awaitables))
    done, _ = await asyncio.wait([whole], timeout=PATIENCE)
    if not done:
        whole.cancel()
        fail(stuck)
    for outcome in whole.result():
        if isinstance(outcome, Exception) and not isinstance(outcome, own):
            with raising({KeyError: NEW}):
                raise outcome
    return whole.result()


@check(points=2, needs="test_no_deposit_is_lost")
async def test_a_failed_audit_changes_nothing(kata, clock):
    """When an audit fails, its error leaves, no balance has changed, and the account is free for the next."""
    failing, error = [], OSError(token())

    async def audit(account):
        await asyncio.sleep(0.5)
        if account in failing:
            raise error

    first, second, amount = token("account"), token("account"), number(20, 90)
    changed = M00.because("an audit failed, and a balance has changed all the same")
    bank = kata.Bank(audit)
    await bank.deposit(first, amount)
    failing.append(second)

    held = M16.because(HELD)
    outcomes = await in_time(bank.deposit(second, 3), bank.transfer(first, second, 5), stuck=held, own=OSError)

    with M00.because("the auditor's error has to come out of deposit and transfer, the same object"):
        assert outcomes == [error, error]
    expect([bank.balance(first), bank.balance(second)], [amount, 0], tells=lambda _: changed)
    failing.clear()
    await in_time(bank.deposit(second, 4), bank.transfer(first, second, 6), stuck=held)
    with M00.because("after an audit that failed, later business does not count as it should"):
        assert [bank.balance(first), bank.balance(second)] == [amount - 6, 10]


@check(points=2)
async def test_transfers_in_both_directions(kata, clock):
    """Transfers from one account to another and back, begun at the same moment, all end and all count."""
    probe, first, second = Probe(), token("account"), token("account")
    bank = kata.Bank(auditor(probe, 0.75))
    await asyncio.gather(bank.deposit(first, 300), bank.deposit(second, 300))
    there, back = [number(1, 40) for _ in range(3)], [number(1, 40) for _ in range(3)]

    await in_time(
        *(bank.transfer(first, second, amount) for amount in there),
        *(bank.transfer(second, first, amount) for amount in back),
        stuck=M41.because(CROSSED),
    )

    expect(
        [len(probe.started), len({name for name, _ in probe.started})],
        [14, 2],
        tells=M00.because("not every transfer had both of its accounts audited, each once"),
    )
    moved = sum(back) - sum(there)
    with M15.because("not every transfer counts: what is written after an audit must not have been read before it"):
        assert [bank.balance(first), bank.balance(second)] == [300 + moved, 300 - moved]


@check(points=1)
async def test_from_an_account_to_itself(kata, clock):
    """A transfer from an account to itself ends, audits it once, and leaves what was there."""
    probe, account, amount = Probe(), token("account"), number(50, 99)
    bank = kata.Bank(auditor(probe, 0.375))
    await bank.deposit(account, amount)

    await in_time(bank.transfer(account, account, 20), stuck=M41.because(SELF))

    expect(bank.balance(account), amount, tells=M00.because("from an account to itself: it does not keep what it has"))
    expect(
        len(probe.started), 2, tells=M00.because("from an account to itself: it was not audited once, but more or less")
    )


@check(
    points=1,
    raises={
        Exception: M00.because("There was not enough for one of two transfers, and that one has to raise ValueError.")
    },
)
async def test_what_is_there_in_its_turn(kata, clock):
    """Of two transfers that together want more than there is, the later one is refused and changes nothing."""
    probe, rich, first, second = Probe(), token("account"), token("account"), token("account")
    wanted = number(30, 49)
    bank = kata.Bank(auditor(probe, 0.625))
    await bank.deposit(rich, 55)

    stuck = M00.because("of two transfers from one account, one does not end")
    both = bank.transfer(rich, first, wanted), bank.transfer(rich, second, wanted)
    outcomes = await in_time(*both, stuck=stuck, own=ValueError)

    refused = [isinstance(outcome, ValueError) for outcome in outcomes]
    if not any(refused):
        fail(M15.because("both were carried out, and there was not enough for both: look when it is your turn"))
    if all(refused):
        fail(M15.because("both were refused, and there was enough for one of them"))
    with M15.because("one was refused, and yet the balances are not those of the other alone"):
        assert bank.balance(rich) == 55 - wanted
        assert [bank.balance(first), bank.balance(second)] == [0 if no else wanted for no in refused]
    (rest,) = await in_time(bank.transfer(rich, first, 55 - wanted), stuck=stuck, own=ValueError)
    if isinstance(rest, ValueError):
        fail(M00.because("there was exactly enough, and the transfer was refused"))


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
        if [bank.balance(first), bank.balance(second)] != [0, 0]:
            fail(M40.because("a new bank holds coins that were paid into another: two banks share their balances"))
        others = asyncio.gather(bank.deposit(first, 20), bank.deposit(second, 30))
        runs.append((bank, landed, others))
        return business(), [seen]

    cuts = await cancellation_sweep(begin, [0.5, 1, 1.5, 2, 3])

    for (bank, landed, others), cut in zip(runs, cuts, strict=True):
        if isinstance(cut.ended, Exception):
            with raising({KeyError: NEW}):
                raise cut.ended
        if not cut.came_out:
            fail(M05.because("deposit or transfer was cancelled, and CancelledError did not leave it"))
        with M00.because("cancelled in the middle, the bank has lost coins or made some"):
            assert [bank.balance(first), bank.balance(second)] == [20 + sum(landed), 30]
        await in_time(others, bank.deposit(first, 7), bank.deposit(second, 8), stuck=M16.because(HELD))


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

    if most > 1:
        fail(
            M15.because(
                "when tasks get their turns in another order, two audits of one account are under way at once: whoever"
                " was told that it is free must look again"
            )
        )
    with M15.because("when tasks get their turns in another order, a deposit is lost"):
        assert bank.balance(account) == sum(amounts)
