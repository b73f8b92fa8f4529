"""What is read from a tar, packed or not, and what is refused while the rest is read."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from grader.student.archives import Limits
from tests.archives.archive_bytes import BLOCK, PACKED, SOURCE, lines, paths, pax, read, tar_bytes, tarred
from tests.support.claims import nonempty

ADA, BEN, ZOE = b"ada/gather.py", b"ben/gather.py", b"zoe/gather.py"
BOTH = ["ada/gather.py", "zoe/gather.py"]
CUT = "class.archive is cut off: something is missing at its end."
DAMAGED = "class.archive is damaged: what comes after could not be read."
LONG = b"d" * 60 + b"/" + b"e" * 60 + b"/gather.py"
GNU = b"ustar  \0"

HOSTILE = {
    "absolute": (tarred(b"/etc/gather.py"), "/etc/gather.py has an absolute path."),
    "parent": (tarred(b"../gather.py"), "../gather.py leads out of its folder (..)."),
    "backslash": (tarred(b"ben\\gather.py"), "ben\\gather.py has backslashes in its name."),
    "drive": (tarred(b"C:/gather.py"), "C:/gather.py names a drive."),
    "escape": (tarred(b"\x1b[2Ja.py"), "\\x1b[2Ja.py has control or invisible characters in its name."),
    "not-utf-8": (tarred(b"\xff.py"), "\\xdcff.py has a name that is not UTF-8."),
    "symlink": (tarred(BEN, b"", kind=b"2", link=b"/etc/passwd"), "ben/gather.py is a link."),
    "hard-link": (tarred(BEN, b"", kind=b"1", link=b"ada/gather.py"), "ben/gather.py is a link to another member."),
    "character-device": (tarred(BEN, b"", kind=b"3"), "ben/gather.py is a device."),
    "block-device": (tarred(BEN, b"", kind=b"4"), "ben/gather.py is a device."),
    "pipe": (tarred(BEN, b"", kind=b"6"), "ben/gather.py is a pipe."),
    "link-that-claims-bytes": (tarred(BEN, b"", kind=b"2", size=10**9), "ben/gather.py is a link."),
    "file-as-folder": (tarred(BEN + b"/"), "ben/gather.py/ is a file under a folder's name."),
    "unknown-kind": (tarred(BEN, kind=b"Q"), "ben/gather.py is of an unknown kind."),
    "multi-volume": (tarred(BEN, kind=b"M"), "ben/gather.py is the rest of a file from another archive."),
    "sparse": (tarred(BEN, kind=b"S", magic=GNU), "ben/gather.py is a sparse file."),
    "sparse-with-maps": (
        tarred(BEN, b"", kind=b"S", magic=GNU, continues=True, size=len(SOURCE))
        + (bytes(504) + b"\1" + bytes(7)) * 3
        + bytes(BLOCK)
        + SOURCE.ljust(BLOCK, b"\0"),
        "ben/gather.py is a sparse file.",
    ),
    "pax-sparse": (
        pax((b"GNU.sparse.major", b"1"), (b"GNU.sparse.name", BEN), (b"GNU.sparse.realsize", b"9" * 15)) + tarred(BEN),
        "ben/gather.py is a sparse file.",
    ),
    "pax-parent": (pax((b"path", b"../gather.py")) + tarred(BEN), "../gather.py leads out of its folder (..)."),
    "pax-nul": (
        pax((b"path", b"a.py\0b")) + tarred(BEN),
        "a.py\\x00b has control or invisible characters in its name.",
    ),
    "pax-two-names": (
        pax((b"path", b"eve/a.py"), (b"path", BEN)) + tarred(BEN),
        "ben/gather.py is given more than one name.",
    ),
    "two-pax": (
        pax((b"path", b"eve/a.py")) + pax((b"path", BEN)) + tarred(BEN),
        "ben/gather.py is given more than one name.",
    ),
    "pax-and-gnu-name": (
        pax((b"path", BEN)) + tarred(b"././@LongLink", b"eve/a.py\0", kind=b"L") + tarred(BEN),
        "eve/a.py is given more than one name.",
    ),
    "two-gnu-names": (
        tarred(b"././@LongLink", b"eve/a.py\0", kind=b"L") + tarred(b"././@LongLink", BEN, kind=b"L") + tarred(BEN),
        "ben/gather.py is given more than one name.",
    ),
    "gnu-parent": (
        tarred(b"././@LongLink", b"../a.py\0", kind=b"L") + tarred(BEN),
        "../a.py leads out of its folder (..).",
    ),
    "gnu-endless-name": (
        tarred(b"././@LongLink", b"a" * 9000, kind=b"L") + tarred(BEN),
        "a" * 160 + "… has a name of more than 512 characters.",
    ),
    "pax-other-size": (
        pax((b"size", str(len(SOURCE)).encode())) + tarred(BEN, size=7),
        "ben/gather.py is described in two ways that differ.",
    ),
    "pax-damaged": (tarred(b"x", b"99 path=a\n", kind=b"x") + tarred(BEN), "ben/gather.py has a damaged header."),
    "pax-no-length": (tarred(b"x", b"path=a\n", kind=b"x") + tarred(BEN), "ben/gather.py has a damaged header."),
    "pax-length-zero": (tarred(b"x", b"0 path=a\n", kind=b"x") + tarred(BEN), "ben/gather.py has a damaged header."),
    "pax-negative": (tarred(b"x", b"-9 path=a\n", kind=b"x") + tarred(BEN), "ben/gather.py has a damaged header."),
    "pax-no-equals": (tarred(b"x", b"7 path\n", kind=b"x") + tarred(BEN), "ben/gather.py has a damaged header."),
    "too-large": (tarred(BEN, bytes(300_000)), "ben/gather.py is larger than 256 KiB."),
    "twice": (tarred(ADA), "ada/gather.py is there twice: only the first one counts."),
}


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize(("hostile", "line"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_by_itself(tmp_path: Path, hostile: bytes, line: str, packed: str) -> None:
    """Each hostile member costs one clear line and itself; its honest neighbours are read."""
    contents = read(tmp_path, PACKED[packed](tar_bytes(tarred(ADA), hostile, tarred(ZOE))))

    assert (BOTH, [line]) == (paths(contents), lines(contents))


ENDING = {
    "wrong-sum": (tarred(BEN, sum_off=1), DAMAGED),
    "negative-size": (tarred(BEN, size=b"\xff" * 12), DAMAGED),
    "size-no-number": (tarred(BEN, size=b"12x45678901\0"), DAMAGED),
    "size-beyond-all": (tarred(BEN, size=b"\x80" + b"\xff" * 11), DAMAGED),
    "noise": (b"\xde\xad" * 256, DAMAGED),
    "endless-pax": (
        tarred(b"x", b"", kind=b"x", size=1 << 33),
        "class.archive has a header of more than 1 MiB: the rest was not read.",
    ),
    "endless-gnu-name": (
        tarred(b"././@LongLink", b"", kind=b"L", size=1 << 33),
        "class.archive has a header of more than 1 MiB: the rest was not read.",
    ),
    "global-path": (
        pax((b"path", b"eve/a.py"), kind=b"g"),
        "class.archive has a header that renames or resizes all members: the rest was not read.",
    ),
    "global-size": (
        pax((b"size", b"0"), kind=b"g"),
        "class.archive has a header that renames or resizes all members: the rest was not read.",
    ),
    "global-sparse": (
        pax((b"GNU.sparse.map", b"0,1"), kind=b"g"),
        "class.archive has a header that renames or resizes all members: the rest was not read.",
    ),
    "pax-size-no-number": (
        pax((b"size", b"-5")) + tarred(BEN),
        "class.archive has a member without a clear size: the rest was not read.",
    ),
    "pax-size-twice": (
        pax((b"size", b"5"), (b"size", b"50")) + tarred(BEN),
        "class.archive has a member without a clear size: the rest was not read.",
    ),
}


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize(("hostile", "line"), ENDING.values(), ids=ENDING)
def test_where_the_next_member_is_unknown_reading_ends(tmp_path: Path, hostile: bytes, line: str, packed: str) -> None:
    """What was read before stays, nothing is guessed after, and one line tells it."""
    contents = read(tmp_path, PACKED[packed](tar_bytes(tarred(ADA), hostile, tarred(ZOE))))

    assert (["ada/gather.py"], [line]) == (paths(contents), lines(contents))


HONEST = {
    "posix": (tarred(BEN), "ben/gather.py"),
    "old": (tarred(BEN, kind=b"\0", magic=bytes(8)), "ben/gather.py"),
    "contiguous": (tarred(BEN, kind=b"7"), "ben/gather.py"),
    "gnu": (tarred(BEN, magic=GNU), "ben/gather.py"),
    "gnu-long-name": (tarred(b"././@LongLink", LONG + b"\0", kind=b"L") + tarred(LONG), LONG.decode()),
    "gnu-long-link": (tarred(b"././@LongLink", LONG + b"\0", kind=b"K") + tarred(BEN), "ben/gather.py"),
    "pax-name": (pax((b"path", "Zoë/a.py".encode()), (b"mtime", b"1.5")) + tarred(b"Zo/a.py"), "Zoë/a.py"),
    "pax-size": (pax((b"size", str(len(SOURCE)).encode())) + tarred(BEN), "ben/gather.py"),
    "pax-xattr": (pax((b"SCHILY.xattr.user.x", b"a=b\nc")) + tarred(BEN), "ben/gather.py"),
    "git-comment": (pax((b"comment", b"ab" * 20), kind=b"g") + tarred(BEN), "ben/gather.py"),
    "label": (tarred(b"backup", b"", kind=b"V") + tarred(BEN), "ben/gather.py"),
    "base-256": (tarred(BEN, size=b"\x80" + len(SOURCE).to_bytes(11, "big")), "ben/gather.py"),
    "with-folders": (tarred(b"ben/", b"", kind=b"5") + tarred(BEN), "ben/gather.py"),
    "with-other-files": (tarred(b"ben/data.bin", bytes(10**6)) + tarred(BEN), "ben/gather.py"),
}


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize(("honest", "name"), HONEST.values(), ids=HONEST)
def test_what_honest_tools_write_is_read(tmp_path: Path, honest: bytes, name: str, packed: str) -> None:
    """Every common way of writing one file comes to its name and bytes."""
    contents = read(tmp_path, PACKED[packed](tar_bytes(tarred(ADA), honest, tarred(ZOE))))

    assert ([BOTH[0], name, BOTH[1]], []) == (paths(contents), lines(contents))
    assert all(member.content == SOURCE for member in nonempty(contents.members))


FOLDERS = {
    "folder": tarred(BEN + b"/", b"", kind=b"5"),
    "old-folder": tarred(BEN + b"/", b"", kind=b"\0"),
    "folder-that-claims-bytes": tarred(BEN, b"", kind=b"5", size=10**9),
    "gnu-dump-folder": tarred(BEN, kind=b"D"),
}


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_a_folder_is_passed_over(tmp_path: Path, folder: bytes) -> None:
    """However a folder is told, and whatever it claims: it is no file, and nobody behind it is lost."""
    contents = read(tmp_path, tar_bytes(tarred(ADA), folder, tarred(ZOE)))

    assert (paths(contents), lines(contents)) == (BOTH, [])


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_what_python_writes_is_read(tmp_path: Path, form: int, mode: str) -> None:
    """Long and foreign names survive each format and packing of the standard library."""
    names = ["ada/gather.py", "Núñez, Zoë/gather.py", "d" * 90 + "/" + "e" * 90 + "/gather.py"]
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name in names:
            told = tarfile.TarInfo(name)
            told.size = len(SOURCE)
            archive.addfile(told, io.BytesIO(SOURCE))

    contents = read(tmp_path, stream.getvalue())

    assert (names, []) == (paths(contents), lines(contents))


@pytest.mark.parametrize("packed", PACKED)
def test_a_tar_that_is_cut_off_keeps_what_is_whole(tmp_path: Path, packed: str) -> None:
    """Inside a member, its bytes, or at its end mark: what was whole stays, and the cut is told."""
    whole = b"".join((tarred(ADA), tarred(BEN), tarred(ZOE, b"#" * 2000)))

    at_the_end = read(tmp_path, PACKED[packed](whole))
    inside = read(tmp_path, PACKED[packed](whole[:-1000]))
    in_a_header = read(tmp_path, PACKED[packed](whole[: 2 * BLOCK + 100]))

    assert [*BOTH[:1], "ben/gather.py", BOTH[1]] == paths(at_the_end)
    assert paths(inside) == ["ada/gather.py", "ben/gather.py"]
    assert paths(in_a_header) == ["ada/gather.py"]
    assert [
        lines(at_the_end),
        lines(inside),
        lines(in_a_header),
    ] == [[CUT], ["zoe/gather.py could not be read to its end.", CUT], [CUT]]


@pytest.mark.parametrize("packed", ["tar.gz", "tar.bz2", "tar.xz"])
def test_packed_bytes_that_are_cut_off_keep_what_came_before(tmp_path: Path, packed: str) -> None:
    """A download that stopped half way gives what it can, and says that it stopped."""
    first, second = PACKED[packed](tarred(ADA)), PACKED[packed](tar_bytes(tarred(ZOE)))

    contents = read(tmp_path, first + second[:-20])

    assert "ada/gather.py" in paths(contents)
    assert lines(contents)[-1] == CUT


@pytest.mark.parametrize("packed", ["tar.gz", "tar.bz2", "tar.xz"])
def test_packed_bytes_that_are_damaged_keep_what_came_before(tmp_path: Path, packed: str) -> None:
    """Flipped bits are noticed where they are met, never taken for a submission, and cost nothing read before."""
    first, second = PACKED[packed](tarred(ADA)), bytearray(PACKED[packed](tar_bytes(tarred(ZOE))))
    second[20:40] = b"\xaa" * 20

    contents = read(tmp_path, first + bytes(second))

    assert paths(contents) == ["ada/gather.py"]
    assert lines(contents)[-1] == DAMAGED


@pytest.mark.parametrize("packed", ["tar.gz", "tar.bz2", "tar.xz"])
def test_packed_in_pieces_is_one_archive(tmp_path: Path, packed: str) -> None:
    """Parallel packers write many streams one after the other, with padding between and behind."""
    pieces = [tarred(ADA), tarred(BEN), tar_bytes(tarred(ZOE))]

    contents = read(tmp_path, b"".join(PACKED[packed](piece) + bytes(8) for piece in pieces))

    assert (paths(contents), lines(contents)) == (["ada/gather.py", "ben/gather.py", "zoe/gather.py"], [])


def test_a_million_empty_pieces_end(tmp_path: Path) -> None:
    """Streams that hold nothing are counted."""
    contents = read(tmp_path, gzip.compress(b"") * 300 + gzip.compress(tar_bytes()), limits=Limits(members=200))

    assert lines(contents) == ["class.archive is packed in too many pieces."]


def test_headers_without_members_are_counted(tmp_path: Path) -> None:
    """A chain of headers about a member that never comes ends at the limit."""
    contents = read(tmp_path, tar_bytes(*[pax((b"mtime", b"1"))] * 50), limits=Limits(members=20))

    assert lines(contents) == ["class.archive has too many headers: the rest was not read."]


def test_noise_behind_the_end_is_passed_over(tmp_path: Path) -> None:
    """Whatever follows the end mark is no part of the archive."""
    contents = read(tmp_path, tar_bytes(tarred(ADA)) + tarred(b"../evil.py") + b"noise")

    assert (paths(contents), lines(contents)) == (["ada/gather.py"], [])


@pytest.mark.parametrize("content", [b"x = 1\n", b"", bytes(10)], ids=["text", "nothing", "zeros"])
def test_packed_without_a_tar_is_told(tmp_path: Path, content: bytes) -> None:
    """A packed file that is no archive is refused by its name."""
    contents = read(tmp_path, gzip.compress(content))

    assert (lines(contents), paths(contents)) == (
        ["class.archive is packed, but holds no tar."],
        [],
    )
