"""Believes that printing a greeting is giving it back."""
# misconception: M00
# caught by: test_greets_by_name
# student reads: came back with None

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> None:
    await asyncio.sleep(pause)
    print(f"Hello, {name}!")
