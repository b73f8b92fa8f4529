"""Hidden checks of kata36."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from grader.testing import (
    LONG,
    M00,
    M05,
    M08,
    M09,
    M14,
    M15,
    M16,
    M23,
    M27,
    M40,
    M41,
    Log,
    Unforeseen,
    cancellation_sweep,
    check,
    every_error,
    expect,
    fail,
    number,
    plain,
    raising,
    token,
    tokens,
)

HELD = M16.because("nobody gets at that account any more: what was taken for the audit was not given back")
SELF = M41.because(
    "a transfer from an account to itself never ends: whoever asks for a lock that he holds waits for himself"
)
CROSSED = M41.because(
    "transfers in both directions never end: whoever holds one account and asks for the other waits for one who does"
    " the same the other way round"
)
NEW = M27.because("Among the accounts are some that never had any coins, and that the bank has not met before.")
PATIENCE = 60


@dataclass
class Seen:
    """What the auditor of a bank has seen, and which accounts make an audit fail."""

    bank: Any = None
    failing: dict[str, BaseException] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    read: list[tuple[str, int]] = field(default_factory=list)
    at_once: bool = False
    changed: bool = False


def auditor(seen, seconds):
    """An audit that takes its seconds, or those of its account, and looks at the balance before and after."""

    def look(account):
        if seen.bank is not None:
            seen.read.append((account, plain(seen.bank.balance(account))))
        return seen.read[-1:]

    async def audit(account):
        seen.begun.append(account)
        seen.at_once = seen.at_once or account in seen.running
        seen.running.append(account)
        try:
            before = look(account)
            await asyncio.sleep(seconds[account] if isinstance(seconds, dict) else seconds)
            if account in seen.failing:
                raise seen.failing[account]
            seen.changed = seen.changed or look(account) != before
        finally:
            seen.running.remove(account)

    return audit


def bank_of(kata, seconds):
    """A bank whose auditor looks at its balances, and what that auditor sees."""
    seen = Seen()
    seen.bank = kata.Bank(auditor(seen, seconds))
    return seen.bank, seen


def one_at_a_time(seen):
    """Fail where the auditor saw two pieces of business on one account at a time."""
    if seen.at_once:
        fail(
            M15.because(
                "two audits of one account were under way at once: a transfer concerns its source and its target"
            )
        )
    if seen.changed:
        fail(M15.because("the balance of an account changed while the account was audited"))


async def ended(awaitable):
    """The exception it ends with, or None; what it returns is nobody's business."""
    try:
        await awaitable
    except AssertionError:
        raise
    except (Exception, asyncio.CancelledError, Unforeseen) as error:
        return error
    return None


async def in_time(*awaitables, stuck, own=()):
    """The exception that each of them ends with, or None; fails with `stuck` where one does not end.

    An exception of a kind that is not in `own` speaks for itself.
    """
    whole = asyncio.gather(*map(ended, awaitables))
    done, _ = await asyncio.wait([whole], timeout=PATIENCE)
    if not done:
        whole.cancel()
        fail(stuck)
    for error in whole.result():
        if error is not None and not isinstance(error, own):
            with raising({KeyError: NEW}):
                raise error
    return whole.result()


@check(points=2, rules=(2, 8), needs="test_no_deposit_is_lost")
async def test_a_failed_audit_changes_nothing(kata, clock):
    """When an audit fails, in whatever way, its exception leaves, no balance has changed, and the accounts are free."""
    first, second, amount = token("account"), token("account"), number(20, 90)
    bank, seen = bank_of(kata, {first: 0.5, second: 0.75})
    await bank.deposit(first, amount)

    for place, error in enumerate(every_error()):
        bad = (first, second)[place % 2]
        seen.failing, seen.read = {bad: error}, []
        for business in (lambda bad=bad: bank.deposit(bad, 3), lambda: bank.transfer(first, second, 5)):
            (came,) = await in_time(business(), stuck=HELD, own=BaseException)
            own_failure(came, error)
            if seen.running:
                fail(
                    M08.because("an audit failed and its error left, and the audit of the other account still went on")
                )
        if not set(seen.read) <= {(first, amount), (second, 0)}:
            fail(M00.because("a balance had changed before the audit was over"))

    changed = M00.because("an audit failed, and a balance has changed all the same")
    expect([bank.balance(first), bank.balance(second)], [amount, 0], tells=lambda _: changed)
    seen.failing = {}
    await in_time(bank.deposit(second, 4), bank.transfer(first, second, 6), stuck=HELD)
    with M00.because("after an audit that failed, later business does not count as it should"):
        assert [bank.balance(first), bank.balance(second)] == [amount - 6, 10]


def own_failure(came, error):
    """Fail unless this very error of the auditor came out; any other exception speaks for itself."""
    if came is error:
        return
    if came is None:
        fail(M09.because("an audit failed, and deposit or transfer came back as if nothing had happened"))
    with raising({BaseException: M23.because("What has to leave is the very exception of the auditor.")}):
        raise came


