"""What comes from a submission made plain: text cleaned, and the value behind an object of a builtin's subclass.

A contract that asks for a list, a text or a number means the value and not the exact class: a NamedTuple is a tuple
here, a StrEnum's member a str. No code of that class runs: only what an object holds counts.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

_SCALARS: dict[type, Any] = {
    int: int.__index__,
    float: float.__float__,
    str: str.__str__,
    bytes: bytes.__bytes__,
    bytearray: lambda value: bytes(bytearray.copy(value)),
}
_CONTAINERS: dict[type, Any] = {
    tuple: tuple.__iter__,
    list: list.__iter__,
    dict: lambda value: iter(dict.items(value)),
    set: set.__iter__,
    frozenset: frozenset.__iter__,
}
_BUILTINS = (*_SCALARS, *_CONTAINERS)
_EXACT = frozenset({bool, type(None), int, float, str, bytes})
UNHASHABLE = (list, dict, set, bytearray)
# Whoever defines one of these gives more than a value: something to await, to go through, to enter with `async with` or
# to call. A plain `with` is not among them: a list that its own author enters is still the list that was asked for.
_ACTS = ("await", "aiter", "anext", "aenter", "aexit", "next", "call")
_ACTING = frozenset(f"__{name}__" for name in _ACTS)
# A metaclass may give its classes another __mro__ or __dict__: these are the ones Python goes by.
bases = type.__dict__["__mro__"].__get__
_names = type.__dict__["__dict__"].__get__
_MOST_DIGITS = 5_000
_Copies = dict[tuple[int, bool], Any]


def builtin_of(cls: type) -> type | None:
    """Return the builtin whose value an object of this class holds; None for any other class, and for one that acts."""
    if cls in _SCALARS or cls in _CONTAINERS:
        return cls
    if not issubclass(cls, _BUILTINS) or any(not _ACTING.isdisjoint(_names(base)) for base in bases(cls)):
        return None
    return next(base for base in _BUILTINS if issubclass(cls, base))


def is_container(builtin: type) -> bool:
    """Return whether this is a builtin that holds other values."""
    return builtin in _CONTAINERS


def scalar(value: Any, builtin: type) -> Any:
    """Return the exact int, float, str or bytes that it holds; a bytearray's is bytes."""
    return _SCALARS[builtin](value)


def items(value: Any, builtin: type) -> Iterator[Any]:
    """Yield what it holds, in its own order; pairs for a dict."""
    # It may have another order than the dict it is built on.
    if issubclass(type(value), OrderedDict):
        return iter(OrderedDict.items(value))
    return _CONTAINERS[builtin](value)  # type: ignore[no-any-return]


def ratio(value: Any) -> tuple[int, int] | None:
    """Return the exact quotient that a Fraction or Decimal is; None for anything else, and for no number or an endless
    one.
    """
    cls = type(value)
    # Who has not imported them has none, and starts faster.
    fraction = getattr(sys.modules.get("fractions"), "Fraction", None)
    if isinstance(fraction, type) and issubclass(cls, fraction):
        return _slot(fraction, "_numerator")(value), _slot(fraction, "_denominator")(value)
    decimal = getattr(sys.modules.get("decimal"), "Decimal", None)
    if not isinstance(decimal, type) or not issubclass(cls, decimal):
        return None
    within: bool = decimal.is_finite(value) and abs(decimal.adjusted(value)) < _MOST_DIGITS  # type: ignore[attr-defined]
    return decimal.as_integer_ratio(value) if within else None  # type: ignore[attr-defined]


def _slot(cls: type, name: str) -> Any:
    return _names(cls)[name].__get__


def number(numerator: int, denominator: int) -> Any:
    """Return the int or float that equals this quotient, else a Fraction. Raises ZeroDivisionError."""
    from fractions import Fraction  # rarely needed, and slow to import

    exact = Fraction(numerator, denominator)
    if exact.denominator == 1:
        return exact.numerator
    try:
        near = float(exact)
    except OverflowError:
        return exact
    return near if near.as_integer_ratio() == exact.as_integer_ratio() else exact


