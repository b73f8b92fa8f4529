"""A zip's members, each read by its own rules, so that one lying entry costs only itself.

Not zipfile: one name that is not UTF-8, one extra field of a wrong length or a download that stopped half way costs it
the whole archive; it unpacks bzip2 without a bound, and believes a directory that differs from the members' own
headers. Decompression is Python's own.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from struct import Struct
from struct import error as StructError
from typing import IO, NamedTuple

from grader.student.archives.members import ArchiveEntry, Broken, Limits, Unfit, in_bytes, nothing
from grader.student.archives.unpacking import (
    CHUNK,
    CUT_OFF,
    DAMAGED,
    Budget,
    Decompressor,
    bunzipping,
    inflating,
    unpacking_errors,
)

END, END_MARK = Struct("<4s4H2LH"), b"PK\x05\x06"
LOCATOR, LOCATOR_MARK = Struct("<4sLQL"), b"PK\x06\x07"
END_64, END_64_MARK = Struct("<4sQ2H2L4Q"), b"PK\x06\x06"
CENTRAL, CENTRAL_MARK = Struct("<4s6H3L5H2L"), b"PK\x01\x02"
LOCAL, LOCAL_MARK = Struct("<4s5H3L2H"), b"PK\x03\x04"
SPANNED_MARK = b"PK\x07\x08"
LONGEST_COMMENT = 0xFFFF
UNTOLD = 0xFFFFFFFF
# Enough to see that a name is too long; fifty thousand of the longest would fill the memory.
NAME_KEPT = 2_100
IS_UTF8 = 0x800
SIZES_FOLLOW = 0x8
UNICODE_PATH, SIZES_64 = 0x7075, 0x0001


ZIP_STARTS = (LOCAL_MARK, END_MARK, SPANNED_MARK)
ENCRYPTED = 0x1 | 0x40 | 0x2000
PATCH = 0x20
STORED = 0
UNPACKERS: dict[int, Callable[[], Decompressor]] = {8: inflating, 12: bunzipping}
KIND, LINK, FOLDER, FILE = 0o170000, 0o120000, 0o040000, 0o100000
DOS_FOLDER = 0x10
KINDS = {
    LINK: "is a link",
    0o020000: "is a device",
    0o060000: "is a device",
    0o010000: "is a pipe",
    0o140000: "is a socket",
}
OVERLAPS = "shares its bytes with another member"
LIES = "does not hold as many bytes as it says"
BROKEN = "is damaged"


def is_zip(file: IO[bytes], start: bytes, size: int) -> bool:
    """Return whether it begins as a zip, or ends as one, as a self-extracting one does."""
    return start.startswith(ZIP_STARTS) or find_end(file, size) is not None


def zip_entries(file: IO[bytes], size: int, budget: Budget, limits: Limits) -> Iterator[ArchiveEntry]:
    """Yield each entry of the directory, or of the file itself where the end that lists them is missing.

    Raises Broken.
    """
    end = find_end(file, size)
    directory = None if end is None else directory_of(file, end)
    found, broken = _found(listed_locally(file, size) if directory is None else listed(file, directory), limits)
    for one, span in zip(found, spans(found, size if directory is None else directory.start), strict=True):
        refused = _refused(one, span)
        read = nothing if refused else partial(_read, file, one, span, budget, limits)
        yield ArchiveEntry(one.name, read, refused, one.name.endswith("/"))
    if broken is not None:
        raise broken


def _found(entries: Iterator[DirectoryEntry], limits: Limits) -> tuple[list[DirectoryEntry], Broken | None]:
    """Return what is listed, at most one more than may be, and what put an end to it."""
    found: list[DirectoryEntry] = []
    try:
        for one in entries:
            found.append(one)
            if len(found) > limits.members:
                break
    except Broken as broken:
        return found, broken
    return found, None


def _refused(one: DirectoryEntry, span: Span) -> str:
    kind, named_folder = (one.attributes >> 16) & KIND, one.name.endswith("/")
    if kind in KINDS:
        return KINDS[kind]
    if kind not in (0, FOLDER, FILE):
        return "is of an unknown kind"
    if not named_folder and (kind == FOLDER or (not kind and one.attributes & DOS_FOLDER)):
        return "is a folder under a file's name"
    if named_folder and one.size:
        return "is a file under a folder's name"
    if one.flags & ENCRYPTED:
        return "is encrypted"
    if one.flags & PATCH:
        return "is a change to a file, not a file"
    return OVERLAPS if span.overlaps else ""


def _read(file: IO[bytes], one: DirectoryEntry, span: Span, budget: Budget, limits: Limits) -> bytes:
    """Return all bytes of a member. Raises Unfit, or Broken when the archive has used up what it may unpack to."""
    if one.size > limits.member_bytes:
        raise Unfit(f"is larger than {in_bytes(limits.member_bytes)}")
    local = local_at(file, one.offset)
    if local is None:
        raise Unfit("is listed, but not there")
    if not _agree(one, local):
        raise Unfit("is described in two ways that differ")
    if local.data_at + one.packed > span.limit:
        raise Unfit(OVERLAPS)
    file.seek(local.data_at)
    content = _stored(file, one, budget) if one.method == STORED else _unpacked(file, one, budget)
    if zlib.crc32(content) != one.crc:
        raise Unfit(BROKEN)
    return content


def _agree(one: DirectoryEntry, local: Local) -> bool:
    """Return whether the directory and the member's own header tell the same; what follows the bytes may be left
    open.
    """
    if (one.raw, one.method) != (local.raw, local.method) or (one.flags ^ local.flags) & (ENCRYPTED | PATCH):
        return False
    pairs = ((one.crc, local.crc), (one.packed, local.packed), (one.size, local.size))
    untold = (0, UNTOLD) if local.flags & SIZES_FOLLOW else (UNTOLD,)
    return all(theirs in untold or ours == theirs for ours, theirs in pairs)


def _stored(file: IO[bytes], one: DirectoryEntry, budget: Budget) -> bytes:
    if one.packed != one.size:
        raise Unfit(LIES)
    content = file.read(one.size)
    budget.read(len(content))
    budget.unpacked(len(content))
    return content


def _unpacked(file: IO[bytes], one: DirectoryEntry, budget: Budget) -> bytes:
    """Never more than the size it says and one byte: what is declared is not believed, but it is kept to."""
    make = UNPACKERS.get(one.method)
    if make is None:
        raise Unfit(f"is packed in a way that is not read here (method {one.method})")
    unpacker, waiting, content, left = make(), b"", bytearray(), one.packed
    while not unpacker.eof:
        part = _step(unpacker, waiting, one.size + 1 - len(content))
        waiting = getattr(unpacker, "unconsumed_tail", b"")
        content += part
        budget.unpacked(len(part))
        if len(content) > one.size:
            raise Unfit(LIES)
        if not part and not unpacker.eof:
            waiting = file.read(min(CHUNK, left))
            left -= len(waiting)
            budget.read(len(waiting))
            if not waiting:
                raise Unfit(BROKEN)
    if left or waiting or unpacker.unused_data or len(content) != one.size:
        raise Unfit(LIES)
    return bytes(content)


def _step(unpacker: Decompressor, waiting: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(waiting, most)
    except unpacking_errors():
        raise Unfit(BROKEN) from None


class Directory(NamedTuple):
    """Where the directory lies, and how far everything is from where it says."""

    start: int
    end: int
    shift: int


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One entry as the directory has it; `offset` is where its own header lies in the file."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    attributes: int = 0


class Local(NamedTuple):
    """What a member's own header says, and where its bytes begin."""

    raw: bytes
    extra: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    data_at: int


