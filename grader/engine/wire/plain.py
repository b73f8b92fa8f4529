"""Plain data on the wire: exact builtin types, copied."""

from __future__ import annotations

import math
from typing import Any

from grader import cleaning
from grader.engine.wire.channel import Gone, Loss
from grader.engine.wire.protocol import MAX_INT_BITS, MAX_ODD_KEYS

SEQUENCES: dict[type, str] = {tuple: "t", list: "l", set: "s", frozenset: "z"}
CLASSES = {cls.__name__: cls for cls in (int, float, str, bytes, list, tuple, dict, set, bool, object)}


def _encode_int(value: int) -> Any:
    if -(1 << 53) < value < 1 << 53:
        return value
    return ["i", hex(value)] if value.bit_length() <= MAX_INT_BITS else ["o", "number with very many digits"]


def _encode_float(value: float) -> Any:
    return value if math.isfinite(value) else ["f", repr(value)]


def encode_ratio(numerator: int, denominator: int) -> Any:
    """Return an exact quotient, as a Fraction or a Decimal holds."""
    if max(numerator.bit_length(), denominator.bit_length()) > MAX_INT_BITS:
        return ["o", "number with very many digits"]
    return ["q", [_encode_int(numerator), _encode_int(denominator)]]


def decode_ratio(numerator: Any, denominator: Any) -> Any:
    """Return the int or float that equals it, else a Fraction of our own. Raises Gone or ZeroDivisionError."""
    if type(numerator) is not int or type(denominator) is not int or denominator < 1:
        raise Gone("protocol: quotient")
    return cleaning.number(numerator, denominator)


AS_THEY_ARE = frozenset({type(None), bool, str})
ENCODERS: dict[type, Any] = {
    int: _encode_int,
    float: _encode_float,
    bytes: lambda value: ["b", value.hex()],
}


def hashed_quickly(keys: list[Any]) -> list[Any]:
    """Return the keys, unless there are so many that somebody could have chosen them to share one hash. Raises Gone.

    Python's hashes of text and bytes are salted, those of small whole numbers differ; any others can be chosen.
    """
    if len(keys) > MAX_ODD_KEYS and not all(map(_hashes_well, keys)):
        raise Gone("protocol: too many odd keys at once", Loss.TOO_MUCH)
    return keys


def _hashes_well(key: Any) -> bool:
    return type(key) in (str, bytes) or (type(key) is int and -(1 << 60) < key < 1 << 60)


def decode_int(encoded: Any) -> int:
    """Return a whole number too large for JSON readers, within bounds. Raises Gone or ValueError."""
    if type(encoded) is not str or len(encoded) > MAX_INT_BITS // 4 + 4:
        raise Gone("protocol: int")
    return int(encoded, 16)
