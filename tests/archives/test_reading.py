"""Bombs, files that are no archives, and what reading leaves behind."""

from __future__ import annotations

import lzma
import os
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from grader.errors import UsageError
from grader.student.archives import Limits, Refusal, Stored, stream_files
from tests.archives.archive_bytes import (
    DEFLATED,
    PACKED,
    Zipped,
    contents_of,
    lines,
    neighbours,
    paths,
    pax,
    read,
    tar_bytes,
    tarred,
    zip_bytes,
)

SMALL = Limits(unpacked_bytes=1 << 20, ratio_from=1 << 18)
BOMB = zlib.compress(bytes(10 << 20), 9, wbits=-15)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.mark.parametrize("packed", ["tar.gz", "tar.bz2", "tar.xz"])
def test_a_packed_bomb_is_stopped(tmp_path: Path, packed: str) -> None:
    """Ten megabytes of zeros in a few kilobytes are unpacked only as far as the budget goes."""
    bomb = PACKED[packed](tar_bytes(tarred(b"ada/gather.py"), tarred(b"zeros.bin", bytes(10 << 20)), tarred(b"z.py")))

    contents = read(tmp_path, bomb, limits=Limits(unpacked_bytes=8 << 20, ratio_from=1 << 18))

    assert paths(contents) == ["ada/gather.py"]
    assert lines(contents) == ["class.archive unpacks to more than 250 times its size: the rest was not read."]


def test_a_bomb_below_the_ratio_is_stopped_by_its_size(tmp_path: Path) -> None:
    """What packs badly is measured by its size alone."""
    noise = random.Random(1).randbytes(2 << 20)

    contents = read(tmp_path, PACKED["tar.gz"](tar_bytes(tarred(b"noise.bin", noise))), limits=SMALL)

    assert lines(contents) == ["class.archive unpacks to more than 1 MiB: the rest was not read."]


def test_a_zip_has_one_budget_for_all_its_members(tmp_path: Path) -> None:
    """Many members that are each small enough are together too much."""
    members = [Zipped(b"%d.py" % number, bytes([number]) * 200_000) for number in range(35, 50)]

    contents = read(tmp_path, zip_bytes(*members), limits=SMALL)

    assert paths(contents) == ["35.py"]
    assert lines(contents) == [
        "36.py could not be read to its end.",
        "class.archive unpacks to more than 250 times its size: the rest was not read.",
    ]


def test_a_class_that_packs_well_is_no_bomb(tmp_path: Path) -> None:
    """A thousand copies of one stub pack a hundredfold and are read."""
    same = tar_bytes(*(tarred(b"s%d/gather.py" % number) for number in range(1000)))

    contents = read(tmp_path, PACKED["tar.xz"](same))

    assert (len(contents.members), lines(contents)) == (1000, [])


def test_a_zip_is_not_unpacked_where_it_is_not_wanted(tmp_path: Path) -> None:
    """A bomb that nobody asked for costs nothing."""
    contents = read(tmp_path, neighbours([Zipped(b"zeros.bin", bytes(10 << 20))]), limits=SMALL)

    assert (paths(contents), lines(contents)) == (["ada/gather.py", "zoe/gather.py"], [])


def test_a_member_that_unpacks_to_more_than_it_says_is_stopped(tmp_path: Path) -> None:
    """A bomb that claims to be small is unpacked to the size it claims, and no further."""
    sizes: dict[str, int | bytes] = {"size": 100}

    contents = read(tmp_path, neighbours([Zipped(b"b.py", packed=BOMB, local=sizes, central=sizes)]))

    assert lines(contents) == ["b.py does not hold as many bytes as it says."]
    assert len(contents.members) == 2


def test_members_on_the_same_bytes_are_refused(tmp_path: Path) -> None:
    """Many entries for one packed kernel, the way of the better bombs, are each refused."""
    kernel = Zipped(b"0.py", b"#" * 200_000)
    same: list[Zipped] = [Zipped(b"%d.py" % number, central={"offset": 0}) for number in range(1, 30)]

    contents = read(tmp_path, zip_bytes(kernel, *same))

    assert paths(contents) == []
    assert {refusal.reason for refusal in contents.refusals} == {"shares its bytes with another member"}


