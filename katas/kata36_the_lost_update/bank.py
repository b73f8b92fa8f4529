"""The bank: repair deposit and transfer. Of forty coins paid in at once it keeps one."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import Awaitable, Callable


class Bank:
    """Accounts by name; every piece of business is audited before it is written down."""

    def __init__(self, audit: Callable[[str], Awaitable[object]]) -> None:
        self._audit = audit
        self._balances: dict[str, int] = {}

    def balance(self, account: str) -> int:
        """The coins in an account. This function is right."""
        return self._balances.get(account, 0)

    async def deposit(self, account: str, amount: int) -> None:
        """Have the account audited, and add the amount to it."""
        balance = self.balance(account)
        await self._audit(account)
        self._balances[account] = balance + amount

    async def transfer(self, source: str, target: str, amount: int) -> None:
        """Have both accounts audited, and move the amount; raise ValueError when it is not there."""
        if self.balance(source) < amount:
            raise ValueError("not enough coins")
        left, right = self.balance(source) - amount, self.balance(target) + amount
        await self._audit(source)
        await self._audit(target)
        self._balances[source] = left
        self._balances[target] = right
