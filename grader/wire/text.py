"""Text that came from a submission, made safe once, where it enters."""

from __future__ import annotations

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


def clean(text: str, limit: int = 400) -> str:
    """The text without control, bidi, invisible or broken characters, at most `limit` characters, cut with "…"."""
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    cut = text[:limit]
    shown = "".join(c if _harmless(c) else f"\\x{ord(c):02x}" for c in cut)
    return shown + "…" if len(text) > limit else shown


def _harmless(character: str) -> bool:
    if character == "\n":
        return True
    code = ord(character)
    return character.isprintable() and not 0xD800 <= code <= 0xDFFF and code not in _BIDI_OR_INVISIBLE
