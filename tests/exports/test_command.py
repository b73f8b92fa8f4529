"""`grade class export` in a course with a gradebook."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.files import write_pieces
from tests.gradebook.books import RIGHT, WRONG, Course, record
from tests.support import processes
from tests.support.gradebooks import hand_in

DOWNLOADED = (
    "Student,ID,SIS User ID,SIS Login ID,Section,The alpha (41),The beta (42)\nAda,5,ada,a,S,,\nBob,6,bob,b,S,3,\n"
)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Ada had all of alpha right, Bob half; Cleo handed in nothing, and the first deadline is not over."""
    course = Course.make(tmp_path)
    with course.book() as book:
        for number, (owner, source) in enumerate((("ada", RIGHT), ("bob", WRONG)), start=1):
            hand_in(book, owner, source)
            record(book, course.katas["kata01"], number)
    return course


def test_a_table_is_written_from_the_gradebook(course: Course) -> None:
    """Points, and their absence, stand in the file; the command says how many students are in it."""
    assert course.grade("export", "csv-wide", "--to", "out/grades.csv") == 0

    written = (course.folder / "out/grades.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(written.splitlines()))
    assert [(row["student"], row["kata01"]) for row in rows] == [("ada", "10"), ("bob", "4"), ("cleo", "")]
    assert course.out.replace("\\", "/") == "out/grades.csv: 3 students.\n"
    assert [path.name for path in (course.folder / "out").iterdir()] == ["grades.csv"]


def test_a_template_is_filled(course: Course) -> None:
    """The download stays as it is, and the other file has the scores in its cells."""
    (course.folder / "down.csv").write_text(DOWNLOADED, encoding="utf-8", newline="")

    assert course.grade("export", "canvas", "--template", "down.csv", "--to", "up.csv", "--kata", "1") == 0

    filled = (course.folder / "up.csv").read_text(encoding="utf-8")
    assert DOWNLOADED.replace("a,S,,", "a,S,10,").replace("b,S,3,", "b,S,4,") == filled
    assert (course.folder / "down.csv").read_text(encoding="utf-8") == DOWNLOADED
    assert "in no row of the template." in course.err


def test_missing_is_zero_when_asked_for(course: Course) -> None:
    """After the deadline, --missing zero writes 0 for who handed in nothing, and nobody else's cell changes."""
    from datetime import timedelta

    course.now += timedelta(days=365)

    assert course.grade("export", "json", "--to", "grades.json", "--missing", "zero", "--kata", "kata01") == 0

    students = json.loads((course.folder / "grades.json").read_bytes())["students"]
    assert [(one["scores"][0]["points"], one["scores"][0]["standing"]) for one in students] == [
        ("10", "scored"),
        ("4", "scored"),
        ("0", "missing"),
    ]


def test_a_folder_of_files_can_be_begun_again(course: Course) -> None:
    """A file per attempt that counts; a second time only what was lost or changed is written."""
    assert course.grade("export", "gradescope", "--to", "results") == 0
    files = sorted(path for path in (course.folder / "results").rglob("*") if path.is_file())
    files[0].write_bytes(b"half of i")

    assert course.grade("export", "gradescope", "--to", "results") == 0

    assert [path.relative_to(course.folder).as_posix() for path in files] == [
        "results/ada/kata01.json",
        "results/bob/kata01.json",
    ]
    assert "1 file written, 1 was the same already." in course.out
    json.loads(files[0].read_bytes())


def test_files_of_an_earlier_export_are_told(course: Course) -> None:
    """Who was excused since keeps no file that passes for a new one without a word; nothing of it is deleted."""
    assert course.grade("export", "junit", "--to", "results") == 0
    assert "left in" not in course.err
    (course.folder / "results" / "ada" / "notes.txt").write_text("mine", encoding="utf-8")
    assert course.grade("excuse", "ada", "kata01", "--reason", "ill") == 0

    assert course.grade("export", "junit", "--to", "results") == 0

    assert "1 not of this export, left in results: ada/kata01.xml" in course.err
    assert "1 excused: no file" in course.err
    assert (course.folder / "results" / "ada" / "kata01.xml").exists()


def test_a_file_is_not_replaced_unasked(course: Course) -> None:
    """What is there is only replaced when the answer is yes, or with --yes."""
    (course.folder / "roster.csv.bak").write_text("mine", encoding="utf-8")
    course.answer = False

    assert course.grade("export", "csv", "--to", "roster.csv.bak") == 2
    assert (course.folder / "roster.csv.bak").read_text(encoding="utf-8") == "mine"
    assert course.grade("export", "csv", "--to", "roster.csv.bak", "--yes") == 0
    assert (course.folder / "roster.csv.bak").read_text(encoding="utf-8") != "mine"


def test_nobody_there_to_answer_is_no(course: Course) -> None:
    """In a job without a terminal the question is answered with no, and how to do without it is told."""
    (course.folder / "mine.csv").write_text("mine", encoding="utf-8")

    done = processes.grade("class", "export", "csv", "--to", "mine.csv", cwd=course.folder)

    assert (done.returncode, (course.folder / "mine.csv").read_text(encoding="utf-8")) == (2, "mine")
    assert "replace it: --yes" in done.stderr


def test_a_table_can_go_to_the_standard_output(course: Course) -> None:
    """With -, the table is all that stands there, and what has to be told stands beside it."""
    assert course.grade("export", "csv", "--to", "-") == 0

    rows = list(csv.DictReader(io.StringIO(course.out)))
    assert {"ada", "bob", "cleo"} == {row["student"] for row in rows}
    assert "3 students." in course.err
    assert not (course.folder / "-").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_what_a_link_leads_to_is_replaced_and_no_device_is(tmp_path: Path) -> None:
    """A link stays a link; a pipe or a device is refused, and is there afterwards."""
    (tmp_path / "real.csv").write_text("before", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")

    write_pieces(tmp_path / "link.csv", ["after"])

    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8") == "after"
    with pytest.raises(UsageError, match="no file that can be replaced"):
        write_pieces(Path(os.devnull), ["x"])
    assert not Path(os.devnull).is_file()


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """An error in the middle changes nothing on the disk and leaves nothing half written."""
    (tmp_path / "grades.csv").write_text("before", encoding="utf-8")

    def pieces() -> object:
        yield "half"
        raise UsageError("no more")

    with pytest.raises(UsageError):
        write_pieces(tmp_path / "grades.csv", pieces())  # type: ignore[arg-type]

    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"grades.csv": "before"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("canvass", "--to", "x.csv"), "Did you mean canvas?"),
        (("csv",), "--to csv.csv"),
        (("junit",), "--to DIR"),
        (("edx", "--to", "x.csv"), "--template FILE"),
        (("csv", "--to", "katas"), "is a folder"),
        (("csv", "--to", "x" * 300), "cannot be written (File name too long)"),
        (("junit", "--to", "x" * 300), "cannot be written (File name too long)"),
        (("csv", "--to", "roster.csv", "--yes"), "a file of the course itself"),
        (("csv", "--to", "katas/../gradebook.sqlite3", "--yes"), "a file of the course itself"),
        (("json", "--to", "course.yaml", "--yes"), "a file of the course itself"),
        (("junit", "--to", "course.yaml"), "is a file"),
        (("junit", "--to", "-"), "Name a folder"),
        (("csv", "--to", "x.csv", "--template", "course.yaml"), "takes no template"),
        (("canvas", "--to", "x.csv", "--template", "nothing.csv"), "cannot be read"),
        (("canvas", "--to", "x.csv", "--template", "roster.csv"), "Section"),
        (("csv", "--to", "x.csv", "--kata", "kata77"), "kata77"),
        (("moodle-worksheet", "--to", "x.csv", "--template", "roster.csv"), "--kata kata01"),
    ],
)
def test_what_cannot_be_done_is_told(course: Course, arguments: tuple[str, ...], words: str) -> None:
    """Each is exit code 2 with the next step, and no file is made."""
    assert course.grade("export", *arguments) == 2

    assert words in course.err
    assert not (course.folder / "x.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        (("lti-ags",), "", "heading lti_user_id"),
        (("moodle",), "lms: {moodle: {key: matrikel}}\n", "lms: moodle: key:"),
        (("edx", "--template", "edx.csv", "--kata", "kata01"), "", "edx_user_id"),
        (("canvas", "--template", "strangers.csv", "--kata", "kata01"), "", "canvas_id"),
        (("canvas", "--template", "strangers.csv", "--kata", "kata02"), "", "grade class status"),
    ],
)
def test_a_file_of_nobody_is_refused(course: Course, arguments: tuple[str, ...], settings: str, words: str) -> None:
    """Exit code 1, why, and the key that would help; what was there stays as it was."""
    with (course.folder / "course.yaml").open("a", encoding="utf-8") as file:
        file.write(settings)
    known = "Ada,5,ada,a,S,,\n" if "kata02" in arguments else ""
    strangers = f"Student,ID,SIS User ID,SIS Login ID,Section,The alpha (41),The beta (42)\nEve,7,eve,e,S,,\n{known}"
    (course.folder / "strangers.csv").write_text(strangers, encoding="utf-8")
    (course.folder / "edx.csv").write_text(
        "user_id,username,block_id,Previous Points,New Points\n17,eve,block-v1:X,,\n", encoding="utf-8"
    )
    (course.folder / "up.csv").write_text("before", encoding="utf-8")

    assert course.grade("export", *arguments, "--to", "up.csv", "--yes") == 1

    assert words in course.err
    assert (course.folder / "up.csv").read_text(encoding="utf-8") == "before"
    assert course.out == ""


def test_a_block_that_is_no_katas_is_told(course: Course) -> None:
    """The file's own blocks are named, and where to say which is the kata's."""
    plan = (course.folder / "course.yaml").read_text(encoding="utf-8")
    (course.folder / "course.yaml").write_text(
        plan.replace("  kata01:\n", "  kata01:\n    lms: {edx: block-v1:MINE}\n"), encoding="utf-8"
    )
    (course.folder / "edx.csv").write_text(
        "user_id,username,block_id,Previous Points,New Points\n17,ada,block-v1:OTHER,,\n", encoding="utf-8"
    )

    assert course.grade("export", "edx", "--template", "edx.csv", "--to", "up.csv") == 1

    assert "block-v1:OTHER" in course.err and "lms: {edx: …}" in course.err
    assert not (course.folder / "up.csv").exists()


def test_nothing_of_a_refused_table_goes_to_the_standard_output(course: Course) -> None:
    """Not even its headings: whoever reads the pipe gets no file of nobody."""
    (course.folder / "roster.csv").write_text("id\n=x\n".replace("=x\n", ""), encoding="utf-8")

    assert course.grade("export", "csv", "--to", "-") == 1

    assert course.out == ""


def test_score_messages_stand_in_a_file_for_each_kata(course: Course) -> None:
    """With a folder named, each line item's messages are an array of their own, as they are sent."""
    roster = "id,first name,last name,lti user id\nada,Ada,Lovelace,L1\nbob,Bob,Stone,L2\n"
    (course.folder / "roster.csv").write_text(roster, encoding="utf-8")

    assert course.grade("export", "lti-ags", "--to", "scores/") == 0

    assert [path.name for path in (course.folder / "scores").iterdir()] == ["kata01.json"]
    messages = json.loads((course.folder / "scores" / "kata01.json").read_bytes())
    assert [(one["userId"], one["scoreGiven"]) for one in messages] == [("L1", 10), ("L2", 4)]
    assert "lineItem" not in messages[0]
    assert "1 file written" in course.out
    assert "kata01.json goes to the line item tagged kata01" in course.err


def test_the_overview_needs_no_course(tmp_path: Path) -> None:
    """`list` says for every format what it holds, within eighty columns."""
    course = Course(tmp_path)

    assert course.grade("export", "list") == 0

    lines = course.out.splitlines()
    assert len(lines) == 19 and max(map(len, lines)) <= 80
    assert ["canvas", ".csv", "can", "fill", "yes", "-", "-", "-", "-"] in [line.split() for line in lines]


def test_help_lists_the_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--help names every format with what it is, and shows examples."""
    assert Course(tmp_path).grade("export", "--help") == 0

    said = capsys.readouterr().out
    assert all(name in said for name in ("moodle-worksheet", "oneroster", "csv-wide", "grade class export canvas"))
