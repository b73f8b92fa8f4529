"""Several attempts of one student in one download: all that are dated are kept, and the policy chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.collect import KataNames, SourceFormat, Why, times_of
from grader.classroom.gradebook import Gradebook
from tests.collect.instructor import Desk, desk
from tests.collect.sources import BERLIN, CODE, KATAS, collect, said
from tests.support.archives import folder, zipped

FIVE = datetime(2026, 1, 31, 16, tzinfo=UTC)
SIX = datetime(2026, 1, 31, 17, tzinfo=UTC)
BLACKBOARD = {
    "hw_alove_attempt_2026-01-31-17-00-00_gather.py": b"first = 1\n",
    "hw_alove_attempt_2026-01-31-18-00-00_gather.py": b"second = 1\n",
}
BRIGHTSPACE = {
    "12-34 - Ada Lovelace - Jan 31, 2026 500 PM/gather.py": b"first = 1\n",
    "12-34 - Ada Lovelace - Jan 31, 2026 600 PM/gather.py": b"second = 1\n",
}
PATTERN = {
    "ada/2026-01-31 17:00/gather.py": b"first = 1\n",
    "ada/2026-01-31 18:00/gather.py": b"second = 1\n",
}


@pytest.mark.parametrize(
    ("files", "pattern"),
    [(BLACKBOARD, ""), (BRIGHTSPACE, ""), (PATTERN, "(?P<id>[^/]+)/(?P<time>[^/]+)/(?P<file>[^/]+)")],
)
def test_every_dated_attempt_is_kept(tmp_path: Path, files: Mapping[str, bytes], pattern: str) -> None:
    """Whatever platform wrote the times."""
    kind = SourceFormat.PATTERN if pattern else None

    book, gathered = collect(folder(tmp_path / "s", files), kind, pattern=pattern)

    assert {one.source: one.submitted for one in book.kept} == {b"first = 1\n": FIVE, b"second = 1\n": SIX}
    assert said(gathered) == []


def test_the_same_file_handed_in_twice_is_two_attempts(tmp_path: Path) -> None:
    """Each moment is one of its own, whatever is in the file."""
    book, _ = collect(folder(tmp_path / "s", dict.fromkeys(BLACKBOARD, CODE)))

    assert [one.submitted for one in book.kept] == [FIVE, SIX]


def test_two_files_of_one_moment_do_not_spoil_the_others(tmp_path: Path) -> None:
    """They are listed; the attempt before them is kept."""
    two = {"hw_alove_attempt_2026-01-31-18-00-00_gather (1).py": CODE}

    book, gathered = collect(folder(tmp_path / "s", BLACKBOARD | two))

    assert [one.submitted for one in book.kept] == [FIVE]
    assert len(said(gathered, Why.AMBIGUOUS)) == 2


def test_a_given_time_is_the_newest_attempts(tmp_path: Path) -> None:
    """The others keep their own."""
    times = times_of("t.csv", b"id,kata,time\nada,kata01,2026-02-01T18:00Z\n", BERLIN, KataNames(KATAS).called)

    book, _ = collect(folder(tmp_path / "s", BLACKBOARD), times=times)

    assert [FIVE, datetime(2026, 2, 1, 18, tzinfo=UTC)] == [one.submitted for one in book.kept]


def test_an_attempt_after_the_given_time_of_the_last_is_told(tmp_path: Path) -> None:
    """It cannot have come after the last one."""
    times = times_of("t.csv", b"id,kata,time\nada,kata01,2026-01-31T16:30\n", BERLIN, KataNames(KATAS).called)

    book, gathered = collect(folder(tmp_path / "s", BLACKBOARD), times=times)

    assert [one.source for one in book.kept] == [b"second = 1\n"]
    assert said(gathered, Why.OLDER) == ["hw_alove_attempt_2026-01-31-17-00-00_gather.py: kata01 of ada"]


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    """A course with a roster that Blackboard's names fit."""
    made = desk(tmp_path)
    (made.course / "roster.csv").write_text("id,username\nada,alove\n", encoding="utf-8")
    return made


def came(at: Desk) -> list[datetime | None]:
    """When everything in the gradebook came."""
    with Gradebook.open(at.course, create=False) as book:
        return [one.submitted for one in book.submissions()]


