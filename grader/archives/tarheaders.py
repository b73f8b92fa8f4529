"""The blocks of a tar, as POSIX, GNU and old ones are written. Pure."""

from __future__ import annotations

from typing import NamedTuple

BLOCK = 512

FILES = (b"0", b"\0", b"7")
FOLDERS = (b"5", b"D")
HARD_LINK, LINK, CHARACTERS, BLOCKS, PIPE = b"1", b"2", b"3", b"4", b"6"
LONG_NAME, LONG_LINK = b"L", b"K"
EXTENDED, GLOBAL = (b"x", b"X"), b"g"
SPARSE, LABEL = b"S", b"V"
# These have no bytes of their own, whatever size is told.
NO_BYTES = (HARD_LINK, LINK, CHARACTERS, BLOCKS, PIPE, b"5", LABEL)
KINDS = {
    HARD_LINK: "is a link to another member",
    LINK: "is a link",
    CHARACTERS: "is a device",
    BLOCKS: "is a device",
    PIPE: "is a pipe",
    SPARSE: "is a sparse file",
    b"M": "is the rest of a file from another archive",
}
# Where an old sparse file says that its map goes on, in its header and in each block after it.
SPARSE_GOES_ON, SPARSE_MORE = 482, 504


class Header(NamedTuple):
    """One header: a member's, or about the one after it. `size` in bytes."""

    name: bytes
    kind: bytes
    size: int
    continues: bool


def is_tar(start: bytes) -> bool:
    """Does it begin with a tar's header, or with the empty blocks of an empty tar?"""
    return len(start) == BLOCK and (start == bytes(BLOCK) or header_of(start) is not None)


def header_of(block: bytes) -> Header | None:
    """The header in these 512 bytes, or None when its sum is not right or its size is no number."""
    size = _number(block[124:136])
    if size is None or _number(block[148:156]) not in _sums(block):
        return None
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and block[345]:
        name = _text(block[345:500]) + b"/" + name
    return Header(name, block[156:157], size, bool(block[SPARSE_GOES_ON]))


def records_of(content: bytes) -> list[tuple[str, bytes]] | None:
    """The "length key=value" records of an extended header, or None when they do not fit each other."""
    records: list[tuple[str, bytes]] = []
    at = 0
    while at < len(content.rstrip(b"\0")):
        digits = content[at : at + 8].partition(b" ")[0]
        length = int(digits) if digits.isdigit() else 0
        record = content[at + len(digits) + 1 : at + length]
        key, equals, value = record.partition(b"=")
        if at + length > len(content) or not key or not equals or value[-1:] != b"\n":
            return None
        records.append((key.decode("utf-8", "replace"), value[:-1]))
        at += length
    return records


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def _number(field: bytes) -> int | None:
    """A number in octal, or in base 256 where octal is too short; None for one below zero and for nonsense."""
    if field[0] == 0x80:
        value = int.from_bytes(field[1:], "big")
        return value if value < 1 << 63 else None
    digits = _text(field).strip(b" ")
    if not digits:
        return 0
    return int(digits, 8) if all(digit in b"01234567" for digit in digits) else None


def _sums(block: bytes) -> tuple[int, int]:
    """The sum of the block with its own field blank, as most write it and as some old ones did, with signed bytes."""
    summed = block[:148] + b" " * 8 + block[156:]
    unsigned = sum(summed)
    return unsigned, unsigned - 256 * sum(byte > 127 for byte in summed)
