"""Believes that whoever waits for his locks at a common gate is in nobody's way."""
# misconception: M14
# breaks: rule 6
# caught by: test_different_accounts_do_not_wait
# student reads: a transfer waited for others

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
        self._gate = asyncio.Lock()

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
        async with AsyncExitStack() as stack:
            async with self._gate:
                for account in dict.fromkeys((source, target)):
                    await stack.enter_async_context(self._locks[account])
            for account in dict.fromkeys((source, target)):
                await self._audit(account)
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount
