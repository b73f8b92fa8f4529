"""What holds for every test."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def settled_heap() -> Iterator[None]:
    """Set aside what the tests before left in memory: the engine collects garbage around every check, and would
    look through all of it each time."""
    gc.freeze()
    yield
    gc.unfreeze()
