"""Times in the files that platforms export, read as they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.collect import SourceFormat
from grader.classroom.gradebook import Gradebook
from tests.collect.instructor import Desk, desk
from tests.collect.sources import CODE, ROSTER, collect, said
from tests.support.archives import folder, zipped

SIX = datetime(2026, 1, 31, 17, tzinfo=UTC)
SEVEN = datetime(2026, 1, 31, 18, tzinfo=UTC)
ENGLISH = """\
Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (submission),\
Last modified (grade),Feedback comments
Participant 101,Ada Lovelace,ada@x.edu,Submitted for grading,,10.00,Yes,"Saturday, 31 January 2026, 6:00 PM",-,
Participant 102,Ben Núñez,ben@x.edu,Submitted for grading,,10.00,Yes,"Saturday, 31 January 2026, 7:00 PM",-,
Participant 103,Cyd Kim,,No submission,,10.00,Yes,-,-,
"""
GERMAN = """\
ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,\
Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar
Teilnehmer/in101,Ada Lovelace,ada@x.edu,Zur Bewertung abgegeben,,"10,00",Ja,"Samstag, 31. Januar 2026, 18:00",-,
Teilnehmer/in102,Ben Núñez,ben@x.edu,Zur Bewertung abgegeben,"8,00","10,00",Ja,"Samstag, 31. Januar 2026, 19:00",\
"Sonntag, 1. Februar 2026, 10:00",
Teilnehmer/in103,Cyd Kim,,Keine Abgabe,,"10,00",Ja,-,-,
"""
FRENCH_WITH_GROUPS = """\
\ufeffIdentifiant,Nom complet,Adresse de courriel,Statut,Groupe,Note,Note maximale,La note peut être modifiée,\
Dernière modification (travail remis),Texte en ligne,Dernière modification (note),Feedback par commentaires
Participant 101,Ada Lovelace,ada@x.edu,Remis pour évaluation,rouge,,10,Oui,"samedi 31 janvier 2026, 18:00",,-,
Participant 102,Ben Núñez,ben@x.edu,Remis pour évaluation,rouge,,10,Oui,"samedi 31 janvier 2026, 19:00",,-,
"""
JAPANESE = """\
識別子,フルネーム,メールアドレス,ステータス,評点,最大評点,評定を変更することができます。,\
最終更新日時 (提出),最終更新日時 (評点)
参加者 101,Ada Lovelace,ada@x.edu,提出済み,,10.00,Yes,2026年 01月 31日(土曜日) 18:00,-
参加者 102,Ben Núñez,ben@x.edu,提出済み,,10.00,Yes,2026年 01月 31日(土曜日) 19:00,-
"""
SHEETS = {"English": ENGLISH, "German": GERMAN, "French": FRENCH_WITH_GROUPS, "Japanese": JAPANESE}
DOWNLOAD = {
    "Ada Lovelace_101_assignsubmission_file/gather.py": CODE,
    "Ben Núñez_102_assignsubmission_file/gather.py": CODE,
}
CANVAS = {"lovelaceada_LATE_6_1_gather.py": CODE, "nunezben_7_2_gather.py": CODE}
API = [
    {"user_id": 6, "assignment_id": 4123, "submitted_at": "2026-01-31T17:00:00Z", "late": True},
    {"user_id": 7, "assignment_id": 4123, "submitted_at": "2026-01-31T18:00:00Z", "late": True},
    {"user_id": 8, "assignment_id": 4123, "submitted_at": None, "late": False},
]
TABLES = {
    "api.json": json.dumps(API),
    "ids.csv": "user_id,submitted_at\n6,2026-01-31T17:00:00Z\n7,2026-01-31T18:00:00Z\n8,\n",
    "gradebook.csv": (
        "Student,ID,SIS Login ID,Section,Submitted At,Week 1 (4123)\n"
        "    Points Possible,,,,,10\n"
        '"Lovelace, Ada",6,x,A,2026-01-31 18:00,9\n"Núñez, Ben",7,y,A,2026-01-31 19:00,9\n'
    ),
    "github.csv": (
        '"assignment_name","github_username","roster_identifier","submission_timestamp","points_awarded"\n'
        '"gather","","ada","2026-01-31 17:00:00 UTC","1"\n"gather","","ben","2026-01-31 18:00:00 UTC","1"\n'
    ),
}


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    """The course."""
    return desk(tmp_path)


def times(at: Desk) -> dict[str, datetime | None]:
    """When each came."""
    with Gradebook.open(at.course, create=False) as book:
        return {one.owner: one.submitted for one in book.submissions()}


@pytest.mark.parametrize("language", SHEETS)
@pytest.mark.parametrize("source", ["moodle", "folders"])
def test_a_worksheet_in_any_language_tells_times(at: Desk, language: str, source: str) -> None:
    """Its columns are told by their place and content, beside Moodle's download and any other."""
    zipped(at.root / "in.zip", DOWNLOAD if source == "moodle" else {"ada/gather.py": CODE, "ben/gather.py": CODE})
    (at.root / "sheet.csv").write_text(SHEETS[language], encoding="utf-8")

    assert at.grade("collect", "../in.zip", "--times", "../sheet.csv") == 0
    assert times(at) == {"ada": SIX, "ben": SEVEN}


