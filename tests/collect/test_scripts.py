"""Names in every script, and in every way to compose and to write them, mean the same person."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from grader.classroom.collect import SourceFormat
from grader.classroom.plan import Roster
from grader.classroom.scores.model import Student
from tests.collect.sources import CODE, collect, said
from tests.support.archives import folder, zipped

PEOPLE = {
    "thai": Student("t1", "สมชาย", "ใจดี"),
    "hindi": Student("h1", "अनिल", "कुमार"),
    "turkish": Student("i1", "İsmail", "Çağrı"),
    "persian": Student("p1", "علی\u200cرضا", "کریمی"),
    "spanish": Student("s1", "Zoë", "Núñez"),
    "vietnamese": Student("v1", "Nguyễn Văn", "Hiếu"),
    "german": Student("g1", "Jörg", "Weiß"),
}
ROSTER = Roster(tuple(PEOPLE.values()))


def canvas(student: Student) -> str:
    """A name as Canvas writes it before a file's: no case, and nothing but letters with their marks."""
    name = f"{student.last_name}{student.first_name}".lower()
    return "".join(one for one in name if one.isalnum() or unicodedata.category(one)[0] == "M")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("language", PEOPLE)
def test_canvas_names_of_every_script_are_found(tmp_path: Path, language: str, form: str) -> None:
    """Also where another machine has taken letters and marks apart."""
    student = PEOPLE[language]
    name = unicodedata.normalize(form, canvas(student))  # type: ignore[arg-type]

    book, gathered = collect(
        zipped(tmp_path / "s.zip", {f"{name}_6_1_gather.py": CODE, f"{name}_LATE_6_2_retry.py": CODE}), people=ROSTER
    )

    assert {(student.id, "kata01"), (student.id, "kata02")} == book.taken()
    assert said(gathered) == []


def test_names_that_differ_in_a_mark_are_two_people(tmp_path: Path) -> None:
    """A vowel is a mark in many scripts."""
    people = Roster((Student("1", "กี", "ดี"), Student("2", "กา", "ดี"), Student("3", "กู", "ดี")))

    book, _ = collect(zipped(tmp_path / "s.zip", {"ดีกี_6_1_gather.py": CODE, "ดีกู_7_2_gather.py": CODE}), people=people)

    assert {("1", "kata01"), ("3", "kata01")} == book.taken()


@pytest.mark.parametrize("name", ["ADA", "Ada", "aDa"])
def test_an_id_is_found_whatever_its_case_where_it_is_one(tmp_path: Path, name: str) -> None:
    """Of two ids that differ in case alone, each means itself and a third spelling nobody."""
    one = Roster((Student("ada"), Student("ben")))
    two = Roster((Student("ada"), Student("Ada"), Student("ben")))
    files = {f"{name}/gather.py": CODE, "ben/gather.py": CODE}

    alone, _ = collect(folder(tmp_path / "s", files), SourceFormat.FOLDERS, people=one)
    both, _ = collect(tmp_path / "s", SourceFormat.FOLDERS, people=two)

    assert ("ada", "kata01") in alone.taken()
    assert ({("Ada", "kata01")} if name == "Ada" else set()) == both.taken() - {("ben", "kata01")}


def test_a_composed_id_is_the_same_taken_apart(tmp_path: Path) -> None:
    """The roster's and the folder's may be either."""
    people = Roster((Student(unicodedata.normalize("NFD", "zoë")), Student("núñez")))
    files = {"zoë/gather.py": CODE, f"{unicodedata.normalize('NFD', 'núñez')}/gather.py": CODE}

    book, _ = collect(folder(tmp_path / "s", files), SourceFormat.FOLDERS, people=people)

    assert {(unicodedata.normalize("NFD", "zoë"), "kata01"), ("núñez", "kata01")} == book.taken()


def test_blackboard_in_a_script_with_marks_is_read(tmp_path: Path) -> None:
    """Its word for an attempt is in the language of the platform."""
    people = Roster((Student("alove"), Student("ben")))
    name = "hw_alove_प्रयास_2026-01-31-18-00-00_gather.py"

    book, _ = collect(folder(tmp_path / "s", {name: CODE}), people=people)

    assert {("alove", "kata01")} == book.taken()
