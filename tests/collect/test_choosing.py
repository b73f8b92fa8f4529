"""What is taken where several files could be meant, and when each came."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.classroom.collect import BrokenTimes, KataNames, SourceFormat, Why, times_of
from tests.collect.sources import BERLIN, CODE, KATAS, Counted, FakeBook, collect, said, whys
from tests.support.archives import folder, pack, zipped

SIX = datetime(2026, 1, 31, 17, tzinfo=UTC)


def test_two_files_without_times_are_both_left(tmp_path: Path) -> None:
    """Nobody guesses which of a student's two files is meant, not even by the exact name."""
    files = {"ada/gather.py": CODE, "ada/gather (1).py": CODE + b"#", "ben/gather.py": CODE}

    book, gathered = collect(folder(tmp_path / "s", files))

    assert {("ben", "kata01")} == book.taken()
    assert said(gathered, Why.AMBIGUOUS) == ["ada/gather (1).py: kata01 of ada", "ada/gather.py: kata01 of ada"]


def test_of_two_at_one_moment_none_is_taken(tmp_path: Path) -> None:
    """The newer one wins only where there is a newer one."""
    files = {f"hw_alove_attempt_2026-01-31-18-00-00_gather{end}.py": CODE for end in ("", "-1")}

    book, gathered = collect(folder(tmp_path / "s", files))

    assert not book.kept
    assert whys(gathered)[Why.AMBIGUOUS] == 2


def test_collecting_twice_changes_nothing(tmp_path: Path) -> None:
    """The second time everything is the same; a changed file is one more."""
    source = folder(tmp_path / "s", {"ada/gather.py": CODE, "ben/gather.py": CODE})
    book, first = collect(source)
    _, second = collect(source, book=book)
    folder(source, {"ada/gather.py": CODE + b"# better\n"})
    _, third = collect(source, book=book)

    counts = [{added.value: count for added, count in one.added["kata01"].items()} for one in (first, second, third)]

    assert counts == [{"new": 2}, {"same": 2}, {"changed": 1, "same": 1}]
    assert len(book.kept) == 3


def test_a_trial_keeps_nothing_and_tells_the_same(tmp_path: Path) -> None:
    """A dry run counts as collecting would, and takes it all back."""
    source = folder(tmp_path / "s", {"ada/gather.py": CODE, "ben/gather.py": CODE})

    book, gathered = collect(source, dry=True)

    assert (book.kept, gathered.count) == ([], 2)


def test_what_is_kept_is_kept_in_batches_and_told(tmp_path: Path) -> None:
    """So many at once go into one transaction, and progress is told after each."""
    source = folder(tmp_path / "s", {f"all/{student}/gather.py": CODE for student in ("ada", "ben", "cyd")})
    progress = Counted()

    book, _ = collect(source, progress=progress, at_once=2)

    assert (book.batches, progress.looks, progress.keeps) == ([2, 1], 3, [(2, 3), (3, 3)])


def test_ctrl_c_leaves_what_was_collected(tmp_path: Path) -> None:
    """The batch it comes in is taken back, those before stay, and the summary says that it was stopped."""
    source = zipped(
        tmp_path / "s.zip", {f"{student}/gather.py": CODE for student in ("ada", "ben", "cyd", "dan", "0042")}
    )
    book = FakeBook(stop_at=3)

    _, gathered = collect(source, book=book, at_once=2)

    assert gathered.stopped
    assert (2, {("ada", "kata01"), ("ben", "kata01")}) == (gathered.count, book.taken())


def test_after_ctrl_c_the_rest_is_collected(tmp_path: Path) -> None:
    """Collecting again goes on: what was there is the same, the rest is new."""
    source = folder(tmp_path / "s", {f"{student}/gather.py": CODE for student in ("ada", "ben", "cyd")})
    book, _ = collect(source, book=FakeBook(stop_at=2), at_once=1)
    book.stop_at = 0

    _, gathered = collect(source, book=book)

    assert {added.value: count for added, count in gathered.added["kata01"].items()} == {"same": 2, "new": 1}


