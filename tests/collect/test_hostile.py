"""Sources made to hurt: nothing leaves them, nothing hangs or fills the memory, and honest files in them are taken."""

from __future__ import annotations

import os
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.collect import KataNames, SourceFormat, Why
from grader.classroom.collect.choosing import Choosing
from grader.classroom.collect.formats import SourceContext, reader_of
from grader.classroom.collect.formats.gradescope import people_and_times
from grader.classroom.collect.gathering import Gathering
from grader.classroom.collect.sources import Files
from grader.classroom.collect.times_file import NO_TIMES
from grader.classroom.collect.trees import ArchiveTree, FolderTree
from grader.classroom.collect.values import CollectedFile, NoSource
from grader.student.archives import Limits
from tests.archives.archive_bytes import Zipped
from tests.archives.archive_bytes import zip_bytes as raw_zip
from tests.collect.sources import BERLIN, CODE, KATAS, NOW, ROSTER, Counted, FakeBook, collect, said, whys
from tests.support.archives import folder, pack, zip_bytes, zipped
from tests.support.claims import nonempty

posix = pytest.mark.skipif(sys.platform == "win32", reason="such files are not made on Windows")


def sparse(path: Path) -> None:
    """Eight gigabytes of nothing."""
    path.touch()
    os.truncate(path, 8 << 30)


MAKE: dict[str, tuple[Callable[[Path], object], str]] = {
    "link": (lambda path: path.symlink_to("/etc/passwd"), "ada/gather.py: is a link"),
    "pipe": (os.mkfifo, "ada/gather.py: is a pipe, a socket or a device"),
    "folder": (lambda path: path.mkdir(), ""),
    "sparse": (sparse, "is larger than 256 KiB"),
}


def everything(place: Path) -> set[str]:
    """Every path below a place."""
    return {str(path) for path in place.rglob("*")}


@posix
@pytest.mark.parametrize("what", MAKE)
def test_what_is_no_ordinary_file_is_refused(what: str, tmp_path: Path) -> None:
    """A link is not followed, a pipe not waited for, eight gigabytes not read; the others are taken."""
    make, expected = MAKE[what]
    source = folder(tmp_path / "s", {"ada/notes.py": b"", "ben/gather.py": CODE})
    make(source / "ada" / "gather.py")

    book, gathered = collect(source)

    assert {("ben", "kata01")} == book.taken()
    lines = said(gathered, Why.REFUSED)
    assert expected in lines[0] if expected else not lines


@posix
def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    """A folder that leads elsewhere, or back to the top, is one refusal."""
    source = folder(tmp_path / "s", {"ben/gather.py": CODE})
    folder(tmp_path / "private", {"gather.py": b"secret"})
    (source / "ada").symlink_to(tmp_path / "private")
    (source / "ben" / "loop").symlink_to(source)

    book, gathered = collect(source)

    assert [one.source for one in book.kept] == [CODE]
    assert said(gathered) == ["ada: is a link", "ben/loop: is a link"]


@posix
def test_odd_names_are_refused_and_shown_harmlessly(tmp_path: Path) -> None:
    """Names in another encoding, with control characters or a path's signs in them, are told in plain characters."""
    source = folder(tmp_path / "s", {"ben/gather.py": CODE})
    for name in (b"\xff\xfe", b"a\x1b[2J", b"a\nb", "a\u202e".encode(), b"a\\b", b"nul.txt"):
        os.mkdir(os.fsencode(source) + b"/" + name)
        (source / os.fsdecode(name) / "gather.py").write_bytes(CODE)

    book, gathered = collect(source)

    assert {("ben", "kata01")} == book.taken()
    assert whys(gathered)[Why.REFUSED] == 6
    assert all(line.isprintable() for line in nonempty(said(gathered)))


def test_a_hundred_thousand_entries_end_the_reading(tmp_path: Path) -> None:
    """Beyond the bound the rest is not read, and that is told; what came before is taken."""
    files = {f"ada/{number:03d}/x.txt": b"" for number in range(60)} | {"aaa/x.py": b""}
    source, archive = folder(tmp_path / "s", files), zipped(tmp_path / "s.zip", files)

    for tree in (FolderTree(source, members=50), ArchiveTree(archive, Limits(members=50))):
        found = list(tree.files(lambda parts: 0, at_once=1))

        assert sum(isinstance(one, CollectedFile) for one in found) == 50
        assert not isinstance(found[-1], CollectedFile)
        assert found[-1].said in (
            "has more than 50 entries: the rest was not read",
            "has more than 50 members: the rest was not read",
        )


def test_a_deep_tree_ends(tmp_path: Path) -> None:
    """Folders in folders without an end are not followed to it."""
    deep = "/".join("d" * 40)

    book, gathered = collect(folder(tmp_path / "s", {f"ada/{deep}/gather.py": CODE, "ben/gather.py": CODE}))

    assert {("ben", "kata01")} == book.taken()
    assert [line.rpartition(": ")[2] for line in said(gathered)] == ["lies more than 32 folders deep"]


def test_nothing_is_written_by_a_members_name(tmp_path: Path) -> None:
    """Paths that lead out, absolute ones and links in an archive are refused, and no file appears anywhere."""
    place = tmp_path / "place"
    place.mkdir()
    hostile = [
        Zipped(b"../ada/gather.py", CODE),
        Zipped(b"/tmp/ada/gather.py", CODE),
        Zipped(b"ada/gather.py", b"/etc/passwd", mode=0o120777),
        Zipped(b"C:/ada/gather.py", CODE),
        Zipped(b"ben/gather.py", CODE),
        Zipped(b"BEN/gather.py", CODE),
        Zipped(b"ben/gather.py", b"second\n"),
    ]
    (place / "s.zip").write_bytes(raw_zip(*hostile))
    before = everything(tmp_path)

    book, gathered = collect(place / "s.zip")

    assert [(one.owner, one.source) for one in book.kept] == [("ben", CODE)]
    assert whys(gathered)[Why.REFUSED] == 6
    assert before == everything(tmp_path)


@posix
def test_a_tars_links_and_devices_are_refused(tmp_path: Path) -> None:
    """A tar can hold links out of itself and devices: none of them is read."""
    with tarfile.open(tmp_path / "s.tar.gz", "w:gz") as archive:
        for name, kind in (
            ("ada/gather.py", tarfile.SYMTYPE),
            ("cyd/gather.py", tarfile.LNKTYPE),
            ("d", tarfile.CHRTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        archive.add(folder(tmp_path / "s", {"gather.py": CODE}) / "gather.py", "ben/gather.py")

    book, gathered = collect(tmp_path / "s.tar.gz")

    assert {("ben", "kata01")} == book.taken()
    assert whys(gathered)[Why.REFUSED] == 3


def test_a_bomb_in_a_bomb_is_bounded(tmp_path: Path) -> None:
    """A student's zip that unpacks to gigabytes is cut off at its files' bound, and the class goes on."""
    bomb = zip_bytes({"manifest.json": b" " * (64 << 20), "gather.py": CODE})
    many = pack({"gather.py": b"#" * (1 << 20)})
    nested = pack({"gather.py": CODE, "inner.zip": pack({"retry.py": CODE})})
    files = {"ada.zip": bomb, "ben.zip": many, "cyd.zip": nested, "dan/gather.py": CODE}

    book, gathered = collect(folder(tmp_path / "s", files))

    assert {("ada", "kata01"), ("cyd", "kata01"), ("dan", "kata01")} == book.taken()
    assert "ben.zip/gather.py: is larger than 256 KiB" in said(gathered)
    assert any("manifest.json: is larger than" in line for line in said(gathered))


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    """Bytes that do not fit their sum are refused when they are read, and told."""
    members = [Zipped(b"ada/gather.py", CODE, packed=b"\0broken"), Zipped(b"ben/gather.py", CODE)]
    (tmp_path / "s.zip").write_bytes(raw_zip(*members))

    book, gathered = collect(tmp_path / "s.zip")

    assert {("ben", "kata01")} == book.taken()
    assert said(gathered) == ["ada/gather.py: is damaged"]


def test_an_archive_cut_off_loses_nothing_without_a_word(tmp_path: Path) -> None:
    """Where the second walk ends before the chosen files, each of those is listed."""
    source = zipped(tmp_path / "s.zip", {f"{student}/gather.py": CODE for student in ("ada", "ben")})
    files = Files(ArchiveTree(source, Limits()), reader_of(SourceFormat.FOLDERS), SourceContext(BERLIN))
    choosing = Choosing(KataNames(KATAS), ROSTER, NO_TIMES)

    class Exchanged:
        """A source that is another one when it is read."""

        listing = files.listing

        def contents(self, chosen: object) -> object:
            """Nothing any more."""
            return iter(())

    gathered = Gathering(FakeBook(), "", NOW, Counted()).all(Exchanged(), choosing)  # type: ignore[arg-type]

    assert said(gathered) == ["ada/gather.py: could not be read", "ben/gather.py: could not be read"]


@pytest.mark.parametrize(
    "content",
    [
        b"a: &a [x]\nb: !!python/object/apply:os.system ['touch /tmp/owned']\n",
        b"? [a, b]\n: c\n",
        b"[" * 5000,
        b"a: {" * 100 + b"}" * 100,
        b"\xff\xff",
        b"a: 'open",
    ],
)
def test_hostile_metadata_builds_nothing(content: bytes) -> None:
    """Tags make no objects, depth is bounded, and what is no YAML is told."""
    try:
        told = people_and_times(content)
    except NoSource as error:
        assert "submission_metadata.yml cannot be read" in error.message
    else:
        assert all(not submitted.people for submitted in nonempty(told.values()))
    assert not Path("/tmp/owned").exists()


def test_aliases_are_not_unfolded() -> None:
    """A billion laughs cost as much as their text."""
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )

    assert len(people_and_times(laughs.encode())) <= 25


def test_a_second_pack_inside_is_not_opened(tmp_path: Path) -> None:
    """One zip in the source is opened, none in that one."""
    inner = pack({"retry.py": CODE})

    book, gathered = collect(folder(tmp_path / "s", {"ada.zip": pack({"gather.py": CODE, "more.zip": inner})}))

    assert {("ada", "kata01")} == book.taken()
    assert said(gathered) == ["ada.zip/more.zip: no kata is handed in under this name"]


def test_encrypted_members_are_told(tmp_path: Path) -> None:
    """A file behind a password is a line, not an error."""
    (tmp_path / "s.zip").write_bytes(raw_zip(Zipped(b"ada/gather.py", CODE, flags=1), Zipped(b"ben/gather.py", CODE)))

    book, gathered = collect(tmp_path / "s.zip")

    assert {("ben", "kata01")} == book.taken()
    assert said(gathered) == ["ada/gather.py: is encrypted"]


def test_a_file_that_is_no_archive_is_told(tmp_path: Path) -> None:
    """Text under a zip's name is no source."""
    (tmp_path / "s.zip").write_text("hello", encoding="utf-8")

    _, gathered = collect(tmp_path / "s.zip", SourceFormat.FOLDERS)

    assert said(gathered) == ["s.zip: is neither a zip nor a tar"]
    assert not zipfile.is_zipfile(tmp_path / "s.zip")
