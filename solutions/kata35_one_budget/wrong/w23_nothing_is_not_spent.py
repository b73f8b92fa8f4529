"""Leaves the steps out that took no time."""
# misconception: M27
# breaks: rule 4
# caught by: test_a_step_that_tidies_up
# student reads: took no time is missing

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
    clock = asyncio.get_running_loop().time
    deadline = clock() + budget
    values: dict[str, Any] = {}
    spent: dict[str, float] = {}
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
        if seconds := min(clock(), deadline) - began:
            spent[name] = seconds
        if limit.expired():
            raise BudgetExceeded(name, spent)
    return values
