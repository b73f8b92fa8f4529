"""A virtual loop for what the kit does by itself, without a candidate."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from grader.testing import Mint, minting
from grader.testing.moments import keeping_time
from grader.vtime import Clock, VirtualLoop, virtual

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs a coroutine to its end on a virtual loop, with values being minted."""
    clock = Clock()
    with virtual(clock, make_loop=lambda: VirtualLoop(clock)), minting(Mint("5eed", "test")), keeping_time(clock):
        loop = VirtualLoop(clock)
        yield loop.run_until_complete
        loop.close()
