"""What students get back, under the names that their platform takes back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from grader.classroom.pages.returning import moodle_name
from tests.pages.conftest import Course
from tests.support.archives import zipped
from tests.support.claims import nonempty

SECRETS = ("secret expected", "secret got", "secret print", "secret_name", "test_secret")
MOODLE = {
    "Ada Núñez_101_assignsubmission_file/alpha.py": "ada",
    "Ben Zhang_102_assignsubmission_file/alpha.py": "ben",
    "Cyd Adams_103_assignsubmission_file/alpha.py": "cyd",
}
CANVAS = {"núñezada_LATE_6_9001_alpha.py": "ada", "zhangben_7_9002_alpha-1.py": "ben"}


def packed(course: Course) -> dict[str, str]:
    """What was packed, by name."""
    with zipfile.ZipFile(course.root / "back.zip") as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_moodle_gets_a_page_for_each_participant(course: Course) -> None:
    """Below the participant's own folder; who has nothing graded is told, and nobody finds another's scores."""
    zipped(course.root / "download.zip", MOODLE)

    assert course.grade("class", "feedback", "download.zip", "--to", "back.zip") == 0

    back = packed(course)
    assert {f"{name.partition('/')[0]}/kata01-feedback.html" for name in MOODLE if "Cyd" not in name} == {*back}
    assert "Cyd Adams_103_assignsubmission_file/alpha.py: nothing of it counts yet" in course.err
    ada = back["Ada Núñez_101_assignsubmission_file/kata01-feedback.html"]
    assert "Ben" not in ada and "kata02" not in ada
    assert not [word for page in back.values() for word in SECRETS if word in page]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Ada_7_assignsubmission_file_", "gather.py"), "Ada_7_assignsubmission_file/kata01-feedback.html"),
        (("Ada_7_assignsubmission_file_gather.py",), "Ada_7_assignsubmission_file/kata01-feedback.html"),
        (("top", "P_7_assignsubmission_file", "gather.py"), "P_7_assignsubmission_file/kata01-feedback.html"),
        (("Ada", "gather.py"), ""),
    ],
)  # fmt: skip
def test_moodle_reads_it_from_every_form_of_its_download(parts: tuple[str, ...], name: str) -> None:
    """Flat, in folders, of older versions and marked blind."""
    assert name == moodle_name(parts, "kata01")


def test_canvas_gets_each_file_under_its_own_name(course: Course) -> None:
    """With the marks above what was handed in, which is still the program that it was."""
    (course.root / "roster.csv").write_text(
        "id,first name,last name,canvas id\nada,Ada,Núñez,6\nben,Ben,Zhang,7\n", encoding="utf-8"
    )
    zipped(course.root / "download.zip", CANVAS)

    assert course.grade("class", "feedback", "download.zip", "--to", "back.zip") == 0

    back = packed(course)
    assert {*CANVAS} == {*back}
    ben = back["zhangben_7_9002_alpha-1.py"].splitlines()
    assert ben[0] == "# kata01 The alpha: 0 of 10 points"
    assert "#     Think of none at all." in ben
    assert ben[-1] == "ben kata01 False"
    assert all(line.startswith("#") or not line for line in nonempty(ben[:-1]))
    assert not [word for file in back.values() for word in SECRETS if word in file]


def test_a_folder_for_each_student(course: Course) -> None:
    """Their page and their files; who has nothing graded gets none."""
    assert course.grade("class", "feedback", "--to", "back") == 0

    found = sorted(path.relative_to(course.root / "back").as_posix() for path in (course.root / "back").rglob("*.*"))
    assert found == [
        "ada/kata01-alpha.py",
        "ada/kata02-alpha.py",
        "ada/scores.html",
        "ben/kata01-alpha.py",
        "ben/scores.html",
    ]


def test_a_hand_in_in_an_archive_has_its_page_too(course: Course) -> None:
    """Moodle takes a page for each person, whatever they packed; Canvas takes back the very files that it gave."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("homework/mine.py", "ada")
    zipped(course.root / "download.zip", {"Ada Núñez_101_assignsubmission_file/all.zip": inside.getvalue()})

    assert course.grade("class", "feedback", "download.zip", "--kata", "kata01", "--to", "back.zip") == 0
    assert [*packed(course)] == ["Ada Núñez_101_assignsubmission_file/kata01-feedback.html"]

    zipped(
        course.root / "download.zip", {"núñezada_6_9001_all.zip": inside.getvalue(), "zhangben_7_9002_alpha.py": "ben"}
    )
    assert course.grade("class", "feedback", "download.zip", "--kata", "kata01", "--to", "back.zip") == 0
    assert [*packed(course)] == ["zhangben_7_9002_alpha.py"]
    assert "homework/mine.py: it was in an archive, which Canvas does not take back" in course.err


def test_the_same_feedback_is_the_same_zip(course: Course) -> None:
    """Byte for byte."""
    made = []
    for _ in range(2):
        course.grade("class", "feedback", "--to", "back.zip")
        made.append((course.root / "back.zip").read_bytes())

    assert made[0] == made[1]


def test_what_no_platform_takes_is_told(course: Course, tmp_path: Path) -> None:
    """A folder where a zip is wanted, and a download that nobody takes back."""
    zipped(course.root / "download.zip", {"ada/alpha.py": "x", "ben/alpha.py": "y"})

    assert course.grade("class", "feedback", "download.zip", "--to", "back") == 2
    assert "A platform takes a zip." in course.err
    assert course.grade("class", "feedback", "download.zip", "--to", "back.zip") == 2
    assert "takes no files back" in course.err
    assert not (tmp_path / "back.zip").exists()
