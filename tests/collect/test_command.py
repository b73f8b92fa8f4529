"""`grade class collect` from the command line into a real gradebook."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.gradebook import FILE_NAME, Gradebook
from tests.collect.instructor import Desk, desk
from tests.collect.sources import CODE
from tests.support.archives import folder, pack, zipped

CANVAS = {
    "lovelaceada_LATE_6_1_gather.py": CODE,
    "nunezben_7_2_gather (1).py": CODE + b"# ben\n",
    "team1_8_3_retry.py": CODE,
    "smithzoe_99_4_gather.py": CODE,
}


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    """A course with a download from Canvas beside it."""
    made = desk(tmp_path)
    zipped(tmp_path / "submissions.zip", CANVAS)
    return made


def kept(at: Desk) -> set[tuple[str, str, tuple[str, ...], bool]]:
    """What is in the gradebook."""
    with Gradebook.open(at.course, create=False) as book:
        return {(one.owner, one.kata, one.members, one.late_mark) for one in book.submissions()}


def test_a_download_goes_into_the_gradebook(at: Desk) -> None:
    """Submissions are kept with their bytes, for a student or a group, and the summary tells the rest."""
    assert at.grade("collect", "../submissions.zip", "--plain") == 0

    assert {
        ("ada", "kata01", ("ada",), True),
        ("ben", "kata01", ("ben",), False),
        ("group:team 1", "kata02", ("cyd", "dan"), False),
    } == kept(at)
    with Gradebook.open(at.course) as book:
        assert {CODE, CODE + b"# ben\n"} == {book.source(one.sha256) for one in book.submissions()}
    golden = Path(__file__).with_name("golden") / "collected.txt"
    assert golden.read_text(encoding="utf-8") == at.out


def test_collecting_twice_changes_nothing(at: Desk) -> None:
    """The second time all are the same, and the gradebook holds what it held."""
    at.grade("collect", "../submissions.zip")
    before = kept(at)

    assert at.grade("collect", "../submissions.zip", "--output", "json") == 0

    told = json.loads(at.out)
    assert [(one["kata"], one["new"], one["changed"], one["same"]) for one in told["katas"]] == [
        ("kata01", 0, 0, 2),
        ("kata02", 0, 0, 1),
    ]
    assert before == kept(at)


def test_a_trial_makes_no_gradebook(at: Desk) -> None:
    """A dry run counts and leaves nothing, with a gradebook and without one."""
    assert at.grade("collect", "../submissions.zip", "--dry-run", "--output", "json") == 0
    first = json.loads(at.out)
    assert not (at.course / FILE_NAME).exists()

    at.grade("collect", "../submissions.zip")
    folder(at.root / "more", {"cyd/gather.py": CODE})
    at.grade("collect", "../more", "--dry-run", "--output", "json")
    second = json.loads(at.out)

    assert (first["katas"][0]["new"], second["katas"][0]["new"]) == (2, 1)
    assert [one for one in kept(at) if one[0] == "cyd"] == []
    assert second["katas"][0]["missing"] == ["dan"]


def test_paths_are_meant_from_where_one_stands(at: Desk) -> None:
    """With --course the source is still found beside the command line."""
    assert at.grade("--course", "autumn", "collect", "submissions.zip", here=at.root) == 0
    assert len(kept(at)) == 3


def test_one_students_pack_and_times(at: Desk) -> None:
    """A hand-in of `grade pack` goes to whom the instructor names, at the time the instructor's list says."""
    (at.root / "handin.zip").write_bytes(pack({"gather.py": CODE, "retry.py": CODE}))
    (at.root / "times.csv").write_text("id,kata,time\nada,kata01,2026-01-31 17:59\n", encoding="utf-8")

    assert at.grade("collect", "../handin.zip", "--student", "ada", "--times", "../times.csv") == 0

    with Gradebook.open(at.course) as book:
        assert {
            "kata01": datetime(2026, 1, 31, 16, 59, tzinfo=UTC),
            "kata02": None,
        } == {one.kata: one.submitted for one in book.submissions()}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("../nowhere.zip",), "nowhere.zip"),
        ((), "Name one source"),
        (("../submissions.zip", "--repos", "x"), "Name one source"),
        (("../handin.zip", "--student", "zoe"), "no student 'zoe'"),
        (("../submissions.zip", "--times", "none.csv"), "none.csv cannot be read"),
        (("../submissions.zip", "--pattern", "("), "no regular expression"),
        (("..", "--from", "elsewhere"), "elsewhere"),
    ],
)
def test_what_cannot_be_used_is_usage(at: Desk, arguments: tuple[str, ...], expected: str) -> None:
    """A source that is none, or an option that fits nothing, ends with 2 and a sentence, and nothing is made."""
    assert at.grade("collect", *arguments) == 2
    assert expected in at.err


def test_without_a_course_there_is_a_next_step(at: Desk) -> None:
    """Outside of a course's folder the command says how to begin one."""
    assert at.grade("collect", "submissions.zip", here=at.root) == 2
    assert "grade class init" in at.err
