"""Ticks on demand: values that come one at a time, each after a wait."""

from __future__ import annotations

import asyncio  # noqa: F401  you will need it
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Any


def ticker(n: int, every: float) -> AsyncIterator[int]:
    """Give 0, 1, … n - 1, each after a wait of `every` seconds, when it is asked for."""
    raise NotImplementedError("write ticker; it may become an async def")


async def collect(source: AsyncIterable[Any], *, where: Callable[[Any], object] = lambda item: True) -> list[Any]:
    """Give a list of the items of `source` for which `where` is true."""
    raise NotImplementedError("write collect")


async def four_tickers(n: int, every: float) -> list[list[int]]:
    """Let four tickers tick at the same time and give what each of them said."""
    raise NotImplementedError("write four_tickers")