@check(points=1, rules=(3, 5, 7))
async def test_transfers_in_both_directions(kata, clock):
    """Transfers between three accounts in all directions, begun at the same moment, all end and all count."""
    first, second, third = accounts = [token("account") for _ in range(3)]
    bank, seen = bank_of(kata, 0.75)
    await asyncio.gather(*(bank.deposit(account, 300) for account in accounts))
    ways = [(first, second), (second, first)] * 2 + [(second, third), (third, first), (third, second), (first, third)]
    moves = [(*way, number(1, 40)) for way in ways]

    await in_time(*(bank.transfer(*move) for move in moves), stuck=CROSSED)

    wanted = Counter([*accounts, *(account for way in ways for account in way)])
    if Counter(seen.begun) != wanted:
        fail(M00.because("not every transfer had both of its accounts audited, each once"))
    one_at_a_time(seen)
    for source, target, amount in moves:
        wanted.update({source: -amount, target: amount})
    with M15.because("not every transfer counts: what is written after an audit must not have been read before it"):
        begun = Counter(seen.begun)
        assert [bank.balance(one) for one in accounts] == [300 + wanted[one] - begun[one] for one in accounts]


@check(points=1, rules=(3, 4))
async def test_from_an_account_to_itself(kata, clock):
    """A transfer to itself audits once and leaves what was there; between two accounts nobody sees one half of it."""
    account, other, amount = token("account"), token("account"), number(50, 99)
    bank, seen = bank_of(kata, 0.375)
    await bank.deposit(account, amount)

    await in_time(bank.transfer(account, account, 20), stuck=SELF)

    expect(bank.balance(account), amount, tells=M00.because("from an account to itself: it does not keep what it has"))
    expect(
        len(seen.begun), 2, tells=M00.because("from an account to itself: it was not audited once, but more or less")
    )
    (refused,) = await in_time(bank.transfer(account, account, amount + 1), stuck=SELF, own=ValueError)
    if refused is None:
        fail(M00.because("from an account to itself there was less than the amount, and no ValueError left"))
    expect(bank.balance(account), amount, tells=M00.because("a transfer to itself was refused, and changed a balance"))
    moving = asyncio.create_task(bank.transfer(account, other, 15))
    balances = [pair for _ in range(7) for pair in await looked_at(bank, account, other)]
    await in_time(moving, stuck=M00.because("a transfer from one account to another does not end"))
    if not set(balances) <= {(amount, 0), (amount - 15, 15)}:
        fail(M00.because("between taking the amount and adding it something awaited: one half of a transfer was seen"))


async def looked_at(bank, *accounts):
    """The balances at the next eighth of a second, in several turns of the loop."""
    await asyncio.sleep(0.125)
    seen = []
    for _ in range(4):
        seen.append(tuple(plain(bank.balance(account)) for account in accounts))
        await asyncio.sleep(0)
    return seen


@check(
    points=1,
    rules=4,
    raises={
        Exception: M00.because("There was not enough for one of two transfers, and that one has to raise ValueError.")
    },
)
async def test_what_is_there_in_its_turn(kata, clock):
    """What counts is what is there in its turn: when the deposit and the transfer before it are done."""
    rich, first, second = token("account"), token("account"), token("account")
    wanted = number(30, 49)
    bank, _ = bank_of(kata, 0.625)
    await bank.deposit(rich, 55)

    stuck = M00.because("of two transfers from one account, one does not end")
    both = bank.transfer(rich, first, wanted), bank.transfer(rich, second, wanted)
    refused = [error is not None for error in await in_time(*both, stuck=stuck, own=ValueError)]

    if not any(refused) and bank.balance(rich) == 55 - wanted:
        fail(M00.because("there was enough for one of two transfers only, and no ValueError left the other"))
    if not any(refused):
        fail(M15.because("both were carried out, and there was not enough for both: look when it is your turn"))
    if all(refused):
        fail(M15.because("both were refused, and there was enough for one of them"))
    with M15.because("one was refused, and yet the balances are not those of the other alone"):
        assert bank.balance(rich) == 55 - wanted
        assert [bank.balance(first), bank.balance(second)] == [0 if no else wanted for no in refused]
    (rest,) = await in_time(bank.transfer(rich, first, 55 - wanted), stuck=stuck, own=ValueError)
    if rest is not None:
        fail(M00.because("there was exactly enough, and the transfer was refused"))
    paying = asyncio.create_task(bank.deposit(rich, 60))
    await asyncio.sleep(0.25)
    _, late = await in_time(paying, bank.transfer(rich, first, 60), stuck=stuck, own=ValueError)
    if late is not None:
        fail(M15.because("a deposit that began earlier was not done yet, and the transfer was refused"))


