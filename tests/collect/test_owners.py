"""Whose a file is where a student chose part of its name, and where two ways to tell it disagree."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from grader.classroom.collect import SourceFormat, Why, detect, knows
from grader.classroom.collect.formats.pattern import with_other_greed
from grader.classroom.collect.repositories import assignments_of, by_folder
from grader.classroom.plan import Roster
from grader.classroom.scores.model import Student
from tests.collect.sources import CODE, ROSTER, collect, said, whys
from tests.support.archives import folder, pack, zipped

TWICE = "its name can be read in more than one way"
METADATA = "submission_1:\n  :submitters:\n  - :sid: ada\n    :email: ben@x.edu\n  :created_at: 2026-01-31 10:00:00 Z\n"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SourceFormat.BLACKBOARD, "hw_ben_attempt_2026-02-20-10-00-00_x_alove_attempt_2026-01-11-10-00-00_gather.py"),
        (
            SourceFormat.BLACKBOARD,
            "hw_b_nunez_attempt_2026-02-20-10-00-00_b_nunez_attempt_2026-01-01-10-00-00_gather.py",
        ),
        (SourceFormat.BLACKBOARD, "hw_b_nunez_attempt_2026-02-20-10-00-00_x_tentative_2026-01-01-10-00-00.txt"),
        (SourceFormat.MOODLE, "Ben Núñez_102_assignsubmission_file_x_101_assignsubmission_file_gather.py"),
        (SourceFormat.BRIGHTSPACE, "1-102 - Ben Núñez - Feb 20, 2026 1000 AM - x - Jan 1, 2026 1000 AM - gather.py"),
        (SourceFormat.BRIGHTSPACE, "1-102 - Ben - Feb 20, 2026 1000 AM - Ada Lovelace - Jan 1, 2026 1000 AM/gather.py"),
        (SourceFormat.CANVAS, "team_7_8_6_123_gather.py"),
        (SourceFormat.CANVAS, "nunezben_LATE_7_124_6_123_gather.py"),
    ],
)
def test_a_name_that_fits_twice_is_nobodys(kind: SourceFormat, name: str, tmp_path: Path) -> None:
    """Where a file's own name goes on as the platform's begins, it is listed by name, and nobody's work changes."""
    book, gathered = collect(folder(tmp_path / "s", {name: CODE}), kind)

    assert not book.kept
    assert [f"{name}: {TWICE}"] == said(gathered)


@pytest.mark.parametrize(
    ("kind", "name", "file_name"),
    [
        (SourceFormat.CANVAS, "nunezben_7_124_x_6_gather.py", "x_6_gather.py"),
        (SourceFormat.MOODLE, "Ben Núñez_102_assignsubmission_file_101_gather.py", "101_gather.py"),
        (SourceFormat.BLACKBOARD, "hw_1_ben_attempt_2026-02-20-10-00-00_alove_gather.py", "alove_gather.py"),
    ],
)
def test_a_name_is_read_from_the_left(kind: SourceFormat, name: str, file_name: str, tmp_path: Path) -> None:
    """The first place that fits ends the platform's part; the rest is the file's own name, whatever it says."""
    _, gathered = collect(folder(tmp_path / "s", {name: CODE}), kind)

    assert [f"{name}: no kata is handed in under this name"] == said(gathered)
    assert name.endswith(file_name)


@pytest.mark.parametrize(
    ("pattern", "path", "taken"),
    [
        (r"(?P<id>\w+)_(?P<file>.+)", "ada_gather.py", True),
        (r"(?P<id>\w+)_(?P<file>.+)", "ben_ada_gather.py", False),
        (r".*(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d).*/(?P<id>\w+)/(?P<file>[^/]+)", "x/ada/gather.py", False),
        (r"(?P<id>[^/]+)/.*?(?P<kata>kata\d+).*/(?P<file>.+)", "ada/kata01/gather.py", True),
        (
            r"(?P<id>[^/]+)/.*(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d).*",
            "ada/2026-01-31T10:00/2026-01-01T10:00/gather.py",
            False,
        ),
        (r"(?P<id>[^/]+)/.*(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d).*", "ada/2026-01-31T10:00/gather.py", True),
        (r"(?P<id>[^/_]+)[/_](?P<file>[^/]+?)(?:-\d+)?", "ada/gather.py", True),
    ],
)
def test_a_pattern_that_fits_twice_takes_nothing(pattern: str, path: str, taken: bool, tmp_path: Path) -> None:
    """What an expression can divide into another student or time is listed and not taken."""
    book, gathered = collect(folder(tmp_path / "s", {path: CODE}), SourceFormat.PATTERN, pattern=pattern)

    assert ([("ada", "kata01")] if taken else []) == sorted(book.taken())
    assert (0 if taken else 1) == whys(gathered)[Why.UNKNOWN_STUDENT]


