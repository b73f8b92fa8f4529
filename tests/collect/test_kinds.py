"""Each kind of source: told by its names, and read for who, what and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.collect import NoSource, SourceFormat, Why, detect
from tests.collect.sources import CODE, collect, said, whys
from tests.support.archives import folder, pack, zip_bytes, zipped

METADATA = """\
submission_11:
  :submitters:
  - :name: Somebody Else
    :sid: "0042"
    :email: kira@x.edu
  :created_at: 2026-01-31 18:00:00.184427000 Z
  :results:
    tests: [{name: a, output: "b: [c"}]
submission_12:
  :submitters:
  - :name: Cyd Kim
  - {":name": Dan Kim, ":email": DAN@x.edu, ":sid": }
  :created_at: '2026-01-31T10:00:00-08:00'
submission_13:
  :submitters:
  - :name: Sam Kim
"""
SOURCES: dict[SourceFormat, Mapping[str, bytes | str]] = {
    SourceFormat.CANVAS: {
        "lovelaceada_6_123_gather.py": CODE,
        "nunezben_LATE_7_124_gather-1.py": CODE + b"#",
        "team1_8_125_retry.py": CODE,
        "smithzoe_99_126_gather.py": CODE,
    },
    SourceFormat.MOODLE: {
        "Ada Lovelace_101_assignsubmission_file/gather.py": CODE,
        "Ben Núñez_102_assignsubmission_file_/sub/gather.py": CODE,
        "team 1_3_assignsubmission_file/retry.py": CODE,
        "Ada Lovelace_101_assignsubmission_onlinetext/onlinetext.html": "hello",
        "Sam Kim_104_assignsubmission_file/gather.py": CODE,
    },
    SourceFormat.BLACKBOARD: {
        "hw_1_alove_attempt_2026-01-31-18-00-00_gather.py": CODE,
        "hw_1_alove_attempt_2026-01-31-18-00-00.txt": "Name: Ada",
        "hw_1_alove_attempt_2026-01-30-18-00-00_gather.py": CODE + b"# older",
        "hw_1_b_nunez_attempt_2026-01-31-18-00-00_gather.py": CODE,
    },
    SourceFormat.BRIGHTSPACE: {
        "index.html": "<html>",
        "12-34 - Ada Lovelace - Jan 31, 2026 915 AM/gather.py": CODE,
        "12-35 - Sam Kim - Jan 31, 2026 915 AM/gather.py": CODE,
    },
    SourceFormat.GRADESCOPE: {
        "export/submission_11/gather.py": CODE,
        "export/submission_12/gather.py": CODE,
        "export/submission_13/gather.py": CODE,
        "export/submission_metadata.yml": METADATA,
    },
    SourceFormat.SAKAI: {
        "Week 1 (gather)/grades.csv": '"Week 1 (gather)","SCORE_GRADE_TYPE"\n',
        "Week 1 (gather)/Lovelace, Ada(alove)/timestamp.txt": "2026-01-31T17:00:00.250Z",
        "Week 1 (gather)/Lovelace, Ada(alove)/comments.txt": "",
        "Week 1 (gather)/Lovelace, Ada(alove)/Lovelace, Ada(alove)_submissionText.html": "",
        "Week 1 (gather)/Lovelace, Ada(alove)/Submission attachment(s)/gather.py": CODE,
        "Week 1 (gather)/Lovelace, Ada(alove)/Submission attachment(s)/timestamp.txt": "2025-01-01T00:00:00Z",
        "Week 1 (gather)/Lovelace, Ada(alove)/Feedback Attachment(s)/gather.py": CODE + b"# as returned",
        "Week 1 (gather)/Nunez, Ben(b_nunez)/timestamp.txt": "20260131170000500",
        "Week 1 (gather)/Nunez, Ben(b_nunez)/Nunez, Ben(b_nunez)_submissionText.html": "<p>see below</p>",
        "Week 1 (gather)/Nunez, Ben(b_nunez)/Submission attachment(s)/gather+1.py": CODE,
        "Week 1 (gather)/team 1 (0b5a7c1e-91a4-4f6b-8c3e-5d2f1a2b3c4d)/timestamp.txt": "2026-01-31T17:00:00Z",
        "Week 1 (gather)/team 1 (0b5a7c1e-91a4-4f6b-8c3e-5d2f1a2b3c4d)/Submission attachment(s)/retry.py": CODE,
        "Week 1 (gather)/7c9e6679-7425-40de-944b-e07fc1f90ae7 Anonymous/Submission attachment(s)/gather.py": CODE,
        "Week 1 (gather)/Smith, Zoe(zsmith)/timestamp.txt": "2026-01-31T17:00:00Z",
        "Week 1 (gather)/Smith, Zoe(zsmith)/Submission attachment(s)/gather.py": CODE,
    },
    SourceFormat.NBGRADER: {
        "submitted/ada/hw1/gather.py": CODE,
        "submitted/ada/hw1/timestamp.txt": "2026-01-31 18:00:00.5 UTC",
        "submitted/ben/hw1/gather.py": CODE,
        "submitted/ben/hw1/retry.ipynb": "{}",
    },
    SourceFormat.FOLDERS: {
        "class/ada/gather.py": CODE,
        "class/ben@x.edu/Gather.py": CODE,
        "class/0042.zip": pack({"gather.py": CODE, "retry.py": CODE}),
        "class/team 1/part_2.py": CODE,
        "class/nobody/gather.py": CODE,
    },
    SourceFormat.PACK: {
        "manifest.json": '{"version": 1, "when": "2026-01-30T10:00:00+00:00", "katas": []}',
        "gather.py": CODE,
        "retry.py": CODE,
    },
}
TAKEN = {
    SourceFormat.CANVAS: {("ada", "kata01"), ("ben", "kata01"), ("group:team 1", "kata02")},
    SourceFormat.MOODLE: {("ada", "kata01"), ("ben", "kata01"), ("group:team 1", "kata02")},
    SourceFormat.BLACKBOARD: {("ada", "kata01")},
    SourceFormat.BRIGHTSPACE: {("ada", "kata01")},
    SourceFormat.GRADESCOPE: {("0042", "kata01"), ("group:team 1", "kata01")},
    SourceFormat.SAKAI: {("ada", "kata01"), ("ben", "kata01"), ("group:team 1", "kata02")},
    SourceFormat.NBGRADER: {("ada", "kata01"), ("ben", "kata01")},
    SourceFormat.FOLDERS: {
        ("ada", "kata01"),
        ("ben", "kata01"),
        ("0042", "kata01"),
        ("0042", "kata02"),
        ("group:team 1", "kata03"),
    },
    SourceFormat.PACK: {("ada", "kata01"), ("ada", "kata02")},
}
LISTED = {
    SourceFormat.CANVAS: [
        "smithzoe_99_126_gather.py: nobody in the roster is canvas_id '99', name 'smithzoe'",
        "nunezben_LATE_7_124_gather-1.py: as kata01 of ben",
    ],
    SourceFormat.MOODLE: [
        "Sam Kim_104_assignsubmission_file/gather.py: name Sam Kim fits kim1, kim2",
        "Ada Lovelace_101_assignsubmission_onlinetext/onlinetext.html: "
        "is text typed into the platform: save it as a file, and collect that with --kata and --student",
    ],
    SourceFormat.BLACKBOARD: [
        "hw_1_b_nunez_attempt_2026-01-31-18-00-00_gather.py: username nunez fits cyd, ben",
    ],
    SourceFormat.BRIGHTSPACE: ["12-35 - Sam Kim - Jan 31, 2026 915 AM/gather.py: name Sam Kim fits kim1, kim2"],
    SourceFormat.GRADESCOPE: ["export/submission_13/gather.py: name Sam Kim fits kim1, kim2"],
    SourceFormat.SAKAI: [
        "Week 1 (gather)/Lovelace, Ada(alove)/Submission attachment(s)/timestamp.txt: "
        "no kata is handed in under this name",
        "Week 1 (gather)/Nunez, Ben(b_nunez)/Nunez, Ben(b_nunez)_submissionText.html: "
        "is text typed into the platform: save it as a file, and collect that with --kata and --student",
        "Week 1 (gather)/Nunez, Ben(b_nunez)/Submission attachment(s)/gather+1.py: as kata01 of ben",
        "Week 1 (gather)/7c9e6679-7425-40de-944b-e07fc1f90ae7 Anonymous/Submission attachment(s)/gather.py: "
        "nobody in the roster is sakai_submission_id '7c9e6679-7425-40de-944b-e07fc1f90ae7'",
        "Week 1 (gather)/Smith, Zoe(zsmith)/Submission attachment(s)/gather.py: "
        "nobody in the roster is 'zsmith', name 'Zoe Smith', group 'Smith, Zoe'",
    ],
    SourceFormat.NBGRADER: ["submitted/ben/hw1/retry.ipynb: is a notebook: grade notebooks collect takes those"],
    SourceFormat.FOLDERS: [
        "class/nobody/gather.py: nobody in the roster is 'nobody'",
        "class/ben@x.edu/Gather.py: as kata01 of ben",
    ],
    SourceFormat.PACK: [],
}


@pytest.mark.parametrize("kind", SOURCES)
def test_a_kind_is_told_by_its_names(kind: SourceFormat, tmp_path: Path) -> None:
    """A zip and the folder it unpacks to are known as what they are."""
    archive = zipped(tmp_path / "source.zip", SOURCES[kind])
    unpacked = folder(tmp_path / "source", SOURCES[kind])

    assert (kind, kind) == (detect(archive), detect(unpacked))


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_a_kind_is_collected(kind: SourceFormat, packed: bool, tmp_path: Path) -> None:
    """Who can be told is taken, who cannot is listed, and nothing else is said."""
    make = zipped if packed else folder
    source = make(tmp_path / ("ada.zip" if packed else "ada"), SOURCES[kind])

    book, gathered = collect(source)

    assert TAKEN[kind] == book.taken()
    assert sorted(LISTED[kind]) == sorted(said(gathered))


def test_canvas_knows_who_is_late_and_not_when(tmp_path: Path) -> None:
    """The mark is kept, and the unknown time listed."""
    book, gathered = collect(folder(tmp_path / "s", SOURCES[SourceFormat.CANVAS]))

    assert {one.owner: one.late_mark for one in book.kept} == {"ada": False, "ben": True, "group:team 1": False}
    assert {None} == set(book.times().values())
    assert whys(gathered)[Why.NO_TIME] == 3


def test_a_name_does_not_outweigh_another_number(tmp_path: Path) -> None:
    """Somebody of the same name but with another Canvas id in the roster is not taken for them."""
    source = folder(tmp_path / "s", {"lovelaceada_66_123_gather.py": CODE})

    book, gathered = collect(source)

    assert not book.kept
    assert said(gathered) == [
        "lovelaceada_66_123_gather.py: by name it is ada, whose canvas_id is 6, not 66",
    ]


def test_moodles_worksheet_gives_times_and_people(tmp_path: Path) -> None:
    """The CSV of the same name beside the zip tells participants' e-mails and when they submitted."""
    source = zipped(tmp_path / "C1-Week 3-77.zip", {"Sam Kim_104_assignsubmission_file_gather.py": CODE})
    (tmp_path / "Grades-C1-Week 3--77.csv").write_text(
        "\ufeffIdentifier,Full name,Email address,Status,Last modified (submission)\n"
        'Participant 104,Sam Kim,sam2@x.edu,Submitted,"Saturday, 31 January 2026, 6:00 PM"\n',
        encoding="utf-8",
    )
    (tmp_path / "other.csv").write_text("Identifier,Last modified (submission)\nParticipant 104,\n", encoding="utf-8")

    book, _ = collect(source)

    assert {("kim2", "kata01"): datetime(2026, 1, 31, 17, tzinfo=UTC)} == book.times()


