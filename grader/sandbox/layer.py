"""One protection, and what it really did."""

from __future__ import annotations

from typing import NamedTuple


class Layer(NamedTuple):
    """One protection as found: `detail` says what it does or why it does not, `advice` how to get it."""

    name: str
    active: bool
    detail: str = ""
    advice: str = ""
