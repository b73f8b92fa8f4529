"""An ordinary function that hands out the awaitable: sleep brings the greeting along."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


def greet(name: str, pause: float) -> Awaitable[str]:
    """Return something to await that greets after so many seconds."""
    return asyncio.sleep(pause, f"Hello, {name}!")