def test_times_come_from_where_each_kind_has_them(tmp_path: Path) -> None:
    """Names in the course's zone, Gradescope's metadata and nbgrader's file in their own; not from a pack."""
    times = {}
    for kind in (
        SourceFormat.BLACKBOARD,
        SourceFormat.BRIGHTSPACE,
        SourceFormat.GRADESCOPE,
        SourceFormat.SAKAI,
        SourceFormat.NBGRADER,
        SourceFormat.FOLDERS,
    ):
        book, _ = collect(folder(tmp_path / kind, SOURCES[kind]))
        times[kind] = {owner: when for (owner, kata), when in book.times().items() if kata == "kata01"}

    assert {
        SourceFormat.BLACKBOARD: {"ada": datetime(2026, 1, 31, 17, tzinfo=UTC)},
        SourceFormat.BRIGHTSPACE: {"ada": datetime(2026, 1, 31, 8, 15, tzinfo=UTC)},
        SourceFormat.GRADESCOPE: {
            "0042": datetime(2026, 1, 31, 18, 0, 0, 184427, tzinfo=UTC),
            "group:team 1": datetime(2026, 1, 31, 18, tzinfo=UTC),
        },
        SourceFormat.SAKAI: {
            "ada": datetime(2026, 1, 31, 17, 0, 0, 250000, tzinfo=UTC),
            "ben": datetime(2026, 1, 31, 17, 0, 0, 500000, tzinfo=UTC),
        },
        SourceFormat.NBGRADER: {"ada": datetime(2026, 1, 31, 18, 0, 0, 500000, tzinfo=UTC), "ben": None},
        SourceFormat.FOLDERS: {"ada": None, "ben": None, "0042": None},
    } == times


def test_sakais_folders_are_called_in_its_language(tmp_path: Path) -> None:
    """Where every student's has a time; feedback under another name is in doubt, and not taken."""
    files = {
        "Tarea 1/Lovelace, Ada(alove)/timestamp.txt": "2026-01-31T17:00:00Z",
        "Tarea 1/Lovelace, Ada(alove)/Archivos adjuntos/gather.py": CODE,
        "Tarea 1/Nunez, Ben(b_nunez)/timestamp.txt": "2026-01-31T17:00:00Z",
        "Tarea 1/Nunez, Ben(b_nunez)/Archivos adjuntos/gather.py": CODE,
        "Tarea 1/Nunez, Ben(b_nunez)/Retorno/gather.py": CODE,
    }
    others = {name: content for name, content in files.items() if "alove" not in name or "timestamp" not in name}

    book, gathered = collect(zipped(tmp_path / "s.zip", files))

    assert {("ada", "kata01"): datetime(2026, 1, 31, 17, tzinfo=UTC)} == book.times()
    assert whys(gathered)[Why.AMBIGUOUS] == 2
    assert SourceFormat.SAKAI is not detect(zipped(tmp_path / "others.zip", others))


def test_gradescopes_pair_that_is_no_group_is_named_by_its_members(tmp_path: Path) -> None:
    """Two who handed in together share one submission, and somebody unknown among them is told."""
    metadata = METADATA + "submission_14:\n  :submitters:\n  - :sid: ben\n  - :sid: ada\n  - :name: Who\n"
    source = {"submission_14/retry.py": CODE, "submission_metadata.yml": metadata}

    book, gathered = collect(folder(tmp_path / "s", source))

    assert [(one.owner, one.members) for one in book.kept] == [("group:ada+ben", ("ben", "ada"))]
    together = "handed in together with somebody else: nobody in the roster is name 'Who'"
    assert [f"submission_14/retry.py: {together}"] == said(gathered)


def test_a_pack_handed_in_through_an_lms_is_opened(tmp_path: Path) -> None:
    """The zip that `grade pack` writes gives its files, and the LMS's name says whose they are."""
    files = {
        "lovelaceada_6_123_handin.zip": pack({"gather.py": CODE, "retry.py": CODE}),
        "nunezben_7_1_gather.py": CODE,
    }

    book, _ = collect(zipped(tmp_path / "s.zip", files))

    assert {("ada", "kata01"), ("ada", "kata02"), ("ben", "kata01")} == book.taken()


def test_a_zip_that_a_student_packed_is_opened(tmp_path: Path) -> None:
    """As a desktop packs a folder; one inside it stays shut, and is told."""
    mine = {"homework/gather.py": CODE, "__MACOSX/homework/._gather.py": b"", "homework/more.zip": zip_bytes({})}
    source = folder(tmp_path / "s", {"ada/mine.zip": zip_bytes(mine), "ben/gather.py": CODE})

    book, gathered = collect(source)

    assert {("ada", "kata01"), ("ben", "kata01")} == book.taken()
    assert said(gathered) == ["ada/mine.zip/homework/more.zip: no kata is handed in under this name"]


def test_one_students_pack_needs_a_name_or_to_be_told(tmp_path: Path) -> None:
    """A hand-in by itself is whose its name says, or whom the instructor names."""
    source = folder(tmp_path / "handin", SOURCES[SourceFormat.PACK])

    nameless, gathered = collect(source)
    told, _ = collect(source, student="ben")

    assert (set(), 2) == (nameless.taken(), whys(gathered)[Why.UNKNOWN_STUDENT])
    assert {("ben", "kata01"), ("ben", "kata02")} == told.taken()


