"""Warm up: greet a guest by name, after a pause."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it


async def greet(name: str, pause: float) -> str:
    """Pause for so many seconds, then return the greeting."""
    raise NotImplementedError("write greet")
