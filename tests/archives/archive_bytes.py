"""Archives made by hand, byte by byte, so that every field of them can lie."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from grader.student.archives import Limits, Refusal, Stored, stream_files

SOURCE = b"async def my_gather(*jobs):\n    return []\n"
ENCRYPTED, SIZES_FOLLOW, UTF8 = 0x1, 0x8, 0x800
STORED, DEFLATED, BZIPPED, LZMA = 0, 8, 12, 14
BLOCK = 512
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lambda content: lzma.compress(content, preset=0),
}


@dataclass(frozen=True)
class Zipped:
    """One member of a zip; `local` and `central` replace fields of one of its two headers."""

    name: bytes
    content: bytes = SOURCE
    method: int = DEFLATED
    flags: int = 0
    mode: int = 0
    attributes: int = 0
    extra: bytes = b""
    local: dict[str, int | bytes] = field(default_factory=dict)
    central: dict[str, int | bytes] = field(default_factory=dict)
    packed: bytes | None = None


def zip_bytes(*members: Zipped, before: bytes = b"", after: bytes = b"", comment: bytes = b"") -> bytes:
    """A zip of these members."""
    whole, directory = bytearray(before), bytearray()
    for member in members:
        offset = len(whole) - len(before)
        packed = _pack(member)
        fields: dict[str, int | bytes] = {
            "name": member.name,
            "flags": member.flags,
            "method": member.method,
            "crc": zlib.crc32(member.content),
            "packed": len(packed),
            "size": len(member.content),
            "extra": member.extra,
            "offset": offset,
            "attributes": member.attributes or member.mode << 16,
        }
        whole += _local(fields | member.local) + packed
        directory += _central(fields | member.central)
    start = len(whole) - len(before)
    end = (b"PK\5\6", 0, 0, len(members), len(members), len(directory), start, len(comment))
    return bytes(whole) + bytes(directory) + struct.pack("<4s4H2LH", *end) + comment + after


def _pack(member: Zipped) -> bytes:
    if member.packed is not None:
        return member.packed
    if member.method == DEFLATED:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(member.content) + packer.flush()
    return bz2.compress(member.content) if member.method == BZIPPED else member.content


def _local(fields: dict[str, int | bytes]) -> bytes:
    name, extra = bytes(fields["name"]), bytes(fields["extra"])  # type: ignore[arg-type]
    numbers = (20, fields["flags"], fields["method"], 0, 33, fields["crc"], fields["packed"], fields["size"])
    return struct.pack("<4s5H3L2H", b"PK\3\4", *numbers, len(name), len(extra)) + name + extra


def _central(fields: dict[str, int | bytes]) -> bytes:
    name, extra = bytes(fields["name"]), bytes(fields["extra"])  # type: ignore[arg-type]
    numbers = (20, 20, fields["flags"], fields["method"], 0, 33, fields["crc"], fields["packed"], fields["size"])
    rest = (len(name), len(extra), 0, 0, 0, fields["attributes"], fields["offset"])
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *numbers, *rest) + name + extra


def tarred(
    name: bytes,
    content: bytes = SOURCE,
    *,
    kind: bytes = b"0",
    link: bytes = b"",
    size: int | bytes | None = None,
    magic: bytes = b"ustar\x0000",
    sum_off: int = 0,
    continues: bool = False,
) -> bytes:
    """One member of a tar: its header and its bytes, padded. `size` replaces the true one, as a number or raw."""
    block = bytearray(BLOCK)
    block[: len(name[:100])] = name[:100]
    block[100:108] = b"0000644\0"
    told = len(content) if size is None else size
    block[124:136] = told if isinstance(told, bytes) else b"%011o\0" % told
    block[156:157] = kind
    block[157 : 157 + len(link)] = link
    block[257:265] = magic
    block[482] = continues
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % (sum(block) + sum_off)
    return bytes(block) + content + bytes(-len(content) % BLOCK)


def pax(*records: tuple[bytes, bytes], kind: bytes = b"x") -> bytes:
    """An extended header of these records."""
    return tarred(b"pax", b"".join(_record(key, value) for key, value in records), kind=kind)


def _record(key: bytes, value: bytes) -> bytes:
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest)
    while length != len(rest) + len(str(length)):
        length = len(rest) + len(str(length))
    return str(length).encode() + rest


def tar_bytes(*parts: bytes) -> bytes:
    """A tar of these members with its end mark."""
    return b"".join(parts) + bytes(2 * BLOCK)


@dataclass(frozen=True)
class Contents:
    """A whole archive: the files of it that were wanted, and what was refused."""

    members: tuple[Stored, ...]
    refusals: tuple[Refusal, ...]


def contents_of(path: Path, wanted: str, limits: Limits | None = None) -> Contents:
    """All of an archive at once; a * of `wanted` also crosses folders."""
    found = tuple(stream_files(path, lambda name: fnmatchcase(name, wanted), limits=limits or Limits()))
    return Contents(
        tuple(one for one in found if isinstance(one, Stored) and one.content is not None),
        tuple(one for one in found if isinstance(one, Refusal)),
    )


def read(folder: Path, content: bytes, wanted: str = "*.py", *, limits: Limits | None = None) -> Contents:
    """What is read from an archive of these bytes."""
    path = folder / "class.archive"
    path.write_bytes(content)
    return contents_of(path, wanted, limits)


def paths(contents: Contents) -> list[str]:
    """Where the files taken lay."""
    return ["/".join(member.parts) for member in contents.members]


def lines(contents: Contents) -> list[str]:
    """What is said of the members refused."""
    return [refusal.said for refusal in contents.refusals]


def neighbours(hostile: Iterable[Zipped]) -> bytes:
    """A zip with honest members before and after the hostile ones."""
    return zip_bytes(Zipped(b"ada/gather.py"), *hostile, Zipped(b"zoe/gather.py"))
