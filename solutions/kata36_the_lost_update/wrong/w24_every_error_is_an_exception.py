"""Believes that whatever is raised is an Exception or a CancelledError."""
# misconception: M16
# breaks: rule 8
# caught by: test_a_failed_audit_changes_nothing
# student reads: was not given back

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
        lock = self._locks[account]
        await lock.acquire()
        try:
            await self._audit(account)
        except (Exception, asyncio.CancelledError):
            lock.release()
            raise
        self._balances[account] = self.balance(account) + amount
        lock.release()

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""
        async with AsyncExitStack() as stack:
            for account in sorted({source, target}):
                await stack.enter_async_context(self._locks[account])
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            for account in sorted({source, target}):
                await self._audit(account)
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount
