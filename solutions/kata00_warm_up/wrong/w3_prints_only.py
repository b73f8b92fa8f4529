"""Believes that printing a greeting is returning it."""
# misconception: M00
# breaks: rule 1
# caught by: test_greets_by_name
# student reads: came back with None

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> None:
    await asyncio.sleep(pause)
    print(f"Hello, {name}!")
