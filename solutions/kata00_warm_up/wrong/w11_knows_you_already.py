"""Believes that a guest who was greeted once need not be paused for again."""
# misconception: M40
# breaks: rule 4
# caught by: test_any_name_any_number_of_times
# student reads: a call remembers the one before

from __future__ import annotations

import asyncio

GREETED: dict[tuple[str, float], str] = {}


async def greet(name: str, pause: float) -> str:
    if (name, pause) not in GREETED:
        await asyncio.sleep(pause)
        GREETED[name, pause] = f"Hello, {name}!"
    return GREETED[name, pause]