@pytest.mark.parametrize(
    ("pattern", "other"),
    [
        ("a+b*?c??d?", "a+?b*c?d??"),
        (r"[+*?]\+\?\*{2,3}x{,4}?", r"[+*?]\+\?\*{2,3}?x{,4}"),
        ("(?P<id>a+)(?:b)?(?=c)(?<!d*)[]*]", "(?P<id>a+?)(?:b)??(?=c)(?<!d*?)[]*]"),
        ("a++b?+(?i:x*)", "a++b?+(?i:x*?)"),
        ("x{3}", "x{3}"),
    ],
)
def test_the_other_greed_of_a_pattern(pattern: str, other: str) -> None:
    """Each repetition takes as much where it took little, and the reverse; signs that stand for themselves stay."""
    assert other == with_other_greed(pattern)


def test_two_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Who takes the name of another in the platform replaces nothing: both files are listed, the newer one too."""
    files = {
        "1-101 - Ada Lovelace - Jan 30, 2026 1000 AM/gather.py": CODE,
        "1-102 - Ada Lovelace - Jan 31, 2026 1000 AM/katas/kata01_gather/gather.py": CODE + b"#",
        "1-103 - Dan Kim - Jan 30, 2026 1000 AM/gather.py": CODE,
        "1-103 - Dan Kim - Jan 31, 2026 1000 AM/gather.py": CODE + b"#",
    }

    book, gathered = collect(folder(tmp_path / "s", files))

    assert [(one.owner, one.source) for one in book.kept] == [("dan", CODE), ("dan", CODE + b"#")]
    assert whys(gathered)[Why.AMBIGUOUS] == 2


def test_a_number_in_the_roster_tells_people_of_one_name_apart(tmp_path: Path) -> None:
    """With Brightspace's numbers in a column of the roster both are taken, each for whom the number says."""
    students = [Student(f"kim{n}", "Sam", "Kim", "", ids={"brightspace_id": f"1-{n}"}) for n in (1, 2)]
    files = {f"1-{n} - Sam Kim - Jan 30, 2026 1000 AM/gather.py": CODE for n in (1, 2)}

    book, _ = collect(folder(tmp_path / "s", files), people=Roster(tuple(students)))

    assert {("kim1", "kata01"), ("kim2", "kata01")} == book.taken()


def test_ways_that_tell_different_people_tell_nobody(tmp_path: Path) -> None:
    """A student number that somebody typed does not outweigh the e-mail address that the platform knows."""
    files = {"submission_metadata.yml": METADATA, "submission_1/gather.py": CODE}

    book, gathered = collect(folder(tmp_path / "s", files))

    assert not book.kept
    assert said(gathered) == ["submission_1/gather.py: by id ada it is ada, by email ben@x.edu ben"]