def test_a_time_of_a_worksheet_that_cannot_be_read_is_told(at: Desk) -> None:
    """The student does not count as in time by it."""
    zipped(at.root / "in.zip", DOWNLOAD)
    (at.root / "sheet.csv").write_text(GERMAN.replace("31. Januar", "31. Hartung"), encoding="utf-8")

    assert at.grade("collect", "../in.zip", "--times", "../sheet.csv") == 2
    assert "sheet.csv:2: 'Samstag, 31. Hartung 2026, 18:00' is a time that cannot be read" in at.err


def test_a_participant_of_nobody_is_told(at: Desk) -> None:
    """With the line and what stands there."""
    zipped(at.root / "in.zip", DOWNLOAD)
    stranger = GERMAN.replace("Ada Lovelace,ada@x.edu", "Zoe Who,zoe@x.edu")
    (at.root / "sheet.csv").write_text(stranger, encoding="utf-8")

    assert at.grade("collect", "../in.zip", "--times", "../sheet.csv") == 2
    assert "sheet.csv:2: nobody in the roster is participant '101', email 'zoe@x.edu', name 'Zoe Who'." in at.err


def test_the_group_that_older_moodle_puts_first_is_left_aside(tmp_path: Path) -> None:
    """A group of the roster, or one that stands before every entry; a name with a hyphen stays whole."""
    for group, others in (("team 1", {}), ("blue", {"blue-Ben Núñez_102_assignsubmission_file_/retry.py": CODE})):
        files = {f"{group}-Ada Lovelace_101_assignsubmission_file_/gather.py": CODE, **others}

        book, _ = collect(folder(tmp_path / group, files), SourceFormat.MOODLE)

        assert ("ada", "kata01") in book.taken()
    book, gathered = collect(
        folder(
            tmp_path / "hyphen",
            {
                "Marie-Ada Lovelace_101_assignsubmission_file_/gather.py": CODE,
                "Ben Núñez_102_assignsubmission_file_/gather.py": CODE,
            },
        ),
        SourceFormat.MOODLE,
    )
    assert ({("ben", "kata01")}, 1) == (book.taken(), len(said(gathered)))
    assert ROSTER.find_groups("team 1")


@pytest.mark.parametrize("table", TABLES)
def test_canvas_and_others_tell_times(at: Desk, table: str) -> None:
    """What the API says of submissions, and tables with a time and whose it is; the mark of the zip gives way to it."""
    zipped(at.root / "submissions.zip", CANVAS)
    (at.root / table).write_text(TABLES[table], encoding="utf-8")

    assert at.grade("collect", "../submissions.zip", "--times", f"../{table}") == 0
    assert times(at) == {"ada": SIX, "ben": SEVEN}
    assert "holds no times" not in at.out


def test_a_canvas_zip_alone_says_what_it_lacks(at: Desk) -> None:
    """And the way to mend it."""
    zipped(at.root / "submissions.zip", CANVAS)

    at.grade("collect", "../submissions.zip")

    assert "a download of Canvas's holds no times, only LATE" in " ".join(at.out.split())


def test_a_gradebook_without_times_is_told(at: Desk) -> None:
    """It holds points, and is taken for no file of times."""
    zipped(at.root / "submissions.zip", CANVAS)
    (at.root / "grades.csv").write_text("Student,ID,SIS Login ID,Section,W (1)\nx,6,x,A,9\n", encoding="utf-8")

    assert at.grade("collect", "../submissions.zip", "--times", "../grades.csv") == 2
    assert "grades.csv is a gradebook of Canvas: it holds points and no times." in at.err


def test_times_of_several_assignments_need_their_katas(at: Desk) -> None:
    """Which is which stands in course.yaml, as the heading of the column."""
    zipped(at.root / "submissions.zip", CANVAS)
    (at.root / "api.json").write_text(
        json.dumps([*API, {"user_id": 6, "assignment_id": 5000, "submitted_at": "2026-02-05T17:00:00Z"}]),
        encoding="utf-8",
    )
    first = at.grade("collect", "../submissions.zip", "--times", "../api.json")
    told = at.err
    plan = at.course / "course.yaml"
    named = plan.read_text(encoding="utf-8").replace("18:00\n", '18:00\n    lms: {canvas: "Week 1 (4123)"}\n')
    plan.write_text(named.replace("kata02:\n", "kata02:\n    lms: {canvas: 5000}\n"), encoding="utf-8")

    assert at.grade("collect", "../submissions.zip", "--times", "../api.json") == 0
    assert (first, times(at)) == (2, {"ada": SIX, "ben": SEVEN})
    assert "and which kata that is cannot be told" in told
