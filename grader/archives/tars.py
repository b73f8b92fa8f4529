"""A tar's members, in the order they come: one pass, and nothing kept but what the headers say of the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.archives.members import Broken, Entry, Limits, Unfit, in_bytes, nothing
from grader.archives.tarheaders import (
    BLOCK,
    EXTENDED,
    FILES,
    FOLDERS,
    GLOBAL,
    KINDS,
    LABEL,
    LONG_LINK,
    LONG_NAME,
    NO_BYTES,
    SPARSE,
    SPARSE_MORE,
    Header,
    header_of,
    is_tar,
    records_of,
)
from grader.archives.unpacking import CUT_OFF, Source

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

    def __init__(self, source: Source, size: int, most: int) -> None:
        self._source = source
        self._size = size
        self._most = most
        self._left = size + -size % BLOCK

    def read(self) -> bytes:
        """All of it. Raises Unfit when it is too large, Broken when the archive ends before it does."""
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


def tar_entries(source: Source, limits: Limits) -> Iterator[Entry]:
    """Each member; read it before asking for the next. Raises Broken, also where the end mark is missing."""
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


def _note(header: Header, source: Source, said: _Said) -> None:
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


def _entry(header: Header, source: Source, said: _Said, limits: Limits) -> tuple[Entry | None, _Body]:
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
    return Entry(name, nothing if refused else body.read, refused, is_folder), body


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
