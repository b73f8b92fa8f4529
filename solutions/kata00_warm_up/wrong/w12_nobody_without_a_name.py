"""Believes that an empty name is no name."""
# misconception: M00
# breaks: rule 1
# caught by: test_any_name_any_number_of_times
# student reads: the name was an empty text

from __future__ import annotations

import asyncio


async def greet(name: str, pause: float) -> str:
    await asyncio.sleep(pause)
    return f"Hello, {name or 'stranger'}!"
