"""Believes that a lock is a lock, and that one is enough for the whole bank."""
# misconception: M14
# breaks: rule 6
# caught by: test_only_the_same_account_waits
# student reads: 2.0 s: an account waited for another

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Bank:
    """Accounts by name; every piece of business is audited before it is written down."""

    def __init__(self, audit: Callable[[str], Awaitable[object]]) -> None:
        self._audit = audit
        self._balances: dict[str, int] = {}
        self._lock = asyncio.Lock()

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""
        async with self._lock:
            await self._audit(account)
            self._balances[account] = self.balance(account) + amount

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""
        async with self._lock:
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            for account in sorted({source, target}):
                await self._audit(account)
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount
