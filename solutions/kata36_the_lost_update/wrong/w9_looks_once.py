"""Believes that who was told the account is free finds it free: it looks once, with if."""
# misconception: M15
# caught by: test_in_whichever_order
# student reads: look again

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
        self._busy: set[str] = set()
        self._changed: defaultdict[str, asyncio.Condition] = defaultdict(asyncio.Condition)

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    async def _enter(self, account: str) -> None:
        async with self._changed[account]:
            if account in self._busy:
                await self._changed[account].wait()
            self._busy.add(account)

    async def _leave(self, account: str) -> None:
        self._busy.discard(account)
        async with self._changed[account]:
            self._changed[account].notify()

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""
        await self._enter(account)
        try:
            await self._audit(account)
            self._balances[account] = self.balance(account) + amount
        finally:
            await self._leave(account)

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""
        async with AsyncExitStack() as stack:
            for account in sorted({source, target}):
                await self._enter(account)
                stack.push_async_callback(self._leave, account)
            if self.balance(source) < amount:
                raise ValueError(f"there are fewer than {amount} coins in {source}")
            for account in sorted({source, target}):
                await self._audit(account)
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount
