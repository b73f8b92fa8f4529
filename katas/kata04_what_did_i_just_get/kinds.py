"""What did I just get? Tell the things apart that async code hands around."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
import inspect  # noqa: F401  you will need it


def classify(thing: object) -> str:
    """Return the word for what this is, without changing anything."""
    raise NotImplementedError("write classify")