def test_a_whole_clone_gives_the_students_files_and_not_the_courses(tmp_path: Path) -> None:
    """Of a clone with solutions and checks only katas/<kata>/<file> is taken, and the rest is counted."""
    clone = {
        "katas/kata01_gather/gather.py": CODE,
        "katas/kata01_gather/test_gather.py": "",
        "katas/kata01_gather/README.md": "",
        "solutions/kata01_gather/gather.py": "solution",
        "solutions/kata01_gather/wrong/gather.py": "wrong",
    }
    files = {f"{student}/{name}": content for student in ("ada", "ben") for name, content in clone.items()}

    book, gathered = collect(folder(tmp_path / "s", files))

    assert {("ada", CODE), ("ben", CODE)} == {(one.owner, one.source) for one in book.kept}
    assert (said(gathered), gathered.passed) == ([], 8)


def test_a_single_students_folder_is_theirs(tmp_path: Path) -> None:
    """The one folder in a source is not taken for a wrapper when it bears a student's name."""
    book, _ = collect(folder(tmp_path / "s", {"ada/ben/gather.py": CODE}))

    assert {("ada", "kata01")} == book.taken()


def test_a_pattern_reads_any_other_naming(tmp_path: Path) -> None:
    """Named groups say who, which kata and when; a kata that is said needs no file name of its own."""
    files = {"w3/LOVE-gather-2026.py": CODE, "w3/alove--kata2--2026-01-31-18-00-00.txt": CODE, "x.py": ""}
    pattern = r".*/(?P<username>\w+)--(?P<kata>\w+)--(?P<time>[\d-]+)\.txt"

    book, gathered = collect(folder(tmp_path / "s", files), SourceFormat.PATTERN, pattern=pattern)

    assert {("ada", "kata02"): datetime(2026, 1, 31, 17, tzinfo=UTC)} == book.times()
    assert whys(gathered)[Why.UNKNOWN_STUDENT] == 2


@pytest.mark.parametrize("pattern", ["(", "(?P<kata>.*)", "(?P<id>" * 200])
def test_a_pattern_that_cannot_work_is_usage(pattern: str, tmp_path: Path) -> None:
    """A broken expression, or one that names nobody, is told with an example."""
    with pytest.raises(NoSource) as raised:
        collect(folder(tmp_path / "s", {"ada/gather.py": CODE}), SourceFormat.PATTERN, pattern=pattern)

    assert "--pattern" in raised.value.hint


@pytest.mark.parametrize("files", [{}, {"photo.jpg": b"\xff"}, {"gather.py": CODE}])
def test_what_is_no_source_is_usage(files: Mapping[str, bytes], tmp_path: Path) -> None:
    """An empty folder or one with nobody's name in it is refused, with the options that help."""
    (tmp_path / "s").mkdir()

    with pytest.raises(NoSource) as raised:
        detect(folder(tmp_path / "s", files))

    assert "--from" in raised.value.hint
