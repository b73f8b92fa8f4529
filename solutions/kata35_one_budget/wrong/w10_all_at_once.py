"""Runs all steps at the same time."""
# misconception: M00
# breaks: rule 1
# caught by: test_one_budget_for_all
# student reads: begun at the same time

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
    if steps and budget <= 0:
        raise BudgetExceeded(steps[0][0], {})
    limit = asyncio.timeout(budget)
    try:
        async with limit:
            values = await asyncio.gather(*(step() for _, step in steps))
    except TimeoutError:
        if not limit.expired():
            raise
        raise BudgetExceeded(steps[-1][0], {name: budget for name, _ in steps}) from None
    return {name: value for (name, _), value in zip(steps, values)}
