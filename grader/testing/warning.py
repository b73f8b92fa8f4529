"""What the kit has to say to the author of a check; no student reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noticed: ContextVar[list[str]] = ContextVar("noticed")


@contextmanager
def noticing() -> Iterator[list[str]]:
    """Collect what is said to the author while a check runs, each sentence once."""
    said: list[str] = []
    reset = _noticed.set(said)
    try:
        yield said
    finally:
        _noticed.reset(reset)


def warn_author(sentence: str) -> None:
    """Say it to whoever takes note; outside a check nobody does."""
    said = _noticed.get(None)
    if said is not None and sentence not in said:
        said.append(sentence)
