"""asyncio.wait with what is left as its timeout, and a cancel by hand."""

from __future__ import annotations

import asyncio


class BudgetExceeded(TimeoutError):
    def __init__(self, step, spent):
        super().__init__(f"the budget was over during {step}")
        self.step = step
        self.spent = spent


async def checkout(steps, budget):
    values, spent, left = {}, {}, budget
    for name, step in steps:
        if left <= 0:
            raise BudgetExceeded(name, spent)
        began = asyncio.get_running_loop().time()
        task = asyncio.ensure_future(step())
        try:
            done, _ = await asyncio.wait({task}, timeout=left)
        finally:
            task.cancel()
        if not done:
            await asyncio.wait({task})
            raise BudgetExceeded(name, spent | {name: left})
        values[name] = task.result()
        spent[name] = asyncio.get_running_loop().time() - began
        left -= spent[name]
    return values
