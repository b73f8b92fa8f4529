"""Keeps what was spent in the module."""
# misconception: M40
# breaks: rule 8
# caught by: test_calls_know_nothing_of_each_other
# student reads: tells otherwise what was spent

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


SPENT: dict[str, float] = {}


async def checkout(steps: list[tuple[str, Callable[[], Awaitable[Any]]]], budget: float) -> dict[str, Any]:
    """Run the steps one after the other and return their values by name."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + budget
    values: dict[str, Any] = {}
    spent = SPENT
    for name, step in steps:
        if budget <= 0:
            raise BudgetExceeded(name, spent)
        began = clock()
        limit = asyncio.timeout_at(deadline)
        try:
            async with limit:
                values[name] = await step()
        except TimeoutError:
            # The step may have raised a TimeoutError of its own; only ours says something about the budget.
            if not limit.expired():
                raise
        spent[name] = min(clock(), deadline) - began
        if limit.expired():
            raise BudgetExceeded(name, spent)
    return values
