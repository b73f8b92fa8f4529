"""Plain data on the wire: exact builtin types, copied."""

from __future__ import annotations

import math
from typing import Any

from grader.wire.gone import Gone
from grader.wire.protocol import MAX_INT_BITS

SEQUENCES: dict[type, str] = {tuple: "t", list: "l", set: "s", frozenset: "z"}
CLASSES = {cls.__name__: cls for cls in (int, float, str, bytes, list, tuple, dict, set, bool, object)}


def _encode_int(value: int) -> Any:
    if -(1 << 53) < value < 1 << 53:
        return value
    return ["i", hex(value)] if value.bit_length() <= MAX_INT_BITS else ["o", "enormous int"]


def _encode_float(value: float) -> Any:
    return value if math.isfinite(value) else ["f", repr(value)]


ENCODERS: dict[type, Any] = {
    type(None): lambda value: value,
    bool: lambda value: value,
    str: lambda value: value,
    int: _encode_int,
    float: _encode_float,
    bytes: lambda value: ["b", value.hex()],
}


def decode_int(encoded: Any) -> int:
    """A whole number too large for JSON readers, within bounds. Raises Gone or ValueError."""
    if type(encoded) is not str or len(encoded) > MAX_INT_BITS // 4 + 4:
        raise Gone("protocol: int")
    return int(encoded, 16)
