"""One timeout around the whole loop, and a note of where the steps began."""

from __future__ import annotations

import asyncio


class BudgetExceeded(TimeoutError):
    def __init__(self, step, spent):
        super().__init__(f"the budget was over during {step}")
        self.step = step
        self.spent = spent


async def checkout(steps, budget):
    if not steps:
        return {}
    if budget <= 0:
        raise BudgetExceeded(steps[0][0], {})
    loop = asyncio.get_running_loop()
    values, began = {}, {}
    limit = asyncio.timeout(budget)
    end = loop.time() + budget
    try:
        async with limit:
            for name, step in steps:
                began[name] = loop.time()
                value = await step()
                if limit.expired() or loop.time() > end:
                    break
                values[name] = value
    except TimeoutError:
        if not limit.expired():
            raise
    if len(values) == len(steps):
        return values
    moments = [*began.values(), end]
    raise BudgetExceeded(name, {key: moments[k + 1] - moments[k] for k, key in enumerate(began)})