def test_a_member_that_quotes_the_next_is_refused(tmp_path: Path) -> None:
    """A header hidden inside another member's bytes, by a stored block or an extra field, is no member."""
    inner = zip_bytes(Zipped(b"b.py"))
    inner = inner[: inner.index(b"PK\1\2")]
    # The first member's bytes are the whole of the second one.
    outer = Zipped(b"a.py", inner, method=0)
    offset = 30 + len(b"a.py")

    contents = read(tmp_path, zip_bytes(outer, Zipped(b"b.py", central={"offset": offset})))

    assert paths(contents) == []
    assert [f"{name} shares its bytes with another member." for name in ("a.py", "b.py")] == lines(contents)


def test_an_extra_field_cannot_reach_into_the_next_member(tmp_path: Path) -> None:
    """Where a member's own header is longer than listed, its bytes still end before the next begins."""
    whole = bytearray(zip_bytes(Zipped(b"a.py", method=0), Zipped(b"b.py", method=0)))
    struct.pack_into("<H", whole, 28, 60)

    contents = read(tmp_path, bytes(whole))

    assert (paths(contents), lines(contents)) == (["b.py"], ["a.py shares its bytes with another member."])


def test_an_archive_that_holds_itself_is_not_followed(tmp_path: Path) -> None:
    """An archive inside the archive, to any depth, is a file like any other and not opened."""
    inner = zip_bytes(Zipped(b"evil.py"))
    for _ in range(5):
        inner = zip_bytes(Zipped(b"inner.zip", inner), Zipped(b"a.py"))

    contents = read(tmp_path, inner, "*")

    assert (paths(contents), lines(contents)) == (["inner.zip", "a.py"], [])


def test_a_dictionary_of_gigabytes_is_not_granted(tmp_path: Path) -> None:
    """An xz header may ask for four gigabytes of memory; it does not get them."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    greedy = bytearray(lzma.compress(tar_bytes(tarred(b"a.py")), filters=filters))
    # The byte that says how large the dictionary is, then the sum of the block's header.
    header_size = (greedy[12] + 1) * 4
    at = greedy.index(b"\x21\x01", 12) + 2
    greedy[at] = 40
    end = 12 + header_size - 4
    greedy[end : end + 4] = struct.pack("<L", zlib.crc32(greedy[12:end]))

    contents = read(tmp_path, bytes(greedy))

    assert lines(contents) == ["class.archive is damaged: what comes after could not be read."]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"x = 1\n", b"\x7fELF" + bytes(600), b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\7", b"\xff" * 2000],
    ids=["nothing", "two-letters", "python", "program", "7z", "rar", "noise"],
)
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    """Neither zip nor tar: one line, and no traceback."""
    contents = read(tmp_path, content)

    assert (paths(contents), lines(contents)) == ([], ["class.archive is neither a zip nor a tar."])


@pytest.mark.parametrize("start", [b"PK\3\4", b"PK\5\6", b"PK\7\x08", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"])
def test_a_beginning_alone_is_no_archive(tmp_path: Path, start: bytes) -> None:
    """The first bytes of an archive and nothing more are one line too."""
    contents = read(tmp_path, start)

    assert (paths(contents), len(contents.refusals)) == ([], 1)


def test_an_archive_is_told_by_its_bytes(tmp_path: Path) -> None:
    """A tar that calls itself a zip is a tar."""
    path = tmp_path / "class.zip"
    path.write_bytes(tar_bytes(tarred(b"a.py")))

    assert paths(contents_of(path, "a.py")) == ["a.py"]


def test_an_empty_tar_is_empty(tmp_path: Path) -> None:
    """Nothing in it is nothing to refuse."""
    assert (paths(contents := read(tmp_path, tar_bytes())), lines(contents)) == ([], [])


def test_a_refusal_tells_whose_it_is(tmp_path: Path) -> None:
    """Where the name can be trusted its parts are given; where it cannot there are none."""
    contents = read(tmp_path, zip_bytes(Zipped(b"ben/gather.py", mode=0o120777), Zipped(b"../gather.py")))

    assert [refusal.parts for refusal in contents.refusals] == [("ben", "gather.py"), ()]


def test_an_archive_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    """Members come one at a time, so that a class of any size fits into memory; stopping early closes the file."""
    path = tmp_path / "class.zip"
    path.write_bytes(neighbours([]))
    stream = stream_files(path, lambda name: True)

    first = next(stream)
    stream.close()  # type: ignore[attr-defined]

    assert isinstance(first, Stored)
    assert first.parts == ("ada", "gather.py")


def test_a_missing_archive_is_the_callers_mistake(tmp_path: Path) -> None:
    """What is not there, or is a folder, is told as wrong usage."""
    for path in (tmp_path / "no.zip", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(UsageError):
            contents_of(path, "*")


@posix_only
def test_an_archive_behind_a_link_or_pipe_is_not_opened(tmp_path: Path) -> None:
    """A collected folder may hold links and pipes under an archive's name: neither is followed or waited for."""
    (tmp_path / "link.zip").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe.zip")

    for name in ("link.zip", "pipe.zip"):
        with pytest.raises(UsageError, match="is not an ordinary file"):
            contents_of(tmp_path / name, "*")


WATCHED = """
import os, sys
from pathlib import Path
from grader.student.archives import Stored, stream_files
ALLOWED = ("open",)
def watch(event, args):
    if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os._exit(9)
    if event.startswith(("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.chmod", "subprocess",
                         "socket", "shutil", "tempfile", "os.truncate", "os.utime", "os.chdir")):
        os._exit(8)
sys.addaudithook(watch)
for path in sys.argv[1:]:
    found = list(stream_files(Path(path), lambda name: True))
    assert any(isinstance(one, Stored) and one.content for one in found)
"""


def test_nothing_is_written_anywhere(tmp_path: Path) -> None:
    """Python itself watches: no file is opened for writing, no folder made, no link, no program started."""
    hostile = [b"../evil.py", b"/tmp/evil.py", b"a/b/c.py"]
    (tmp_path / "one").write_bytes(neighbours(Zipped(name) for name in hostile))
    (tmp_path / "two").write_bytes(PACKED["tar.xz"](tar_bytes(*map(tarred, hostile))))

    watched = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, str(tmp_path / "one"), str(tmp_path / "two")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )

    assert (watched.returncode, watched.stderr) == (0, b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


SEEDS = [
    zip_bytes(Zipped(b"a.py"), Zipped(b"b/c.py", method=0), Zipped(b"d.py", method=DEFLATED, mode=0o100644)),
    tar_bytes(tarred(b"a.py"), pax((b"path", b"b/c.py")), tarred(b"x"), tarred(b"d.py", kind=b"2")),
    *(pack(tar_bytes(tarred(b"a.py"), tarred(b"b.py"))) for pack in PACKED.values()),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.sampled_from(SEEDS),
    some.lists(some.tuples(some.integers(0, 1 << 14), some.integers(0, 255)), max_size=8),
    some.integers(0, 1 << 14),
)
def test_no_damage_makes_it_stumble(tmp_path: Path, seed: bytes, flips: list[tuple[int, int]], cut: int) -> None:
    """Whatever bytes are changed or cut, there are members and lines and never an exception, twice the same."""
    damaged = bytearray(seed)
    for at, value in flips:
        damaged[at % len(damaged)] = value
    content = bytes(damaged[: len(damaged) - cut % len(damaged)])

    contents = read(tmp_path, content, "*")

    assert contents == read(tmp_path, content, "*")
    assert all(line.isprintable() for line in lines(contents))
    assert all(isinstance(one, Refusal) and len(one.said) < 300 for one in contents.refusals)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.dictionaries(some.sampled_from("abcdefgh"), some.binary(min_size=1, max_size=2000), min_size=1))
def test_every_honest_byte_arrives(tmp_path: Path, files: dict[str, bytes]) -> None:
    """The bytes packed are the bytes read, in a zip and in each tar."""
    sources = {name: b"#" + content.hex().encode() + b"\n" for name, content in files.items()}
    archives = [zip_bytes(*(Zipped(f"{name}.py".encode(), source) for name, source in sources.items()))]
    whole = tar_bytes(*(tarred(f"{name}.py".encode(), source) for name, source in sources.items()))

    for archive in (*archives, *(pack(whole) for pack in PACKED.values())):
        contents = read(tmp_path, archive)

        assert sources == {member.parts[0][0]: member.content for member in contents.members}
