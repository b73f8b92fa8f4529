"""Believes that what comes back to the same account need not be there."""
# misconception: M00
# breaks: rule 4
# caught by: test_from_an_account_to_itself
# student reads: no ValueError left

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack


class Bank:
    """Accounts by name; every piece of business is audited before it is written down."""

    def __init__(self, audit: Callable[[str], Awaitable[object]]) -> None:
        self._audit = audit
        self._balances: dict[str, int] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""
        async with self._locks[account]:
            await self._audit(account)
            self._balances[account] = self.balance(account) + amount

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""
        if source == target:
            async with self._locks[source]:
                await self._audit(source)
            return
        async with AsyncExitStack() as stack:
            for account in sorted({source, target}):
                await stack.enter_async_context(self._locks[account])
            for account in dict.fromkeys((source, target)):
                await self._audit(account)
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount
