"""Believes that nothing can happen between taking from the one and giving to the other."""
# misconception: M00
# breaks: rules 3 and 8
# caught by: test_cancelled_anywhere
# student reads: lost coins

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
        async with AsyncExitStack() as stack:
            for account in sorted({source, target}):
                await stack.enter_async_context(self._locks[account])
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            await self._audit(source)
            self._balances[source] = self.balance(source) - amount
            if target != source:
                await self._audit(target)
            self._balances[target] = self.balance(target) + amount