class Span(NamedTuple):
    """Where a member's bytes must end, and whether another claims some of them."""

    limit: int
    overlaps: bool


def find_end(file: IO[bytes], size: int) -> int | None:
    """Return where the end record lies, the last that fits: bytes may follow it, and its comment may look like
    another.
    """
    start = max(0, size - END.size - LONGEST_COMMENT)
    tail = _at(file, start, size - start)
    found = tail.rfind(END_MARK)
    fallback = None
    while found >= 0:
        if len(tail) - found >= END.size:
            comment = int.from_bytes(tail[found + 20 : found + 22], "little")
            if found + END.size + comment == len(tail):
                return start + found
            fallback = start + found if fallback is None else fallback
        found = tail.rfind(END_MARK, 0, found)
    return fallback


def directory_of(file: IO[bytes], at: int) -> Directory:
    """Return the directory that ends at this end record. Raises Broken."""
    _, disk, first, _, _, length, start, _ = END.unpack(_at(file, at, END.size))
    end, before = at, at - LOCATOR.size
    if before >= END_64.size and _at(file, before, 4) == LOCATOR_MARK:
        end = before - END_64.size
        mark, _, _, _, disk, first, _, _, length, start = END_64.unpack(_at(file, end, END_64.size))
        if mark != END_64_MARK:
            raise Broken(DAMAGED)
    if disk or first:
        raise Broken("is one part of an archive that was split")
    if length + start > end:
        raise Broken(DAMAGED)
    return Directory(end - length, end, end - length - start)


def listed(file: IO[bytes], directory: Directory) -> Iterator[DirectoryEntry]:
    """Yield the entries of the directory. Raises Broken where it makes no sense any more."""
    at = directory.start
    while at < directory.end:
        try:
            fields = CENTRAL.unpack(_at(file, at, CENTRAL.size))
        except StructError:
            raise Broken(DAMAGED) from None
        mark, _, _, flags, method, _, _, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, _, _, attributes, offset = fields[10:]
        after = at + CENTRAL.size + name_length + extra_length + comment_length
        if mark != CENTRAL_MARK or after > directory.end:
            raise Broken(DAMAGED)
        file.seek(at + CENTRAL.size)
        raw, extra = file.read(name_length)[:NAME_KEPT], file.read(extra_length)
        size, packed, offset = _sizes_64(extra, (size, packed, offset))
        name = _name(raw, flags, extra)
        yield DirectoryEntry(raw, name, flags, method, crc, packed, size, offset + directory.shift, attributes)
        at = after


def listed_locally(file: IO[bytes], size: int) -> Iterator[DirectoryEntry]:
    """Yield the entries of a zip whose end is missing, one after the other. Always raises Broken in the end."""
    at = len(SPANNED_MARK) if _at(file, 0, 4) == SPANNED_MARK else 0
    while at < size and (local := local_at(file, at)) is not None:
        if local.flags & SIZES_FOLLOW:
            # Its size stands behind it, and is only known to the directory that is missing.
            break
        total, packed, _ = _sizes_64(local.extra, (local.size, local.packed, 0))
        name = _name(local.raw, local.flags, local.extra)
        yield DirectoryEntry(local.raw, name, local.flags, local.method, local.crc, packed, total, at)
        at = local.data_at + packed
    raise Broken(CUT_OFF)


def local_at(file: IO[bytes], at: int) -> Local | None:
    """Return the header of a member, if there is one at this place."""
    try:
        fields = LOCAL.unpack(_at(file, at, LOCAL.size))
    except StructError:
        return None
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = fields
    if mark != LOCAL_MARK:
        return None
    raw, extra = file.read(name_length)[:NAME_KEPT], file.read(extra_length)
    return Local(raw, extra, flags, method, crc, packed, size, at + LOCAL.size + name_length + extra_length)


def spans(entries: Sequence[DirectoryEntry], fence: int) -> list[Span]:
    """Return where the entry after each begins, and whether it shares bytes with any: bombs are made of shared
    bytes.
    """
    order = sorted(range(len(entries)), key=lambda index: entries[index].offset)
    overlapping: set[int] = set()
    reach, owner = 0, -1
    for index in order:
        entry = entries[index]
        end = entry.offset + LOCAL.size + len(entry.raw) + entry.packed
        if entry.offset < reach:
            overlapping |= {index, owner}
        if end > reach:
            reach, owner = end, index
        if end > fence or entry.offset < 0:
            overlapping.add(index)
    limits, limit, start = [0] * len(entries), fence, fence
    for index in reversed(order):
        if entries[index].offset < start:
            limit, start = start, entries[index].offset
        limits[index] = limit
    return [Span(limits[index], index in overlapping) for index in range(len(entries))]


def _at(file: IO[bytes], at: int, count: int) -> bytes:
    if at < 0:
        return b""
    try:
        file.seek(at, os.SEEK_SET)
    except OverflowError:
        return b""
    return file.read(count)


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        length = int.from_bytes(extra[at + 2 : at + 4], "little")
        yield int.from_bytes(extra[at : at + 2], "little"), extra[at + 4 : at + 4 + length]
        at += 4 + length


def _sizes_64(extra: bytes, told: tuple[int, int, int]) -> tuple[int, int, int]:
    """Size, packed size and offset, taken from the extra field where 32 bits were too few."""
    field = next((content for kind, content in _extras(extra) if kind == SIZES_64), b"")
    values = []
    for value in told:
        if value == UNTOLD and len(field) >= 8:
            value, field = int.from_bytes(field[:8], "little"), field[8:]
        values.append(value)
    size, packed, offset = values
    return size, packed, offset


def _name(raw: bytes, flags: int, extra: bytes) -> str:
    """Return the name in the encoding it says, or in UTF-8 if it happens to be, or as DOS wrote names."""
    if flags & IS_UTF8:
        return raw.decode("utf-8", "surrogateescape")
    path = next((content for kind, content in _extras(extra) if kind == UNICODE_PATH), b"")
    if path[:1] == b"\1" and int.from_bytes(path[1:5], "little") == zlib.crc32(raw):
        return path[5:].decode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")
