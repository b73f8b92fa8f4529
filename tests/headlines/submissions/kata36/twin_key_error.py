from __future__ import annotations
import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack

class Bank:
    def __init__(self, audit):
        self._audit = audit
        self._balances = {}
        self._locks = defaultdict(asyncio.Lock)

    def balance(self, account):
        return self._balances.get(account, 0)

    async def deposit(self, account, amount):
        async with self._locks[account]:
            await self._audit(account)
            self._balances[account] = self._balances.setdefault(account, 0) + amount

    async def transfer(self, source, target, amount):
        async with AsyncExitStack() as stack:
            for account in sorted({source, target}):
                await stack.enter_async_context(self._locks[account])
            for account in {source, target}:
                await self._audit(account)
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self._balances[target] + amount
