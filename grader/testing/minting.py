"""Values nobody can guess, the same for the same seed: minted for one check of one attempt."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Mint:
    """A stream of values that follows from the attempt's seed and the check's name."""

    def __init__(self, seed: str, check: str) -> None:
        self._random = random.Random(sha256(f"{seed}/{check}".encode()).digest())

    def token(self, prefix: str = "v") -> str:
        """Return a string that was never seen before, such as "v-9f31c2d4"."""
        return f"{prefix}-{self._random.getrandbits(32):08x}"

    def number(self, low: int = 1_000, high: int = 999_999) -> int:
        """Return a whole number between the two, both included."""
        return self._random.randint(low, high)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self._random.choice(options)


_current: ContextVar[Mint] = ContextVar("mint")


@contextmanager
def minting(mint: Mint) -> Iterator[None]:
    """Make `token`, `number` and `choice` draw from this mint."""
    reset = _current.set(mint)
    try:
        yield
    finally:
        _current.reset(reset)


def _mint() -> Mint:
    try:
        return _current.get()
    except LookupError:
        raise RuntimeError("values are minted while a check runs, not when its file is imported") from None


def token(prefix: str = "v") -> str:
    """Return a string nobody can know before the check hands it out, the same again for the same seed."""
    return _mint().token(prefix)


def number(low: int = 1_000, high: int = 999_999) -> int:
    """Return a whole number nobody can know before; both ends are included."""
    return _mint().number(low, high)


def choice(options: Sequence[T]) -> T:
    """Return one of the options, nobody knows which."""
    return _mint().choice(options)