def test_a_file_that_is_no_python_is_handed_in_all_the_same(tmp_path: Path) -> None:
    """It is not gradable, which is not missing: kept as it is, with a line; beyond 256 KiB it is refused."""
    files = {
        "ada/gather.py": b"\xff\xfe\0",
        "ben/gather.py": b"",
        "cyd/gather.py": b"#" * (256 * 1024),
        "dan/gather.py": b"#" * (256 * 1024 + 1),
    }

    for source in (folder(tmp_path / "s", files), zipped(tmp_path / "s.zip", files)):
        book, gathered = collect(source)

        assert {"ada", "ben", "cyd"} == {one.owner for one in book.kept}
        assert sorted(said(gathered)) == [
            "ada/gather.py: is kept and not gradable: gather.py holds zero bytes, so it is not Python",
            "ben/gather.py: is kept and not gradable: gather.py is empty",
            "dan/gather.py: is larger than 256 KiB",
        ]


def test_a_line_on_a_file_of_no_kata(tmp_path: Path) -> None:
    """What is named like no kata is listed with its name."""
    _, gathered = collect(folder(tmp_path / "s", {"ada/essay.docx": b"PK", "ada/gather.py": CODE}))

    assert said(gathered) == ["ada/essay.docx: no kata is handed in under this name"]


def test_times_that_an_instructor_gives_go_first(tmp_path: Path) -> None:
    """--times counts before the manifest, for a student and for a group by its name or a member."""
    files = {"ada.zip": pack({"gather.py": CODE}), "team 1/retry.py": CODE, "ben/gather.py": CODE}
    content = b"\xef\xbb\xbfid,kata,time\nada,kata01,2026-01-31T18:00\n\nteam 1,2,2026-01-31T17:00Z\n"
    times = times_of("t.csv", content, BERLIN, KataNames(KATAS).called)

    book, _ = collect(folder(tmp_path / "s", files), times=times)

    assert book.times() == {("ada", "kata01"): SIX, ("group:team 1", "kata02"): SIX, ("ben", "kata01"): None}


def test_a_groups_file_is_not_late_for_what_a_member_handed_in_alone(tmp_path: Path) -> None:
    """Where the group's own time is given, a member's is that of their own file; else it stands for the group's too."""
    files = {"team 1/retry.py": CODE, "cyd/retry.py": CODE + b"#"}
    lines = ["cyd,2,2026-02-07T18:00", "team 1,2,2026-01-31T18:00"]
    later = datetime(2026, 2, 7, 17, tzinfo=UTC)

    seen = []
    for count in (2, 1):
        content = "\n".join(["id,kata,time", *lines[:count]]).encode()
        times = times_of("t.csv", content, BERLIN, KataNames(KATAS).called)
        seen.append(collect(folder(tmp_path / f"s{count}", files), times=times)[0].times())

    assert {("group:team 1", "kata02"): SIX, ("cyd", "kata02"): later} == seen[0]
    assert {("group:team 1", "kata02"): later, ("cyd", "kata02"): later} == seen[1]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"student,kata,time\n", ["t.csv:1: the headings are not id, kata and time."]),
        (b"", ["t.csv:1: the headings are not id, kata and time."]),
        (b"\xff", ["t.csv is no CSV in UTF-8."]),
        (
            b"id,kata,time\nada,kata99,2026-01-31T18:00\n,1,2026-01-31T18:00\nada,1,soon\x1b[2J\nada,1\n"
            b"ben,1,2026-01-31T18:00\nben,1,2026-01-31T18:00\n",
            [
                "t.csv:2: there is no kata 'kata99'.",
                "t.csv:3: has no id.",
                "t.csv:4: 'soon\\x1b[2J' is no time such as 2026-01-31 18:00.",
                "t.csv:5: has 2 cells instead of 3.",
                "t.csv:7: is there twice.",
            ],
        ),
    ],
)
def test_all_that_is_wrong_with_times_is_told_at_once(content: bytes, expected: list[str]) -> None:
    """Each bad line is named, and nothing of the file is used."""
    with pytest.raises(BrokenTimes) as raised:
        times_of("t.csv", content, BERLIN, KataNames(KATAS).called)

    assert expected == raised.value.message.splitlines()


def test_nothing_is_taken_from_a_files_own_date(tmp_path: Path) -> None:
    """What a folder's files say of their dates is never a time of handing in."""
    book, gathered = collect(folder(tmp_path / "s", {"ada/gather.py": CODE}), SourceFormat.FOLDERS)

    assert (book.times(), whys(gathered)[Why.NO_TIME]) == ({("ada", "kata01"): None}, 1)
