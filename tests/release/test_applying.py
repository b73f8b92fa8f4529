"""An edition brought up to date: what its student wrote stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from grader.authoring.release import EDITION, apply_edition
from grader.errors import UsageError

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
