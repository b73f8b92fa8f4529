"""`grade class board` and `grade class report` in a course with a gradebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pages.conftest import Course
from tests.support.claims import nonempty


def test_the_board_is_anonymous(course: Course) -> None:
    """Nobody's name, id or address is on it, in any form, unless the instructor asks for names."""
    for form in ("text", "json", "html"):
        assert course.grade("class", "board", "--output", form) == 0
        assert not [word for word in ("ada", "Ada", "ben", "Ben", "Núñez", "x.org") if word in course.out]

    assert course.grade("class", "board", "--names", "--plain") == 0
    assert course.out.splitlines()[1].split() == ["1", "Ada", "Núñez", "9", "0", "9"]


def test_the_board_says_who_has_no_points(course: Course) -> None:
    """Who handed in nothing is counted below."""
    course.grade("class", "board", "--plain")

    assert course.out.splitlines()[-1] == "1 has no points yet."


def test_a_board_of_one_kata(course: Course) -> None:
    """A kata may be named as everywhere; one that the course does not have is wrong usage."""
    assert course.grade("class", "board", "2", "--output", "json") == 0
    assert json.loads(course.out)["katas"] == ["kata02"]

    assert course.grade("class", "board", "kata77") == 2
    assert "There is no kata 'kata77'." in course.err


def test_a_board_goes_into_a_file(course: Course) -> None:
    """The file is whole, nothing else lies beside it, and only where it is is said."""
    assert course.grade("class", "board", "--output", "html", "--output-file", "out/board.html") == 0

    assert course.out == "out/board.html is written.\n"
    assert [path.name for path in (course.root / "out").iterdir()] == ["board.html"]
    assert "</html>" in (course.root / "out/board.html").read_text(encoding="utf-8")


def test_the_files_name_says_the_form(course: Course) -> None:
    """--output-file board.html is a page and board.json a document, without --output; --output goes before."""
    for name in ("board.html", "board.json", "board.txt"):
        assert course.grade("class", "board", "--output-file", name) == 0
    assert course.grade("class", "board", "--output", "text", "--output-file", "text.html") == 0

    assert (course.root / "board.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads((course.root / "board.json").read_text(encoding="utf-8"))["anonymous"]
    written = {(course.root / name).read_text(encoding="utf-8") for name in ("board.txt", "text.html")}
    assert len(written) == 1


def test_a_path_starts_where_it_was_typed(course: Course, tmp_path: Path) -> None:
    """With --course the course is elsewhere, and a file still goes where the command was typed."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert course.grade("class", "--course", "..", "board", "--output-file", "board.txt", here=elsewhere) == 0

    assert (elsewhere / "board.txt").is_file()


def test_a_file_that_cannot_be_written_is_usage(course: Course) -> None:
    """A folder in its place is told, with the next step, and nothing is left behind."""
    (course.root / "taken").mkdir()

    assert course.grade("class", "board", "--output-file", "taken") == 2
    assert "taken cannot be written" in course.err
    assert not list(course.root.glob("*.partial"))


def test_the_report_has_a_page_for_the_class_and_one_for_each_student(course: Course) -> None:
    """In the course's own folder, and what is said ends with where they are."""
    assert course.grade("class", "report", "--plain") == 0

    written = course.root / "reports"
    assert sorted(path.name for path in written.iterdir()) == ["class.html", "students"]
    assert sorted(path.name for path in (written / "students").iterdir()) == ["ada.html", "ben.html", "cyd.html"]
    assert course.out.splitlines()[-2:] == [
        "The class: reports/class.html",
        "A page for each student: reports/students",
    ]


def test_the_class_page_knows_checks_and_times(course: Course) -> None:
    """Checks nobody passes come from the gradebook, as do the times, and students' pages are linked."""
    course.grade("class", "report")

    written = (course.root / "reports/class.html").read_text(encoding="utf-8")
    assert 'href="students/ada.html"' in written
    assert "<code>test_secret</code> (hidden)" in written
    assert "3 files with a known time" in written
    assert "9*" in written


def test_a_student_page_holds_nobody_else(course: Course) -> None:
    """No other name, id, print or pseudonym is on it, and no secret of a hidden check."""
    course.grade("class", "report")
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (course.root / "reports/students").iterdir()}
    course.grade("class", "board", "--output", "json")
    names = [row["name"] for row in json.loads(course.out)["rows"]]

    assert "printed of ada" in pages["ada"]
    assert "printed of ben" in pages["ben"]
    for own, others in (("ada", ("Ben", "ben", "Cyd", "Zhang")), ("ben", ("Ada", "ada", "Cyd", "Núñez"))):
        text = pages[own].partition("<body>")[2]
        assert not [word for word in others if word in text]
        assert sum(name in text for name in names) == 1
        assert "secret" not in text


def test_a_report_without_the_students_pages(course: Course) -> None:
    """--class-only writes one page, which links to no other."""
    assert course.grade("class", "report", "--class-only", "--to", "out") == 0

    assert [path.name for path in (course.root / "out").iterdir()] == ["class.html"]
    assert "students/" not in (course.root / "out/class.html").read_text(encoding="utf-8")


def test_pages_of_an_earlier_report_are_told(course: Course) -> None:
    """Who has left the roster keeps a page that nobody brings up to date, and that is said."""
    assert course.grade("class", "report") == 0
    assert "left there" not in course.err
    (course.root / "reports" / "students" / "gone.html").write_text("old", encoding="utf-8")

    assert course.grade("class", "report") == 0

    assert "1 not of this report, left there: gone.html" in course.err


def test_a_folder_that_cannot_be_is_usage(course: Course) -> None:
    """A file in the folder's place is told."""
    (course.root / "out").write_text("mine", encoding="utf-8")

    assert course.grade("class", "report", "--to", "out") == 2
    assert (course.root / "out").read_text(encoding="utf-8") == "mine"


def test_ids_that_no_disk_holds_get_pages_of_their_own(course: Course) -> None:
    """Two ids that differ in case, and one that looks like a path, are three files inside the folder."""
    roster = "id,first name\nANN,Ann\nann,Other\n../up,Up\n"
    (course.root / "roster.csv").write_text(roster, encoding="utf-8")

    assert course.grade("class", "report") == 0

    names = [path.name.casefold() for path in (course.root / "reports/students").iterdir()]
    assert len(set(names)) == 3
    assert not (course.root / "reports/up.html").exists()


def test_a_course_without_a_gradebook_says_what_to_do(course: Course) -> None:
    """Nothing was collected yet."""
    for file in nonempty(course.root.glob("gradebook*")):
        file.unlink()

    assert course.grade("class", "report") == 2
    assert "grade class collect" in course.err


@pytest.mark.parametrize("command", ["board", "report"])
def test_help_has_examples(course: Course, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """--help works and shows how it is used."""
    assert course.grade("class", command, "--help") == 0
    assert f"grade class {command}" in capsys.readouterr().out
