"""A zip's members, each read by its own rules, so that one lying entry costs only itself."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from grader.classroom.archives.members import ArchiveEntry, Broken, Limits, Unfit, in_bytes, nothing
from grader.classroom.archives.unpacking import CHUNK, Budget, Decompressor, bunzipping, inflating, unpacking_errors
from grader.classroom.archives.zipdirectory import (
    END_MARK,
    LOCAL_MARK,
    SIZES_FOLLOW,
    SPANNED_MARK,
    UNTOLD,
    DirectoryEntry,
    Local,
    Span,
    directory_of,
    find_end,
    listed,
    listed_locally,
    local_at,
    spans,
)

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
    """Does it begin as a zip, or end as one, as a self-extracting one does?"""
    return start.startswith(ZIP_STARTS) or find_end(file, size) is not None


def zip_entries(file: IO[bytes], size: int, budget: Budget, limits: Limits) -> Iterator[ArchiveEntry]:
    """Each entry of the directory, or of the file itself where the end that lists them is missing. Raises Broken."""
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
    """What is listed, at most one more than may be, and what put an end to it."""
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
    """All bytes of a member. Raises Unfit, or Broken when the archive has used up what it may unpack to."""
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
    """Whether the directory and the member's own header tell the same; what follows the bytes may be left open."""
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
