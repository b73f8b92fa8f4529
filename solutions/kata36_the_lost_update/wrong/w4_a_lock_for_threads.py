"""Believes that a lock for threads does for tasks what it does for threads."""
# misconception: M03
# breaks: rules 5 and 6
# caught by: test_no_deposit_is_lost
# student reads: If a lock for threads is taken there

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack


class Bank:
    """Accounts by name; every piece of business is audited before it is written down."""

    def __init__(self, audit: Callable[[str], Awaitable[object]]) -> None:
        self._audit = audit
        self._balances: dict[str, int] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._guards: defaultdict[str, threading.Semaphore] = defaultdict(threading.Semaphore)

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""
        with self._guards[account]:
            await self._audit(account)
            self._balances[account] = self.balance(account) + amount

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