def test_an_earlier_time_puts_the_kept_one_right(at: Desk) -> None:
    """The same bytes are no second hand-in, and the log tells both times."""
    folder(at.root / "in", {"ada/gather.py": CODE})
    (at.root / "t.csv").write_text("id,kata,time\nada,kata01,2026-02-01 18:00\n", encoding="utf-8")
    at.grade("collect", "../in", "--times", "../t.csv")
    (at.root / "t.csv").write_text("id,kata,time\nada,kata01,2026-01-31 18:00\n", encoding="utf-8")

    assert at.grade("collect", "../in", "--times", "../t.csv") == 0
    told = at.out
    at.grade("log")

    assert came(at) == [SIX]
    assert "ada/gather.py: now 2026-01-31 18:00:00 +0100" in told
    assert "ada, kata01: handed in at 2026-01-31 18:00:00, not 2026-02-01 18:00:00 (folders: in)" in at.out


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Tokyo", "America/New_York"])
def test_a_time_zone_that_is_mended_puts_all_attempts_right(at: Desk, zone: str) -> None:
    """They are as many as before, be the other zone earlier or later; one of them has the old time of another."""
    zipped(at.root / "in.zip", dict.fromkeys(BLACKBOARD, CODE))
    at.grade("collect", "../in.zip")
    plan = at.course / "course.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("Europe/Berlin", zone), encoding="utf-8")

    assert at.grade("collect", "../in.zip") == 0
    first = came(at)
    at.grade("collect", "../in.zip")

    hours = {"Europe/London": 17, "Asia/Tokyo": 8, "America/New_York": 22}[zone]
    there = [datetime(2026, 1, 31, hour, tzinfo=UTC) for hour in (hours, hours + 1)]
    assert (there, there) == (first, came(at))


def test_a_later_time_is_one_more_unless_it_corrects(at: Desk) -> None:
    """Who hands in again hands in again; an instructor who knows better says so."""
    folder(at.root / "in", {"ada/gather.py": CODE})
    times = at.root / "t.csv"
    for day, more in ((1, ()), (2, ()), (3, ("--correct-times",))):
        times.write_text(f"id,kata,time\nada,kata01,2026-02-0{day} 18:00Z\n", encoding="utf-8")
        at.grade("collect", "../in", "--times", "../t.csv", *more)

    assert [datetime(2026, 2, day, 18, tzinfo=UTC) for day in (1, 3)] == came(at)


def test_an_older_attempt_that_comes_to_light_is_one_more(at: Desk) -> None:
    """The later one is in the same download, so its time was right."""
    zipped(at.root / "last.zip", {name: CODE for name in list(BLACKBOARD)[1:]})
    zipped(at.root / "all.zip", dict.fromkeys(BLACKBOARD, CODE))

    at.grade("collect", "../last.zip")
    at.grade("collect", "../all.zip")
    at.grade("log")

    assert {FIVE, SIX} == set(came(at))
    assert "There is nothing in the log." in at.out


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("zoe", "t.csv:2: 'zoe' is no id and no group of the roster."),
        ("Ada", "t.csv:2: 'Ada' is no id and no group of the roster. Did you mean 'ada'?"),
        ("ada@x.edu", "t.csv:2: 'ada@x.edu' is no id and no group of the roster. Did you mean 'ada'?"),
    ],
)
def test_a_row_of_times_that_means_nobody_is_told_and_nothing_kept(tmp_path: Path, row: str, told: str) -> None:
    """So that nobody counts as in time by a slip."""
    at = desk(tmp_path)
    folder(at.root / "in", {"ada/gather.py": CODE})
    (at.root / "t.csv").write_text(f"id,kata,time\n{row},kata01,2026-02-01 18:00\n", encoding="utf-8")

    assert at.grade("collect", "../in", "--times", "../t.csv") == 2
    assert told in at.err
    assert "--allow-unmatched" in at.err
    assert not (at.course / "gradebook.sqlite3").exists()


def test_rows_of_nobody_can_be_allowed_and_are_listed(tmp_path: Path) -> None:
    """As with a file of the whole faculty."""
    at = desk(tmp_path)
    folder(at.root / "in", {"ada/gather.py": CODE})
    (at.root / "t.csv").write_text("id,kata,time\nzoe,1,2026-02-01 18:00\nada,1,2026-01-31 18:00\n", encoding="utf-8")

    assert at.grade("collect", "../in", "--times", "../t.csv", "--allow-unmatched") == 0
    assert "t.csv:2: 'zoe' is no id and no group of the roster" in at.out
    assert came(at) == [SIX]
