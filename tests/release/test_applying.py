"""An edition brought up to date: what its student wrote stays."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from grader.authoring.release import Hidden, ReleasePlatform, apply_edition
from grader.curriculum.kata_files import EDITION
from grader.errors import UsageError
from grader.student.edition import is_own
from tests.release.editions import edition

STUB = "katas/kata01_x/x.py"


def made(**texts: str) -> dict[str, bytes]:
    """An edition of these files; `stub` and `readme` stand for a kata's."""
    names = {"stub": STUB, "readme": "katas/kata01_x/README.md", "facts": "katas/kata01_x/kata.yaml"}
    files = {names.get(name, name): text.encode() for name, text in {"facts": "title: X\n", **texts}.items()}
    hashes = {path: sha256(content).hexdigest() for path, content in files.items()}
    return {**files, EDITION: json.dumps({"version": 1, "files": hashes}).encode()}


def below(folder: Path) -> Mapping[str, str]:
    """Every file there and its text, but for edition.json."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != EDITION]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def test_a_new_folder_gets_everything(tmp_path: Path) -> None:
    """The files as they are, and said so."""
    applied = apply_edition(made(stub="stub\n", readme="brief\n"), tmp_path / "course")

    assert below(tmp_path / "course") == {
        STUB: "stub\n",
        "katas/kata01_x/README.md": "brief\n",
        "katas/kata01_x/kata.yaml": "title: X\n",
    }
    assert len(applied.written) == 4


def test_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    """The same edition again changes nothing."""
    apply_edition(made(stub="stub\n"), tmp_path)

    applied = apply_edition(made(stub="stub\n"), tmp_path)

    assert applied.written == applied.removed == applied.kept == ()


def test_work_in_a_stub_stays(tmp_path: Path) -> None:
    """A stub that was worked on is kept; a newer one is laid beside it, once."""
    apply_edition(made(stub="stub\n", readme="brief\n"), tmp_path)
    (tmp_path / STUB).write_text("my work\n")

    applied = apply_edition(made(stub="newer stub\n", readme="better brief\n"), tmp_path)

    assert (applied.kept, applied.newer_stubs) == ((STUB,), (f"{STUB}.new",))
    assert below(tmp_path)[STUB] == "my work\n"
    assert below(tmp_path)[f"{STUB}.new"] == "newer stub\n"
    assert below(tmp_path)["katas/kata01_x/README.md"] == "better brief\n"
    (tmp_path / f"{STUB}.new").unlink()
    again = apply_edition(made(stub="newer stub\n", readme="better brief\n"), tmp_path)
    assert (again.kept, again.newer_stubs) == ((STUB,), ())


def test_an_untouched_stub_is_renewed(tmp_path: Path) -> None:
    """Where nobody has written, the newer stub takes its place."""
    apply_edition(made(stub="stub\n"), tmp_path)

    apply_edition(made(stub="newer stub\n"), tmp_path)

    assert below(tmp_path)[STUB] == "newer stub\n"


def test_another_file_that_was_changed_is_copied_first(tmp_path: Path) -> None:
    """The edition's own files are renewed, and what stood there is kept in .grade/backups."""
    apply_edition(made(readme="brief\n"), tmp_path)
    (tmp_path / "katas/kata01_x/README.md").write_text("my notes\n")

    applied = apply_edition(made(readme="better brief\n"), tmp_path)

    assert applied.saved == ("katas/kata01_x/README.md",)
    assert below(tmp_path)["katas/kata01_x/README.md"] == "better brief\n"
    assert below(tmp_path)[".grade/backups/katas/kata01_x/README.md"] == "my notes\n"


def test_what_an_edition_no_longer_has_goes(tmp_path: Path) -> None:
    """A file of the older edition is removed with its folder, unless it was changed; others are left alone."""
    apply_edition(made(**{"docs/old.md": "old\n", "docs/mine.md": "theirs\n"}), tmp_path)
    (tmp_path / "docs/mine.md").write_text("mine\n")
    (tmp_path / "notes.txt").write_text("notes\n")

    applied = apply_edition(made(), tmp_path)

    assert applied.removed == ("docs/old.md",)
    assert set(below(tmp_path)) == {"docs/mine.md", "notes.txt", "katas/kata01_x/kata.yaml"}


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """It is refused before anything is written."""
    (tmp_path / "thesis.txt").write_text("years of work\n")

    with pytest.raises(UsageError, match="something else"):
        apply_edition(made(stub="stub\n"), tmp_path)

    assert below(tmp_path) == {"thesis.txt": "years of work\n"}


def test_an_edition_that_lies_about_its_files_removes_nothing_outside(tmp_path: Path) -> None:
    """A path that leads out of the folder in edition.json is not followed."""
    outside = tmp_path / "outside.txt"
    outside.write_text("mine\n")
    home = tmp_path / "course"
    home.mkdir()
    lies = {"version": 1, "files": {"../outside.txt": sha256(b"mine\n").hexdigest()}}
    (home / EDITION).write_text(json.dumps(lies))

    apply_edition(made(), home)

    assert outside.read_text() == "mine\n"