@check(points=1, rules=8)
async def test_cancelled_anywhere(kata, clock):
    """Cancelled at any moment, a deposit or a transfer leaves whole balances behind, free accounts, and no audit."""
    amount, first, second = number(200, 900), token("account"), token("account")
    await nothing_goes_on(kata, first, second)
    await nothing_is_given_back_for_others(kata, first, second)
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
            await bank.transfer(first, second, 15)

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
        await in_time(others, bank.deposit(first, 7), bank.deposit(second, 8), stuck=HELD)


async def nothing_goes_on(kata, first, second):
    """Fail where an audit goes on after a deposit or a transfer was cancelled in the middle of it."""
    bank, seen = bank_of(kata, 1)
    await bank.deposit(first, 50)
    for business, then in (
        (lambda: bank.deposit(second, 10), 0.5),
        (lambda: bank.transfer(first, second, 10), 0.5),
        (lambda: bank.transfer(first, second, 10), 1.5),
    ):
        task = asyncio.create_task(ended(business()))
        await asyncio.sleep(then)
        task.cancel()
        await asyncio.wait([task])
        if seen.running:
            fail(
                M08.because("deposit or transfer was cancelled and over, and an audit that it had begun still went on")
            )


async def nothing_is_given_back_for_others(kata, first, second):
    """Fail where an account that is being audited gets free because somebody who waited for it was cancelled."""
    bank, seen = bank_of(kata, 1)
    busy = asyncio.gather(bank.deposit(first, 1), bank.deposit(second, 2))
    await asyncio.sleep(0.25)
    business = bank.deposit(first, 10), bank.deposit(second, 10), bank.transfer(second, first, 1)
    waiting = [asyncio.create_task(ended(one)) for one in business]
    await asyncio.sleep(0.25)
    one_at_a_time(seen)
    for task in waiting:
        task.cancel()
    await in_time(busy, bank.deposit(first, 3), bank.deposit(second, 4), stuck=HELD)
    if seen.at_once:
        fail(
            M16.because(
                "somebody who waited for an account was cancelled, and then two audits of it were under way at once:"
                " give back only what you have got"
            )
        )


@check(points=1, rules=5, needs="test_no_deposit_is_lost", stress=60)
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


@check(
    points=1,
    rules=(1, 5),
    raises={
        TimeoutError: M27.because("An audit takes as long as it takes, also a day, and so does waiting for a turn.")
    },
)
async def test_the_source_and_the_target_alike(kata, clock):
    """With audits of an hour and of a day, deposits to the source and to the target of a transfer wait for it."""
    one, other = token("account"), token("account")
    bank, seen = bank_of(kata, dict(zip((one, other), LONG, strict=True)))
    await asyncio.gather(bank.deposit(one, 40), bank.deposit(other, 40))

    for source, target in ((one, other), (other, one)):
        await asyncio.gather(
            *(bank.deposit(account, 1) for account in (source, target)),
            bank.transfer(source, target, 25),
            *(bank.deposit(account, 2) for account in (target, source)),
        )

    one_at_a_time(seen)
    with M15.because("deposits and transfers came together, and not all of them count"):
        assert [bank.balance(one), bank.balance(other)] == [46, 46]


@check(points=2, rules=(1, 6), needs="test_only_the_same_account_waits")
async def test_different_accounts_do_not_wait(kata, clock):
    """Two banks, and 105 accounts of one bank at the same time: none waits for another, or for one that waits."""
    # More than a hundred, which somebody may take for a limit; a transfer of each would say no more.
    names = tokens(105)
    pairs = list(zip(names[:26], names[26:52], strict=True))
    bank, twin = (kata.Bank(auditor(Seen(), 1)) for _ in range(2))

    await asyncio.gather(bank.deposit(names[0], 9), twin.deposit(names[0], 4))
    clock.took(1.0, tells=M40.because("two banks waited for each other: they share what should belong to each of them"))
    shared = M40.because("two banks have accounts of the same name, and share their balance")
    expect([bank.balance(names[0]), twin.balance(names[0])], [9, 4], tells=shared)

    deposits = await asyncio.gather(*(timed(clock, bank.deposit(name, 9)) for name in names))
    # A transfer that waits for its busy account holds up none of those that come after it.
    busy = asyncio.gather(bank.deposit(names[104], 1), bank.transfer(names[104], token("account"), 9))
    await asyncio.sleep(0)
    transfers = await asyncio.gather(*(timed(clock, bank.transfer(source, target, 9)) for source, target in pairs))
    with raising({KeyError: NEW}):
        await busy

    waited = "waited for others: of many accounts that have nothing to do with each other, not all were served at once"
    if max(deposits) > 1:
        fail(M14.because(f"a deposit {waited}"))
    if max(transfers) > 2:
        fail(M14.because(f"a transfer {waited}"))


async def timed(clock, business):
    """How long it takes."""
    began = clock.elapsed
    with raising({KeyError: NEW}):
        await business
    return clock.elapsed - began
