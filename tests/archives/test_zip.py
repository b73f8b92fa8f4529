"""What is read from a zip, and what is refused while the rest is read."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from grader.student.archives import Limits
from tests.archives.archive_bytes import (
    BZIPPED,
    ENCRYPTED,
    LZMA,
    SIZES_FOLLOW,
    SOURCE,
    STORED,
    UTF8,
    Zipped,
    lines,
    neighbours,
    paths,
    read,
    zip_bytes,
)

BEN = b"ben/gather.py"
BOTH = ["ada/gather.py", "zoe/gather.py"]
OVERLAPS = "ben/gather.py shares its bytes with another member."
DIFFER = "ben/gather.py is described in two ways that differ."
LIES = "ben/gather.py does not hold as many bytes as it says."
DAMAGED = "ben/gather.py is damaged."

HOSTILE = {
    "absolute": (Zipped(b"/etc/gather.py"), "/etc/gather.py has an absolute path."),
    "parent": (Zipped(b"../gather.py"), "../gather.py leads out of its folder (..)."),
    "drive": (Zipped(b"C:/gather.py"), "C:/gather.py names a drive."),
    "backslash": (Zipped(b"ben\\gather.py"), "ben\\gather.py has backslashes in its name."),
    "nul": (Zipped(b"a.py\0.txt"), "a.py\\x00.txt has control or invisible characters in its name."),
    "escape": (Zipped(b"\x1b[2Ja.py"), "\\x1b[2Ja.py has control or invisible characters in its name."),
    "bidi": (
        Zipped("a\u202eyp.py".encode(), flags=UTF8),
        "a\\x202eyp.py has control or invisible characters in its name.",
    ),
    "line": (Zipped(b"a.py\nzoe"), "a.py\\x0azoe has control or invisible characters in its name."),
    "not-utf-8": (Zipped(b"\xff.py", flags=UTF8), "\\xdcff.py has a name that is not UTF-8."),
    "device-name": (Zipped(b"ben/nul.py"), "ben/nul.py has a name that Windows keeps for a device."),
    "trailing-dot": (Zipped(b"ben./a.py"), "ben./a.py has a name that ends in a dot or a space."),
    "no-name": (Zipped(b""), "a member without a name has no name."),
    "long-name": (
        Zipped(b"d/" * 3000 + b"a.py"),
        "d/" * 80 + "… has a name of more than 512 characters.",
    ),
    "symlink": (Zipped(BEN, b"/etc/passwd", mode=0o120777), "ben/gather.py is a link."),
    "character-device": (Zipped(BEN, b"", mode=0o020666), "ben/gather.py is a device."),
    "block-device": (Zipped(BEN, b"", mode=0o060666), "ben/gather.py is a device."),
    "pipe": (Zipped(BEN, b"", mode=0o010666), "ben/gather.py is a pipe."),
    "socket": (Zipped(BEN, b"", mode=0o140666), "ben/gather.py is a socket."),
    "unknown-kind": (Zipped(BEN, b"", mode=0o150666), "ben/gather.py is of an unknown kind."),
    "folder-as-file": (Zipped(BEN, b"", mode=0o040755), "ben/gather.py is a folder under a file's name."),
    "dos-folder-as-file": (Zipped(BEN, b"", attributes=0x10), "ben/gather.py is a folder under a file's name."),
    "file-as-folder": (Zipped(b"ben/gather.py/"), "ben/gather.py/ is a file under a folder's name."),
    "encrypted": (Zipped(BEN, flags=ENCRYPTED), "ben/gather.py is encrypted."),
    "strongly-encrypted": (Zipped(BEN, flags=0x41), "ben/gather.py is encrypted."),
    "masked": (Zipped(BEN, flags=0x2000), "ben/gather.py is encrypted."),
    "patch": (Zipped(BEN, flags=0x20), "ben/gather.py is a change to a file, not a file."),
    "encrypted-in-one-header": (Zipped(BEN, local={"flags": ENCRYPTED}), DIFFER),
    "method-unknown": (
        Zipped(BEN, method=LZMA),
        "ben/gather.py is packed in a way that is not read here (method 14).",
    ),
    "another-name-inside": (Zipped(BEN, local={"name": b"eve/gather.py"}), DIFFER),
    "another-name-as-long": (Zipped(BEN, local={"name": b"eve/gather.py"}), DIFFER),
    "another-method-inside": (Zipped(BEN, local={"method": STORED}), DIFFER),
    "another-size-inside": (Zipped(BEN, local={"size": 1}), DIFFER),
    "another-packed-size-inside": (Zipped(BEN, local={"packed": 1}), DIFFER),
    "another-crc-inside": (Zipped(BEN, local={"crc": 1}), DIFFER),
    "wrong-crc": (Zipped(BEN, local={"crc": 1}, central={"crc": 1}), DAMAGED),
    "says-too-little": (Zipped(BEN, local={"size": 3}, central={"size": 3}), LIES),
    "says-too-much": (Zipped(BEN, local={"size": 300}, central={"size": 300}), LIES),
    "stored-says-too-much": (Zipped(BEN, method=STORED, local={"size": 99}, central={"size": 99}), LIES),
    "stored-says-too-little": (Zipped(BEN, method=STORED, local={"size": 9}, central={"size": 9}), LIES),
    "says-gigabytes": (
        Zipped(BEN, local={"size": 0xFFFFFFF0}, central={"size": 0xFFFFFFF0}),
        "ben/gather.py is larger than 256 KiB.",
    ),
    "too-large": (Zipped(BEN, bytes(300_000)), "ben/gather.py is larger than 256 KiB."),
    "not-deflate": (Zipped(BEN, packed=b"\xff" * 20), DAMAGED),
    "deflate-cut": (Zipped(BEN, packed=b"\x4b"), DAMAGED),
    "deflate-with-more-behind": (
        Zipped(BEN, packed=zlib.compress(SOURCE, wbits=-15) + b"hidden"),
        LIES,
    ),
    "offset-outside": (Zipped(BEN, central={"offset": 0x7FFFFFFF}), OVERLAPS),
    "twice": (Zipped(b"ada/gather.py"), "ada/gather.py is there twice: only the first one counts."),
    "collides": (
        Zipped(b"ADA/Gather.PY", mode=0o100644),
        "ADA/Gather.PY differs from one before it only in capitals or spelling: only the first one counts.",
    ),
}


@pytest.mark.parametrize(("hostile", "line"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_by_itself(tmp_path: Path, hostile: Zipped, line: str) -> None:
    """Each hostile member costs one clear line and itself; its honest neighbours are read."""
    contents = read(tmp_path, neighbours([hostile]), "*.[pP][yY]")

    assert (BOTH, [line]) == (paths(contents), lines(contents))


def test_who_claims_the_bytes_of_another_costs_both(tmp_path: Path) -> None:
    """Of two members on the same bytes neither can be believed."""
    contents = read(tmp_path, neighbours([Zipped(BEN, central={"offset": 5})]))

    assert paths(contents) == ["zoe/gather.py"]
    assert lines(contents) == ["ada/gather.py shares its bytes with another member.", OVERLAPS]


HONEST = {
    "deflated": Zipped(BEN),
    "stored": Zipped(BEN, method=STORED),
    "bzipped": Zipped(BEN, method=BZIPPED),
    "from-unix": Zipped(BEN, mode=0o100644),
    "from-dos": Zipped(BEN, attributes=0x20),
    "largest": Zipped(BEN, b"#" * (256 * 1024)),
    "with-extras": Zipped(BEN, extra=b"UT\5\0\3\0\0\0\0"),
    "with-damaged-extras": Zipped(BEN, extra=b"\1\0\xff\xff\0"),
    "sizes-behind": Zipped(BEN, flags=SIZES_FOLLOW, local={"crc": 0, "packed": 0, "size": 0}),
}


@pytest.mark.parametrize("honest", HONEST.values(), ids=HONEST)
def test_what_honest_tools_write_is_read(tmp_path: Path, honest: Zipped) -> None:
    """Every common way of packing one file comes to its bytes."""
    contents = read(tmp_path, neighbours([honest]))

    assert lines(contents) == []
    assert paths(contents) == ["ada/gather.py", "ben/gather.py", "zoe/gather.py"]
    assert honest.content == contents.members[1].content


@pytest.mark.parametrize(
    ("raw", "flags", "extra", "name"),
    [
        pytest.param("Zoë/a.py".encode(), UTF8, b"", "Zoë/a.py", id="utf-8-as-told"),
        pytest.param("Zoë/a.py".encode(), 0, b"", "Zoë/a.py", id="utf-8-untold"),
        pytest.param("Zoë/a.py".encode("cp437"), 0, b"", "Zoë/a.py", id="dos"),
        pytest.param(b"Zo?/a.py", 0, "Zoë/a.py", "Zoë/a.py", id="unicode-path"),
    ],
)
def test_a_name_is_read_as_it_was_meant(tmp_path: Path, raw: bytes, flags: int, extra: bytes | str, name: str) -> None:
    """A name is UTF-8 where that is told or fits, else as DOS wrote it, unless a better one stands beside it."""
    if isinstance(extra, str):
        path = b"\1" + struct.pack("<L", zlib.crc32(raw)) + extra.encode()
        extra = struct.pack("<2H", 0x7075, len(path)) + path

    contents = read(tmp_path, zip_bytes(Zipped(raw, flags=flags, extra=extra)))

    assert [name] == paths(contents)


def test_a_better_name_is_looked_at_too(tmp_path: Path) -> None:
    """A name beside the name is no way around the rules for names."""
    path = b"\1" + struct.pack("<L", zlib.crc32(b"a.py")) + b"../a.py"

    contents = read(tmp_path, zip_bytes(Zipped(b"a.py", extra=struct.pack("<2H", 0x7075, len(path)) + path)))

    assert lines(contents) == ["../a.py leads out of its folder (..)."]


def test_what_python_writes_is_read(tmp_path: Path) -> None:
    """A zip of the standard library, streamed with 64-bit sizes, is read in full."""
    stream = io.BytesIO()
    stream.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("ada")
        with archive.open("ada/gather.py", "w", force_zip64=True) as file:
            file.write(SOURCE)
        archive.writestr("notes.txt", "hello")

    contents = read(tmp_path, stream.getvalue())

    assert paths(contents) == ["ada/gather.py"]
    assert lines(contents) == []


@pytest.mark.parametrize(
    "around",
    [
        {"before": b"#!/bin/sh\nexit\n" * 40},
        {"comment": b"from the LMS"},
        {"comment": b"PK\5\6" + bytes(30)},
        {"after": b"\r\n"},
    ],
    ids=["self-extracting", "comment", "comment-like-an-end", "bytes-behind"],
)
def test_bytes_around_a_zip_do_no_harm(tmp_path: Path, around: dict[str, bytes]) -> None:
    """A program before it, a comment in it and a line end behind it leave a zip as it is."""
    contents = read(tmp_path, zip_bytes(Zipped(BEN), **around))

    assert (paths(contents), lines(contents)) == (["ben/gather.py"], [])


def test_clutter_is_passed_over(tmp_path: Path) -> None:
    """Folders, what macOS adds beside each file, and what was not asked for are neither taken nor refused."""
    clutter = [b"__MACOSX/ada/._gather.py", b"ada/._gather.py", b"ada/.DS_Store", b"ada/notes.txt"]
    folder = Zipped(b"ben/gather.py/", b"", STORED)

    contents = read(tmp_path, neighbours([folder, *(Zipped(name, b"\0\5\x16\7") for name in clutter)]))

    assert (paths(contents), lines(contents)) == (BOTH, [])


def test_a_zip_that_is_cut_off_keeps_what_is_whole(tmp_path: Path) -> None:
    """Without its directory a zip is read from the front, up to the cut, and the cut is told."""
    whole = neighbours([Zipped(BEN, random.Random(1).randbytes(300).hex().encode())])
    cut = whole[: whole.index(b"PK\3\4zoe"[:4], whole.index(b"ben/")) - 20]

    contents = read(tmp_path, cut)

    assert paths(contents) == ["ada/gather.py"]
    assert lines(contents) == [OVERLAPS, "class.archive is cut off: something is missing at its end."]


def test_a_zip_cut_before_unknown_sizes_says_so(tmp_path: Path) -> None:
    """Where only the missing directory knew the sizes, reading ends with a line."""
    follows = Zipped(BEN, flags=SIZES_FOLLOW, local={"crc": 0, "packed": 0, "size": 0})
    whole = zip_bytes(Zipped(b"ada/gather.py"), follows)

    contents = read(tmp_path, whole[: whole.index(b"PK\1\2")])

    assert paths(contents) == ["ada/gather.py"]
    assert lines(contents) == ["class.archive is cut off: something is missing at its end."]


def test_a_damaged_directory_keeps_what_it_listed(tmp_path: Path) -> None:
    """Entries before the damage are read; the damage is told."""
    whole = bytearray(neighbours([Zipped(BEN)]))
    third = whole.rindex(b"PK\1\2")
    whole[third : third + 4] = b"XXXX"

    contents = read(tmp_path, bytes(whole))

    assert paths(contents) == ["ada/gather.py", "ben/gather.py"]
    assert lines(contents) == ["class.archive is damaged: what comes after could not be read."]


@pytest.mark.parametrize(
    ("end", "line"),
    [
        pytest.param((b"PK\5\6", 1, 1, 1, 1, 0, 0, 0), "is one part of an archive that was split", id="split"),
        pytest.param(
            (b"PK\5\6", 0, 0, 1, 1, 9999, 9999, 0), "is damaged: what comes after could not be read", id="outside"
        ),
        pytest.param((b"PK\5\6", 0, 0, 0, 0, 0, 0, 0), "", id="empty"),
    ],
)
def test_an_end_that_lies_is_told(tmp_path: Path, end: tuple[bytes, int], line: str) -> None:
    """An end record that leads nowhere ends the reading with a line; an empty zip is empty."""
    contents = read(tmp_path, struct.pack("<4s4H2LH", *end))

    assert ([], [f"class.archive {line}."] if line else []) == (paths(contents), lines(contents))


def test_a_64_bit_end_is_read(tmp_path: Path) -> None:
    """A directory described in 64 bits is found."""
    whole = zip_bytes(Zipped(BEN))
    at = len(whole) - 22
    length, start = struct.unpack("<2L", whole[at + 12 : at + 20])
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, length, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)

    contents = read(tmp_path, whole[:at] + end + locator + last)

    assert (paths(contents), lines(contents)) == (["ben/gather.py"], [])


def test_a_64_bit_end_that_is_missing_is_told(tmp_path: Path) -> None:
    """A locator that points at nothing is damage."""
    whole = zip_bytes(Zipped(BEN))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)

    contents = read(tmp_path, whole[:-22] + locator + whole[-22:])

    assert lines(contents) == ["class.archive is damaged: what comes after could not be read."]


def test_too_many_members_end_the_reading(tmp_path: Path) -> None:
    """Beyond the limit nothing is read, and that is told."""
    many = zip_bytes(*(Zipped(b"%d/a.py" % number) for number in range(9)))

    contents = read(tmp_path, many, limits=Limits(members=5))

    assert len(contents.members) == 5
    assert lines(contents) == ["class.archive has more than 5 members: the rest was not read."]


def test_refusals_are_bounded_too(tmp_path: Path) -> None:
    """An archive full of bad names makes a short list, and the honest ones are still read."""
    bad = [Zipped(b"../%d.py" % number) for number in range(50)]

    contents = read(tmp_path, neighbours(bad), limits=Limits(refusals=10))

    assert paths(contents) == BOTH
    assert len(contents.refusals) == 11
    assert lines(contents)[-1] == "class.archive has 40 more members that were refused."
