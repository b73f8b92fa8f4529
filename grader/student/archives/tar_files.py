"""A tar's members, in the order they come: one pass, and nothing kept but what the headers say of the next.

Not tarfile: a damaged header is the end for it, and who comes after is lost without a word; it reads a header of any
size into memory, takes the last of two names, and a header for all members renames them. Decompression is Python's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.student.archives.members import ArchiveEntry, Broken, Limits, Unfit, in_bytes, nothing
from grader.student.archives.unpacking import CUT_OFF, ByteSource

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
    """Return whether it begins with a tar's header, or with the empty blocks of an empty tar."""
    return len(start) == BLOCK and (start == bytes(BLOCK) or header_of(start) is not None)


def header_of(block: bytes) -> Header | None:
    """Return the header in these 512 bytes, or None when its sum is not right or its size is no number."""
    size = _number(block[124:136])
    if size is None or _number(block[148:156]) not in _sums(block):
        return None
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and block[345]:
        name = _text(block[345:500]) + b"/" + name
    return Header(name, block[156:157], size, bool(block[SPARSE_GOES_ON]))


def records_of(content: bytes) -> list[tuple[str, bytes]] | None:
    """Return the "length key=value" records of an extended header, or None when they do not fit each other."""
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
    """Return a number in octal, or in base 256 where octal is too short; None for one below zero and for nonsense."""
    if field[0] == 0x80:
        value = int.from_bytes(field[1:], "big")
        return value if value < 1 << 63 else None
    digits = _text(field).strip(b" ")
    if not digits:
        return 0
    return int(digits, 8) if all(digit in b"01234567" for digit in digits) else None


def _sums(block: bytes) -> tuple[int, int]:
    """Return the sum of the block with its own field blank, as most write it and as some old ones did, with signed
    bytes.
    """
    summed = block[:148] + b" " * 8 + block[156:]
    unsigned = sum(summed)
    return unsigned, unsigned - 256 * sum(byte > 127 for byte in summed)


__all__ = ["BLOCK", "is_tar", "tar_entries"]

LONGEST_META = 1 << 20
META = (LONG_NAME, LONG_LINK, *EXTENDED, GLOBAL)
EMPTY = bytes(BLOCK)
# What a header for every member may not change: a reader that overlooks it would read another archive.
CHANGES = ("path", "linkpath", "size", "hdrcharset")


@dataclass(slots=True)
class _Said:
    """What the headers before a member said about it."""

    names: list[bytes] = field(default_factory=list)
    size: int | None = None
    sparse: bool = False
    wrong: str = ""


class _Body:
    """The bytes of one member: read once, or passed over."""

    def __init__(self, source: ByteSource, size: int, most: int) -> None:
        self._source = source
        self._size = size
        self._most = most
        self._left = size + -size % BLOCK

    def read(self) -> bytes:
        """Return all of it. Raises Unfit when it is too large, Broken when the archive ends before it does."""
        if self._size > self._most:
            raise Unfit(f"is larger than {in_bytes(self._most)}")
        content = self._source.read(self._size)
        self._left -= len(content)
        if len(content) < self._size:
            raise Broken(CUT_OFF)
        return content

    def pass_over(self) -> None:
        """Leave out what was not read, and the padding."""
        self._source.skip(self._left)


def tar_entries(source: ByteSource, limits: Limits) -> Iterator[ArchiveEntry]:
    """Yield each member; read it before asking for the next. Raises Broken, also where the end mark is missing."""
    said, met = _Said(), 0
    while True:
        block = source.read(BLOCK)
        if block == EMPTY:
            source.finish()
            return
        header = _header(block, first=not met)
        met += 1
        if met > 2 * limits.members:
            raise Broken("has too many headers: the rest was not read")
        if header.kind in META:
            _note(header, source, said)
            continue
        entry, body = _entry(header, source, said, limits)
        said = _Said()
        if entry is not None:
            yield entry
        body.pass_over()


def _header(block: bytes, *, first: bool) -> Header:
    if len(block) < BLOCK:
        raise Broken("is packed, but holds no tar" if first else CUT_OFF)
    header = header_of(block)
    if header is None:
        raise Broken("is packed, but holds no tar" if first else "is damaged: what comes after could not be read")
    return header


def _note(header: Header, source: ByteSource, said: _Said) -> None:
    """Take in a header about the next member, or about all of them."""
    if header.size > LONGEST_META:
        raise Broken(f"has a header of more than {in_bytes(LONGEST_META)}: the rest was not read")
    body = _Body(source, header.size, LONGEST_META)
    content = body.read()
    body.pass_over()
    if header.kind == LONG_NAME:
        said.names.append(content.rstrip(b"\0"))
    elif header.kind in EXTENDED:
        _note_records(content, said)
    elif header.kind == GLOBAL:
        keys = [key for key, _ in records_of(content) or ()]
        if any(key in CHANGES or key.startswith("GNU.sparse") for key in keys):
            raise Broken("has a header that renames or resizes all members: the rest was not read")


def _note_records(content: bytes, said: _Said) -> None:
    records = records_of(content)
    if records is None:
        said.wrong = "has a damaged header"
        return
    for key, value in records:
        if key == "path":
            said.names.append(value)
        elif key == "size":
            # Two sizes, or one that is no number: where this member ends is anybody's guess.
            if said.size is not None or not value.isdigit() or len(value) > 19:
                raise Broken("has a member without a clear size: the rest was not read")
            said.size = int(value)
        elif key.startswith("GNU.sparse"):
            said.sparse = True


def _entry(header: Header, source: ByteSource, said: _Said, limits: Limits) -> tuple[ArchiveEntry | None, _Body]:
    size = header.size if said.size is None else said.size
    more = header.continues
    while header.kind == SPARSE and more:
        block = source.read(BLOCK)
        if len(block) < BLOCK:
            raise Broken(CUT_OFF)
        more = bool(block[SPARSE_MORE])
    body = _Body(source, 0 if header.kind in NO_BYTES else size, limits.member_bytes)
    if header.kind == LABEL:
        return None, body
    raw = said.names[-1] if said.names else header.name
    name = raw.decode("utf-8", "surrogateescape")
    # Old archives tell a folder by its name alone.
    is_folder = header.kind in FOLDERS or (header.kind in FILES and raw.endswith(b"/") and not size)
    refused = _refused(header, said, is_folder=is_folder, named_folder=raw.endswith(b"/"))
    return ArchiveEntry(name, nothing if refused else body.read, refused, is_folder), body


def _refused(header: Header, said: _Said, *, is_folder: bool, named_folder: bool) -> str:
    if header.kind in KINDS:
        return KINDS[header.kind]
    if header.kind not in FILES and header.kind not in FOLDERS:
        return "is of an unknown kind"
    if said.wrong:
        return said.wrong
    if said.sparse:
        return KINDS[SPARSE]
    if len(said.names) > 1:
        return "is given more than one name"
    if said.size is not None and header.size not in (0, said.size):
        return "is described in two ways that differ"
    return "is a file under a folder's name" if named_folder and not is_folder else ""
