"""No locks: a set of busy accounts, and everybody looks again whenever one gets free."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Bank:
    """Accounts by name; every piece of business is audited before it is written down."""

    def __init__(self, audit: Callable[[str], Awaitable[object]]) -> None:
        self._audit = audit
        self._balances: dict[str, int] = {}
        self._busy: set[str] = set()
        self._changed = asyncio.Condition()
        self._news: asyncio.Future[None] | None = None

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    @asynccontextmanager
    async def _alone(self, *accounts: str) -> AsyncIterator[None]:
        async with self._changed:
            await self._changed.wait_for(lambda: self._busy.isdisjoint(accounts))
            self._busy.update(accounts)
        try:
            yield
        finally:
            self._busy.difference_update(accounts)
            # Whoever is cancelled here has freed the accounts already; only the news of it may take a moment.
            self._news = asyncio.ensure_future(self._tell())

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _audit_both(self, accounts: set[str]) -> None:
        audits = [asyncio.ensure_future(self._audit(account)) for account in accounts]
        try:
            await asyncio.gather(*audits)
        finally:
            for audit in audits:
                audit.cancel()
            await asyncio.gather(*audits, return_exceptions=True)

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""
        async with self._alone(account):
            await self._audit(account)
            self._balances[account] = self.balance(account) + amount

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""
        async with self._alone(source, target):
            if self.balance(source) < amount:
                raise ValueError("not enough coins")
            await self._audit_both({source, target})
            self._balances[source] = self.balance(source) - amount
            self._balances[target] = self.balance(target) + amount