HOSTILE = [
    "../outside.txt",
    "/etc/cron.d/x",
    "C:/x",
    "katas\\..\\x",
    ".git/hooks/pre-commit",
    "katas/.git/config",
    "katas/.GIT/config",
    "katas/.g\u200cit/config",
    "katas/git~1/config",
    ".grade/memory.json",
    ".venv/bin/python",
    "notes.txt",
    "mine/x.py",
    "katas/../../x",
    "katas//x",
    "katas/./x",
    "katas/nul",
    "katas/x\x1b[2J",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_an_edition_writes_only_where_the_course_is(name: str, told: bool, tmp_path: Path) -> None:
    """A path out of the course's own folders ends it before anything is written; what no edition.json tells is left."""
    home = tmp_path / "course"
    hostile = made(stub="stub\n", **{name: "hostile\n"})
    if not told:
        hostile |= {EDITION: made(stub="stub\n")[EDITION]}
        apply_edition(hostile, home)
    else:
        with pytest.raises(UsageError) as raised:
            apply_edition(hostile, home)
        assert raised.value.message.isprintable()

    written = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert written == (set() if told else {"x.py", "kata.yaml", EDITION})


def test_two_names_that_a_disk_takes_for_one_are_refused(tmp_path: Path) -> None:
    """One would be written over the other, and nobody would see which."""
    with pytest.raises(UsageError, match="capitals"):
        apply_edition(made(**{"docs/a.md": "one\n", "docs/A.md": "other\n"}), tmp_path / "course")

    assert not (tmp_path / "course").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize("link", ["katas", "katas/kata01_x", STUB, EDITION, "docs/old.md", ".grade", ".grade/backups"])
def test_no_link_is_followed(link: str, tmp_path: Path) -> None:
    """Where a link stands in the course, nothing is read, written or taken away through it; it is named."""
    home, outside = tmp_path / "course", tmp_path / "outside"
    apply_edition(made(stub="stub\n", **{"docs/old.md": "old\n"}), home)
    place = home / link
    if place.exists():
        place.rename(outside)
    else:
        outside.mkdir()
        place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside)
    before = below(tmp_path)

    with pytest.raises(UsageError, match="is a link"):
        apply_edition(made(stub="newer\n", readme="more\n"), home)

    assert below(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_where_a_file_is_prepared_is_not_written_through(tmp_path: Path) -> None:
    """Files are made beside their place first; a link under that name is replaced, and what it leads to stays."""
    outside = tmp_path / "outside.txt"
    outside.write_text("mine\n")
    (tmp_path / "course/docs").mkdir(parents=True)
    (tmp_path / "course" / EDITION).write_bytes(made()[EDITION])
    (tmp_path / "course/docs/.a.md.partial").symlink_to(outside)

    apply_edition(made(**{"docs/a.md": "new\n"}), tmp_path / "course")

    assert outside.read_text() == "mine\n"
    assert below(tmp_path / "course")["docs/a.md"] == "new\n"


@pytest.mark.parametrize("whose", ["theirs", "ours"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"version": 1}',
        b'{"version": 1, "files": []}',
        b'{"version": 1, "files": {"docs/a.md": 7}}',
        b'{"version": 2, "files": {}}',
        b"[" * 100_000,
    ],
)
def test_a_broken_manifest_is_a_sentence(content: bytes, whose: str, tmp_path: Path) -> None:
    """Whatever stands in an edition.json, of the new edition or of the copy, it is told as wrong usage."""
    apply_edition(made(stub="stub\n"), tmp_path)
    newer = made(stub="newer\n")
    if whose == "theirs":
        newer[EDITION] = content
    else:
        (tmp_path / EDITION).write_bytes(content)

    with pytest.raises(UsageError, match=r"edition\.json .* cannot be read"):
        apply_edition(newer, tmp_path)

    assert below(tmp_path)[STUB] == "stub\n"


def test_an_edition_with_a_file_missing_is_damaged(tmp_path: Path) -> None:
    """What edition.json tells has to be there; else the copy would seem complete and would not be."""
    damaged = made(stub="stub\n")
    del damaged[STUB]

    with pytest.raises(UsageError, match="damaged"):
        apply_edition(damaged, tmp_path / "course")


@pytest.mark.parametrize("hidden", Hidden)
@pytest.mark.parametrize("platform", [None, *ReleasePlatform])
def test_every_file_of_our_own_edition_is_the_courses(hidden: Hidden, platform: ReleasePlatform | None) -> None:
    """What is released can be applied."""
    assert [name for name in edition(hidden, platform) if not is_own(name)] == []
