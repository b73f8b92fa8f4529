"""One budget, many steps: a checkout that asks one service after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


class BudgetExceeded(TimeoutError):
    """The budget was over during this step; `spent` holds the seconds that each step took. This class is right."""

    def __init__(self, step: str, spent: dict[str, float]) -> None:
        super().__init__(f"the budget was over during {step}")
        self.step = step
        self.spent = spent


async def checkout(steps: list[tuple[str, Callable[[], Awaitable[Any]]]], budget: float) -> dict[str, Any]:
    """Run the steps one after the other and return their values by name."""
    values = {}
    for name, step in steps:
        values[name] = await asyncio.wait_for(step(), budget)
    return values
