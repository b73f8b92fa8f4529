"""Claims about many things at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def nonempty(things: Iterable[T]) -> list[T]:
    """Return these things as a list; fail where there are none, since whatever is said of each would then hold."""
    found = list(things)
    assert found, "there is nothing that this could be claimed of"
    return found
