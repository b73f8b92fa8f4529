"""Believes that the example is the task."""
# misconception: M00
# breaks: rule 1
# caught by: test_greets_by_name
# student reads: the greeting of the example

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    await asyncio.sleep(1.5)
    return "Hello, Ada!"