def unboxed(value: Any, *, hashed: bool = False, copies: _Copies | None = None) -> Any:
    """Return the value with everything in it as plain as it can be; containers are copies, all else is the very object.

    `hashed` says that it is an element of a set or a key: there a list stays what it is. A container that is held twice
    is copied once, and remembered in `copies`: lists that a check lends may hold each other many times over.
    Raises RecursionError for a value that holds itself.
    """
    cls = type(value)
    if cls in _EXACT:
        return value
    builtin = builtin_of(cls)
    if builtin is None:
        quotient = ratio(value)
        return value if quotient is None else number(*quotient)
    if hashed and builtin in UNHASHABLE:
        return value
    if builtin in _SCALARS:
        return scalar(value, builtin)
    copies = {} if copies is None else copies
    copy = copies.get((id(value), hashed))
    if copy is None:
        copy = copies[id(value), hashed] = _unboxed_container(value, builtin, hashed, copies)
    return copy


def _unboxed_container(value: Any, builtin: type, hashed: bool, copies: _Copies) -> Any:
    if builtin is dict:
        pairs = items(value, dict)
        return {
            unboxed(key, hashed=True, copies=copies): unboxed(item, hashed=hashed, copies=copies) for key, item in pairs
        }
    within = hashed or builtin in (set, frozenset)
    return builtin(unboxed(item, hashed=within, copies=copies) for item in items(value, builtin))


_BIDI_OR_INVISIBLE = {
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0x061C,
    0xFEFF,
    # Letters and marks by name, which show nothing: fillers, joiners and selectors (two of which emoji need).
    *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE0E),
    *range(0xE0100, 0xE01F0),
}


# Spaces that are printed as room and are no control, such as that of Japanese names.
_SPACES = frozenset((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_NO_JOINER, _JOINER = 0x200C, 0x200D
# Where a joiner changes how letters are drawn: Arabic to Sinhala, Myanmar, Khmer and Mongolian.
_JOINED = (range(0x0600, 0x0E00), range(0x1000, 0x10A0), range(0x1780, 0x18B0))
_VIRAMAS = frozenset((0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD4D, 0xDCA, 0x1039, 0x17D2))
_EMOJI = (range(0x2190, 0x2C00), range(0x1F000, 0x1FB00), range(0xFE0F, 0xFE10))


def clean(text: str, limit: int = 400) -> str:
    """Return the text without what can deceive, at most `limit` characters, cut with "…".

    That is: control, bidi, broken and invisible characters. A joiner stays where it shows, between letters of scripts
    that join and between emoji; so do spaces of every width.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    cut = text[:limit]
    shown = "".join(c if _harmless(c) or _joins(cut, place) else f"\\x{ord(c):02x}" for place, c in enumerate(cut))
    return shown + "…" if len(text) > limit else shown


def _harmless(character: str) -> bool:
    if character == "\n":
        return True
    code = ord(character)
    if code in _SPACES:
        return True
    return character.isprintable() and not 0xD800 <= code <= 0xDFFF and code not in _BIDI_OR_INVISIBLE


def _joins(text: str, place: int) -> bool:
    """Return whether the joiner at this place, if it is one, changes how what stands around it is drawn."""
    code = ord(text[place])
    if code not in (_NO_JOINER, _JOINER) or not place:
        return False
    before = ord(text[place - 1])
    after = ord(text[place + 1]) if place + 1 < len(text) else 0
    if before in _VIRAMAS or (_is_in(before, _JOINED) and _is_in(after, _JOINED)):
        return True
    return code == _JOINER and _is_in(before, _EMOJI) and _is_in(after, _EMOJI)


def _is_in(code: int, ranges: tuple[range, ...]) -> bool:
    return any(code in one for one in ranges) and _harmless(chr(code))
