"""Nothing in what a student hands in says whose it is or when it came, whichever platform's file it is called as.

Two students hand in the same kata. One adds a file under each name that some platform or tool gives its own files, or
that another student's entry has, in each place they can reach. Everybody else's submission, its time, its mark and the
kind of the whole source must be as they were.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.classroom.collect import SourceFormat, detect, knows
from tests.collect.sources import CODE, ROSTER, FakeBook, collect
from tests.support.archives import folder, pack, zip_bytes, zipped
from tests.support.claims import nonempty

THEIRS = CODE + b"# the thief's\n"
EARLY = "2026-01-01 10:00:00 UTC"
METADATA = """\
{0}submission_1:
  :submitters:
  - :sid: {1}
  :created_at: 2026-01-31 10:00:00 Z
{0}submission_2:
  :submitters:
  - :sid: {2}
  :created_at: {3}
"""
WORKSHEET = """\
Identifier,Email address,Last modified (submission)
Participant 101,{},"Saturday, 31 January 2026, 10:00 AM"
Participant 102,{},"{} February 2026, 10:00 AM"
"""


@dataclass(frozen=True)
class Place:
    """A kind of source: ada's own file, how ben's files are named, and what the platform adds."""

    ada: str
    ben: Callable[[str], str]
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_flat(self) -> bool:
        """Whether it has no folders."""
        return not self.ada.endswith("/gather.py")


PLACES = {
    SourceFormat.CANVAS: Place("lovelaceada_6_1_gather.py", "nunezben_LATE_7_2_{}".format),
    SourceFormat.BLACKBOARD: Place(
        "hw_alove_attempt_2026-01-31-10-00-00_gather.py",
        "hw_b_nunez_attempt_2026-02-20-10-00-00_{}".format,
        {"hw_alove_attempt_2026-01-31-10-00-00.txt": "Name: Ada"},
    ),
    SourceFormat.MOODLE: Place(
        "Ada Lovelace_101_assignsubmission_file/gather.py",
        "Ben Núñez_102_assignsubmission_file/{}".format,
        {"Grades.csv": WORKSHEET.format("ada@x.edu", "ben@x.edu", "Friday, 20")},
    ),
    SourceFormat.BRIGHTSPACE: Place(
        "1-101 - Ada Lovelace - Jan 31, 2026 1000 AM/gather.py",
        "1-102 - Ben Núñez - Feb 20, 2026 1000 AM/{}".format,
        {"index.html": "<html>"},
    ),
    SourceFormat.GRADESCOPE: Place(
        "submission_1/gather.py",
        "submission_2/{}".format,
        {"submission_metadata.yml": METADATA.format("", "ada", "ben", "2026-02-20 10:00:00 Z")},
    ),
    SourceFormat.SAKAI: Place(
        "Week 1 (gather)/Lovelace, Ada(ada)/Submission attachment(s)/gather.py",
        "Week 1 (gather)/Nunez, Ben(ben)/Submission attachment(s)/{}".format,
        {
            "Week 1 (gather)/Lovelace, Ada(ada)/timestamp.txt": "2026-01-31T10:00:00Z",
            "Week 1 (gather)/Nunez, Ben(ben)/timestamp.txt": "20260220100000000",
        },
    ),
    SourceFormat.NBGRADER: Place(
        "submitted/ada/hw/gather.py",
        "submitted/ben/hw/{}".format,
        {f"submitted/{who}/hw/timestamp.txt": f"2026-0{1 + (who == 'ben')}-20 10:00:00 UTC" for who in ("ada", "ben")},
    ),
    SourceFormat.FOLDERS: Place("ada/gather.py", "ben/{}".format),
}
FLAT_MOODLE = Place(
    "Ada Lovelace_101_assignsubmission_file_gather.py",
    "Ben Núñez_102_assignsubmission_file_{}".format,
    {"Grades.csv": WORKSHEET.format("ada@x.edu", "ben@x.edu", "Friday, 20")},
)
FLAT_SAKAI = Place(
    "Week 1/Lovelace, Ada(ada)_Submission attachment(s)_gather.py",
    "Week 1/Nunez, Ben(ben)_Submission attachment(s)_{}".format,
    {
        "Week 1/grades.csv": '"Week 1","SCORE_GRADE_TYPE"\n""\n'
        '"Display ID","ID","Last Name","First Name","grade","Submission date","Late submission"\n'
        '"ada","ada","Lovelace","Ada","","2026-01-31T10:00:00Z","On time"\n'
        '"ben","ben","Núñez","Ben","","2026-02-20T10:00:00Z","Late"\n'
    },
)
FLATTENED = {"moodle, flat": FLAT_MOODLE, "sakai, flat": FLAT_SAKAI}
SWAPPED = METADATA.format("", "ben", "ada", EARLY)
MANIFEST = json.dumps({"version": 1, "when": "2026-01-01T10:00:00+00:00", "owner": "ada", "katas": []})
COMPANIONS: dict[str, str | bytes] = {
    "submission_metadata.yml": SWAPPED,
    "submission_1/submission_metadata.yml": SWAPPED,
    "timestamp.txt": EARLY,
    "sub/timestamp.txt": EARLY,
    "broken/submission_metadata.yml": "{{{",
    "Grades.csv": WORKSHEET.format("ben@x.edu", "ada@x.edu", "Sunday, 1"),
    "worksheet.csv": WORKSHEET.format("ben@x.edu", "ada@x.edu", "Sunday, 1"),
    "manifest.json": MANIFEST,
    "deeper/manifest.json": MANIFEST,
    "index.html": "<html>",
    "times.csv": "id,kata,time\nben,kata01,2026-01-01 10:00\n",
    "roster.csv": "id\nada\n",
    "course.yaml": "roster: roster.csv\n",
    "submitted/ada/hw/gather.py": THEIRS,
    "submitted/ada/hw/timestamp.txt": "2026-02-20 10:00:00 UTC",
    "ada/gather.py": THEIRS,
    "ada.zip": pack({"gather.py": THEIRS}, when="2026-03-01T10:00:00+00:00"),
    "ada@x.edu/gather.py": THEIRS,
    "submission_1/gather.py": THEIRS,
    "export/submission_1/gather.py": THEIRS,
    "lovelaceada_6_1_gather.py": THEIRS,
    "lovelaceada_6_9_gather.py": THEIRS,
    "_7_8_gather.py": THEIRS,
    "x_alove_attempt_2026-02-28-10-00-00_gather.py": THEIRS,
    "b_nunez_attempt_2026-01-01-10-00-00_gather.py": THEIRS,
    "x_101_assignsubmission_file_gather.py": THEIRS,
    "Ada Lovelace_101_assignsubmission_file_gather.py": THEIRS,
    "Ada Lovelace_101_assignsubmission_file/gather.py": THEIRS,
    "1-101 - Ada Lovelace - Feb 28, 2026 1000 AM/gather.py": THEIRS,
    "1-101 - Ada Lovelace - Feb 28, 2026 1000 AM - gather.py": THEIRS,
    "x - Jan 1, 2026 1000 AM - gather.py": THEIRS,
    "gather-ada/gather.py": THEIRS,
    "grades.csv": "ada,ada,Lovelace,Ada,,2026-02-28T10:00:00Z,Late\nben,ben,Nunez,Ben,,2026-01-01T10:00:00Z,On time\n",
    "Lovelace, Ada(ada)/timestamp.txt": "2026-02-28T10:00:00Z",
    "Lovelace, Ada(ada)/Submission attachment(s)/gather.py": THEIRS,
    "Submission attachment(s)/timestamp.txt": "2026-01-01T10:00:00Z",
    "x(ada)_Submission attachment(s)_gather.py": THEIRS,
    ".git/HEAD": "ref: refs/heads/main\n",
    "HEAD": "ref: refs/heads/main\n",
    "ADA/gather.py": THEIRS,
    "\uff41da/gather.py": THEIRS,
}
WAYS: dict[str, Callable[[str, bytes], tuple[str, bytes]]] = {
    "as it is": lambda name, content: (name, content),
    "in a folder": lambda name, content: (f"mine/{name}", content),
    "in a pack": lambda name, content: ("handin.zip", pack({name: content}, when="2026-01-01T10:00:00+00:00")),
    "in an archive": lambda name, content: ("mine.zip", zip_bytes({name: content})),
    "in an archive in a pack": lambda name, content: ("handin.zip", pack({"in.zip": pack({name: content})})),
}


def kept(book: FakeBook, owner: str) -> list[tuple[object, ...]]:
    """All that is kept of somebody, also as one of several."""
    return [
        (one.kata, one.owner, one.source, one.submitted, one.late_mark) for one in book.kept if owner in str(one.owner)
    ]


def when(book: FakeBook) -> set[tuple[object, ...]]:
    """Whose are said to have come when, and marked late."""
    return {(one.owner, one.submitted, one.late_mark) for one in book.kept}


def flat(name: str) -> str:
    """A path as the name of one file, for platforms without folders."""
    return name.replace("/", "_")


@pytest.mark.parametrize("companion", COMPANIONS)
@pytest.mark.parametrize("kind", [*PLACES, *FLATTENED])
def test_a_students_file_says_nothing_about_the_source(kind: str, companion: str, tmp_path: Path) -> None:
    """A file called as a platform's or as another's entry changes no owner, time, mark or kind, wherever it lies."""
    place = FLATTENED.get(kind) or PLACES[SourceFormat(kind)]
    honest = {place.ada: CODE, place.ben("gather.py"): THEIRS, **place.own}
    before, _ = collect(zipped(tmp_path / "before.zip", honest))
    content = COMPANIONS[companion]
    sources = []
    for number, hide in enumerate(WAYS.values()):
        name, hidden = hide(companion, content.encode() if isinstance(content, str) else content)
        theirs = place.ben(flat(name) if place.is_flat else name)
        # Nothing of a student's can stand where the platform writes a file of its own.
        added = {theirs: hidden} if theirs not in place.own else {}
        alone = {one: source for one, source in honest.items() if source != THEIRS} | added
        sources += [zipped(tmp_path / f"{number}.zip", honest | added), folder(tmp_path / f"{number}", alone)]

    collected = [(detect(source, knows(ROSTER)), collect(source)[0]) for source in sources]

    assert {SourceFormat(kind.partition(",")[0])} == {found for found, _ in collected}
    for _, book in nonempty(collected):
        assert kept(before, "ada") == kept(book, "ada")
        assert {"ada", "ben"} >= {one.owner for one in book.kept}
        assert when(before) >= when(book)
