"""Where the file of an attempt is written."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest

from grader.archives.names import parts_of
from grader.exports.attempts import Folders
from tests.exports_attempts.classroom import CLASS, names, written

HOSTILE = [
    *("..", ".", "", "a/b", "a\\b", "C:x", "con", "NUL.txt", "name.", " name ", "-rf", "~", "a\nb", "a\0b"),
    *("=cmd()", "Ada", "ada", "ADA", "\u202eada", "\udcff", "aux.b.c", "COM1", "ａｄａ", "x" * 300, "\U00020000" * 64),
    *("zoe\u0308", "zo\u00eb", "ZO\u00cb", "\u115f", "a\u3164", "李四"),
]


def test_an_ordinary_id_is_the_folders_name() -> None:
    """Nobody has to look up who 0123456 or ada@example.org is."""
    folders = Folders()

    for key in ("0123456", "ada@example.org", "a.b-c_d", "李四", "zoë"):
        assert folders.of(key) == key


def test_each_student_has_a_folder_of_their_own_on_every_disk() -> None:
    """Also where a disk takes capitals for the same; and asked again, it is the same."""
    folders = Folders()

    made = [folders.of(key) for key in HOSTILE]

    assert len({name.casefold() for name in made}) == len(HOSTILE)
    assert [folders.of(key) for key in HOSTILE] == made


@pytest.mark.parametrize("key", HOSTILE)
def test_no_id_leads_out_of_the_folder(key: str) -> None:
    """The name is one plain part on Linux, macOS and Windows."""
    name = Folders().of(key)

    assert parts_of(name) == (name,)
    assert PureWindowsPath(name).parts == (name,)
    assert unicodedata.normalize("NFKC", name) == name and name.isprintable() and " " not in name
    assert len(name.encode()) <= 255 and not name.startswith(("-", "."))


def test_there_is_a_file_for_every_attempt_that_counts() -> None:
    """Excused, missing and waiting have none."""
    files = written("gradescope")

    assert [path.name for path in names(files)] == [
        "kata11.json",
        "kata12.json",
        "kata11.json",
        "kata11.json",
        "kata11.json",
    ]
    assert [str(path.parent) for path in names(files)][:3] == ["s0012", "s0012", "0123456"]
    assert len({path.parent for path in names(files)}) == len(list(CLASS.rows()))
