"""Calls all the coroutine functions to begin with, and awaits one after the other."""
# misconception: M00
# breaks: rule 1
# caught by: test_budgets_of_every_length
# student reads: a step was called before

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
    if budget <= 0 and steps:
        raise BudgetExceeded(steps[0][0], spent)
    coroutines = [(name, step()) for name, step in steps]
    for name, coroutine in coroutines:
        began = clock()
        limit = asyncio.timeout_at(deadline)
        try:
            async with limit:
                values[name] = await coroutine
        except TimeoutError:
            # The step may have raised a TimeoutError of its own; only ours says something about the budget.
            if not limit.expired():
                raise
        spent[name] = min(clock(), deadline) - began
        if limit.expired():
            raise BudgetExceeded(name, spent)
    return values
