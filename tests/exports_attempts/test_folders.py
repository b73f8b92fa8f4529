"""Where the file of an attempt is written."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import PureWindowsPath
from typing import Any

import pytest

from grader.classroom.exports import Notes, NothingToSend
from grader.classroom.exports.attempts import FolderNames
from grader.classroom.scores.model import Score, Standing
from grader.model import Level
from grader.student.archives.members import parts_of
from tests.exports_attempts.classroom import ADA, CLASS, GATHER, NOTHING, names, one, scored, table_of, written

FORMATS = ("gradescope", "github-classroom", "exercism", "junit")

HOSTILE = [
    *("..", ".", "", "a/b", "a\\b", "C:x", "con", "NUL.txt", "name.", " name ", "-rf", "~", "a\nb", "a\0b"),
    *("=cmd()", "Ada", "ada", "ADA", "\u202eada", "\udcff", "aux.b.c", "COM1", "ａｄａ", "x" * 300, "\U00020000" * 64),
    *("zoe\u0308", "zo\u00eb", "ZO\u00cb", "\u115f", "a\u3164", "李四"),
]


def test_an_ordinary_id_is_the_folders_name() -> None:
    """Nobody has to look up who 0123456 or ada@example.org is."""
    folders = FolderNames()

    for key in ("0123456", "ada@example.org", "a.b-c_d", "李四", "zoë"):
        assert folders.of(key) == key


def test_each_student_has_a_folder_of_their_own_on_every_disk() -> None:
    """Also where a disk takes capitals for the same; and asked again, it is the same."""
    folders = FolderNames()

    made = [folders.of(key) for key in HOSTILE]

    assert len({name.casefold() for name in made}) == len(HOSTILE)
    assert [folders.of(key) for key in HOSTILE] == made


@pytest.mark.parametrize("key", HOSTILE)
def test_no_id_leads_out_of_the_folder(key: str) -> None:
    """The name is one plain part on Linux, macOS and Windows."""
    name = FolderNames().of(key)

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


@pytest.mark.parametrize("format", FORMATS)
def test_who_gets_no_file_is_told(format: str) -> None:
    """Excused, missing, waiting, the stub, and points given by hand without an attempt: nothing says they were sent."""
    by_hand = Score(Standing.OVERRIDDEN, 10, Decimal(8), reason="an oral exam")
    others = [Score(standing, 10) for standing in (Standing.EXCUSED, Standing.WAITING, Standing.NOT_STARTED)]
    notes = Notes()

    with pytest.raises(NothingToSend):
        written(
            format, table_of((ADA, [by_hand, *others, NOTHING, Score(Standing.OPEN, 10)]), columns=[GATHER] * 6), notes
        )

    assert sorted(notes.counted) == [
        "excused: no file",
        "given points by an override without an attempt: no file",
        "handed in as the stub itself: no file",
        "missing: no file",
        "waiting to be graded: no file",
    ]


def test_an_unconfined_attempt_says_so_where_there_is_room() -> None:
    """Gradescope and JUnit have room for it; what has none is told when it is written."""
    weak: dict[str, Any] = {"level": Level.WEAK, "accepted_unconfined": True}

    result = json.loads(one("gradescope", **weak))
    suite = one("junit", **weak).decode()
    losses = {name: Notes() for name in FORMATS}
    for name, notes in losses.items():
        written(name, table_of((ADA, [scored(1, "4", 4, **weak)]), columns=[GATHER]), notes)

    assert "Unconfined: graded with weak protections." in result["output"]
    assert result["extra_data"]["unconfined"] is True
    assert '<property name="unconfined" value="yes" />' in suite
    assert [
        name for name, notes in losses.items() if any("without saying so" in said for said in notes.sentences())
    ] == ["github-classroom", "exercism"]