def test_the_platforms_late_mark_wins_over_a_students_manifest(tmp_path: Path) -> None:
    """What a pack says of its own time is not read: late in Canvas is late here."""
    late = {"nunezben_LATE_7_1_handin.zip": pack({"gather.py": CODE}, when="2026-01-01T00:00:00+00:00")}

    book, _ = collect(zipped(tmp_path / "s.zip", late))

    assert [(one.owner, one.submitted, one.late_mark) for one in book.kept] == [("ben", None, True)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # Another repository shows where the assignment's name ends: x-ada is a user whom nobody knows, and not ada.
        (("gather-ben", "gather-x-ada"), {"gather-ben": "ben", "gather-x-ada": ""}),
        (("my-gather-ben", "my-gather-x-ada"), {"my-gather-ben": "ben", "my-gather-x-ada": ""}),
        # b-ada and ada are both in the roster.
        (("gather-b-ada",), {"gather-b-ada": ""}),
        (("gather-b-ada", "gather-b-ben"), {"gather-b-ada": "", "gather-b-ben": "ben"}),
        (("build-your-own-gather-ada.git",), {"build-your-own-gather-ada.git": "ada"}),
        # Eve's user there is another one.
        (("gather-eve",), {"gather-eve": ""}),
        (("eve",), {"eve": "eve"}),
    ],
)
def test_a_repositorys_name_is_an_assignment_and_a_user(names: tuple[str, ...], expected: dict[str, str]) -> None:
    """Only an end that can be the user, and that fits one person in every column, tells whose it is."""
    from grader.classroom.collect.identity import NoOwner, headings_of, owner_of

    people = Roster(
        (
            Student("s1", "Ada", "A", "", ids={"github": "ada"}),
            Student("b", "Bo", "B", "", ids={"github": "b-ada"}),
            Student("s3", "Ben", "C", "", ids={"github": "ben"}),
            Student("eve", "Eve", "E", "", ids={"github": "eve-2"}),
        )
    )
    if names == ("build-your-own-gather-ada.git",):
        people = Roster(tuple(student for student in people.students if student.id != "b"))
    ids = {"s1": "ada", "s3": "ben"}

    found = {}
    for name in names:
        try:
            owner = owner_of(people, (by_folder(name, headings_of(people), assignments_of(names)),))
            found[name] = ids.get(owner.id, owner.id)
        except NoOwner:
            found[name] = ""

    assert expected == found


@pytest.mark.parametrize("top", ["export", "s"])
def test_a_folder_around_everything_is_not_a_students(top: str, tmp_path: Path) -> None:
    """One folder around the source is passed through; one that a student of the roster is called by never is."""
    around = {f"{top}/submission_metadata.yml": METADATA.replace("ben@", "ada@"), f"{top}/submission_1/gather.py": CODE}
    inside = {name.replace(f"{top}/", "ben/"): content for name, content in around.items()}
    first, second = folder(tmp_path / "a", around), folder(tmp_path / "b", inside)

    kinds = [detect(source, knows(ROSTER)) for source in (first, second)]
    books = [collect(source)[0] for source in (first, second)]

    assert kinds == [SourceFormat.GRADESCOPE, SourceFormat.FOLDERS]
    assert [{("ada", "kata01")}, {("ben", "kata01")}] == [book.taken() for book in books]


def test_an_unknown_students_folder_with_a_name_in_it_is_no_wrapper(tmp_path: Path) -> None:
    """The only folder of a source is somebody's, though the roster does not know them, unless it is called as it is."""
    for name, expected in (("zoe", set()), ("class", {("ada", "kata01")})):
        book, _ = collect(zipped(tmp_path / "class.zip", {f"{name}/ada/gather.py": CODE}))

        assert expected == book.taken()


def test_one_name_in_two_spellings_is_listed(tmp_path: Path) -> None:
    """Folders whose names are the same to people, with composed and with single characters, are both told."""
    composed = unicodedata.normalize("NFC", "Ben Núñez")
    files = {f"{name}/gather.py": CODE for name in (composed, unicodedata.normalize("NFD", composed))}

    book, gathered = collect(folder(tmp_path / "s", files), SourceFormat.FOLDERS)

    assert not book.kept
    assert whys(gathered)[Why.AMBIGUOUS] == 2


def test_the_kind_that_fits_most_is_taken(tmp_path: Path) -> None:
    """However many files one student names as another platform does, the class is read as what it is."""
    mine = {f"nunezben_7_{n}_attempt_2026-01-01-10-00-00_x{n}.py": CODE for n in range(9)}
    source = zipped(tmp_path / "s.zip", {"lovelaceada_6_123_gather.py": CODE, **mine})

    assert SourceFormat.CANVAS is detect(source, knows(ROSTER))


def test_an_account_is_read_only_where_the_platform_puts_it(tmp_path: Path) -> None:
    """A hundred students' files of that name, and one of many megabytes, are not even read."""
    big = b"a: b\n" * (8 << 20)
    files = {f"submission_{n}/submission_metadata.yml": big for n in range(2, 5)}
    files |= {"submission_metadata.yml": METADATA.replace("ben@", "ada@").encode(), "submission_1/gather.py": CODE}

    book, gathered = collect(zipped(tmp_path / "s.zip", files))

    assert {("ada", "kata01")} == book.taken()
    assert whys(gathered)[Why.UNKNOWN_STUDENT] == 3
