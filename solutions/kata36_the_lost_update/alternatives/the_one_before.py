"""No locks: every piece of business waits for the one before it on each of its accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Bank:
    """Accounts by name; every piece of business is audited before it is written down."""

    def __init__(self, audit: Callable[[str], Awaitable[object]]) -> None:
        self._audit = audit
        self._balances: dict[str, int] = {}
        self._last: dict[str, asyncio.Future[None]] = {}

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    async def _in_turn(self, accounts: set[str], business: Callable[[], Awaitable[None]]) -> None:
        done = asyncio.get_running_loop().create_future()
        before = [self._last[account] for account in accounts if account in self._last]
        self._last.update(dict.fromkeys(accounts, done))
        try:
            for one in before:
                # The one before may have given up while it was waiting itself: its own turn is still to come first.
                await asyncio.shield(one)
            await business()
        finally:
            waiting = [one for one in before if not one.done()]
            if waiting:
                gone = asyncio.gather(*waiting)
                gone.add_done_callback(lambda _: done.set_result(None))
            else:
                done.set_result(None)

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""

        async def business() -> None:
            await self._audit(account)
            self._balances[account] = self.balance(account) + amount

        await self._in_turn({account}, business)

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""

        async def business() -> None:
            for account in dict.fromkeys((target, source)):
                await self._audit(account)
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount

        await self._in_turn({source, target}, business)
