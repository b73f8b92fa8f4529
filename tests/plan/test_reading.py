"""course.yaml: what it becomes, and what is said of one that is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.plan import (
    Adjustment,
    AdjustmentKind,
    BrokenCourse,
    Counting,
    CoursePlan,
    KataPlan,
    LateKind,
    LatePolicy,
    find_plan,
    katas_of,
    load_plan,
)
from grader.errors import ExitCode, UsageError
from tests.plan.courses import PLAN, course
from tests.support.claims import nonempty

WHOLE = """\
course: "Async 101: «autumn»"
time_zone: Europe/Berlin
counting: best
late: {kind: percent per day, percent: 12.5, most: 50, grace_minutes: 15, cut_off_hours: 168}
katas:
  kata02:
    deadline: 2026-10-12 23:59
    counting: last before the deadline
    late: cut-off
    lms: {canvas: 4123, moodle: "Week 1: gather"}
  kata01:
    deadline: 2026-10-12T21:59:30Z
    late: {kind: steps, steps: [{after_hours: 0, percent: 10}, {after_hours: 24, percent: 50}]}
  kata03:
extensions:
  - {student: 0123456, kata: kata01, until: 2026-10-19 23:59 +02:00, reason: ill}
excuses:
  - {group: team1, reason: no}
lms:
  moodle: {key: email}
  sakai: {decimal: true}
"""
HERE = Path(__file__).parent
BROKEN = (HERE / "broken.yaml").read_text(encoding="utf-8")


def plan_of(folder: Path, text: str) -> CoursePlan:
    """The plan of this course.yaml, over three katas and a roster of two."""
    return load_plan(course(folder, text))


def problems_of(folder: Path, text: str) -> list[str]:
    """What is said of this course.yaml, a problem an item."""
    with pytest.raises(BrokenCourse) as caught:
        plan_of(folder, text)
    return caught.value.message.splitlines()


def test_a_plan_is_what_its_file_says(tmp_path: Path) -> None:
    """Everything that can stand in course.yaml arrives, in its order, with the kata's own before the course's."""
    plan = plan_of(tmp_path, WHOLE)

    due = datetime(2026, 10, 12, 21, 59, tzinfo=UTC)
    week = datetime(2026, 10, 19, 21, 59, tzinfo=UTC)
    per_day = LatePolicy(LateKind.PERCENT_PER_DAY, Decimal("12.5"), (), 15, Decimal(50), 168)
    steps = LatePolicy(LateKind.STEPS, steps=((0, Decimal(10)), (24, Decimal(50))))
    assert plan.katas == (
        KataPlan(
            "kata02",
            due,
            LatePolicy(LateKind.CUT_OFF),
            Counting.LAST_IN_TIME,
            {"canvas": "4123", "moodle": "Week 1: gather"},
            plan.zone,
        ),
        KataPlan("kata01", due + timedelta(seconds=30), steps, Counting.BEST, zone=plan.zone),
        KataPlan("kata03", None, per_day, Counting.BEST, zone=plan.zone),
    )
    assert plan.adjustments == (
        Adjustment("0123456", "kata01", AdjustmentKind.EXTENSION, until=week, reason="ill"),
        Adjustment("team1", "", AdjustmentKind.EXCUSE, reason="no"),
    )
    assert (plan.name, plan.zone.key) == ("Async 101: «autumn»", "Europe/Berlin")
    assert plan.lms == {"moodle": {"key": "email"}, "sakai": {"decimal": "true"}}
    assert (tmp_path / "roster.csv", ()) == (plan.roster, plan.notes)


def test_little_need_be_said(tmp_path: Path) -> None:
    """A name, a zone and katas are enough: the last counts and lateness costs nothing."""
    plan = plan_of(tmp_path, "course: A\ntime_zone: UTC\nkatas:\n  kata01:\n")

    assert (KataPlan("kata01", None, LatePolicy(), Counting.LAST, zone=plan.zone),) == plan.katas
    assert [kata.title for kata in katas_of(plan)] == ["The alpha"]


def test_katas_may_come_from_elsewhere(tmp_path: Path) -> None:
    """katas_from is seen from course.yaml."""
    course(tmp_path / "clone")
    own = tmp_path / "autumn"
    own.mkdir()
    (own / "course.yaml").write_text(PLAN + "katas_from: ../clone\n", encoding="utf-8")

    assert [kata.id for kata in katas_of(load_plan(own))] == ["kata01", "kata02"]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """A file with thirty problems gives a line for each, with its place, and the nearest name where one is near."""
    problems = problems_of(tmp_path, BROKEN)

    assert (HERE / "broken.txt").read_text(encoding="utf-8").splitlines() == problems
    assert len(problems) >= 30


def test_what_is_out_of_range_is_not_missing_too(tmp_path: Path) -> None:
    """A value that is there and wrong is told once, and not as one that is missing."""
    problems = problems_of(tmp_path, PLAN + "late:\n  kind: percent per day\n  percent: 200\n")

    assert [one.partition(": ")[2] for one in problems] == ["late.percent: 200 should be at most 100."]


def test_broken_is_usage(tmp_path: Path) -> None:
    """The error counts the problems and ends with exit code 2."""
    with pytest.raises(BrokenCourse, match="no key colour") as caught:
        plan_of(tmp_path, PLAN + "colour: blue\n")

    assert ExitCode.USAGE is caught.value.code
    assert caught.value.hint == "It is one problem: mend course.yaml and try again."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "course.yaml:1: it should be a mapping, and is empty."),
        ("- a\n", "course.yaml:1: it should be a mapping, and is a list."),
        ("a: b: c\n", "course.yaml:1: this is not YAML: mapping values are not allowed here."),
        ("a: 1\n---\nb: 2\n", "course.yaml:2: this is not YAML: but found another document."),
        ("a: 1\nb: \x01\n", "course.yaml:2: a character stands here that YAML does not allow."),
        ("a: *b\n", "course.yaml:1: this is not YAML: found undefined alias 'b'."),
        ("a: " + "[" * 5000, "course.yaml:1: this is not YAML: one thing stands in another too many times."),
        ("a: &a [*a]\n", "course.yaml:1: its aliases (*) come to more than a course can hold."),
        (
            "a: &a [x, x, x, x, x, x, x, x]\n"
            + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
            "course.yaml:1: its aliases (*) come to more than a course can hold.",
        ),
    ],
)
def test_what_is_no_mapping_is_told(tmp_path: Path, text: str, said: str) -> None:
    """Broken YAML, bombs and mere lists end in one sentence, soon."""
    assert [said] == problems_of(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a" * (2**18 + 1), "course.yaml is larger than 256 KiB."),
        (b"a: 1\nb: \xff\n", "course.yaml:2: this is not UTF-8"),
    ],
)
def test_bytes_that_are_no_plan(tmp_path: Path, content: bytes, said: str) -> None:
    """A file too large, or in another encoding, is told."""
    course(tmp_path)
    (tmp_path / "course.yaml").write_bytes(content)

    with pytest.raises(BrokenCourse, match=said):
        load_plan(tmp_path)


def test_an_alias_may_say_something_twice(tmp_path: Path) -> None:
    """Anchors are allowed: one policy for two katas need not be written out."""
    text = "course: A\ntime_zone: UTC\nkatas:\n  kata01: &a {counting: best}\n  kata02: *a\n"

    plan = plan_of(tmp_path, text)

    assert [kata.counting for kata in plan.katas] == [Counting.BEST] * 2


def test_hours_that_the_clocks_skip_or_repeat_are_told(tmp_path: Path) -> None:
    """The later reading counts, and a note says which it is."""
    plan = plan_of(
        tmp_path,
        "course: A\ntime_zone: Europe/Berlin\nkatas:\n"
        "  kata01: {deadline: 2026-03-29 02:30}\n  kata02: {deadline: 2026-10-25 02:30}\n",
    )

    assert [datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)] == [
        kata.deadline for kata in plan.katas
    ]
    assert plan.notes == (
        "course.yaml:4: deadline: there is no 2026-03-29 02:30 in Europe/Berlin, as the clocks are put forward: "
        "it is read as 03:30 (+02:00).",
        "course.yaml:5: deadline: 2026-10-25 02:30 in Europe/Berlin comes twice, as the clocks are put back: "
        "the later one counts (+01:00).",
    )


def test_an_extension_that_changes_nothing_is_told(tmp_path: Path) -> None:
    """One that ends before the deadline is allowed, and noted."""
    extensions = "extensions:\n  - {student: 7, kata: kata01, until: 2026-10-01 12:00, reason: ill}\n"

    plan = plan_of(tmp_path, PLAN + extensions)

    assert plan.notes == ("course.yaml:7: this extension changes nothing: no deadline stands before it.",)


def test_a_broken_roster_is_not_the_plans_problem(tmp_path: Path) -> None:
    """Whoever needs the roster tells what is wrong in it; the plan can be read without."""
    folder = course(tmp_path, PLAN + "excuses:\n  - {student: 99, reason: ill}\n", roster="name\nx\n")

    assert len(load_plan(folder).adjustments) == 1


def test_a_plan_is_found_upward(tmp_path: Path) -> None:
    """From a folder below it; where there is none, the next step is told."""
    below = course(tmp_path / "autumn") / "reports" / "ada"
    below.mkdir(parents=True)

    assert tmp_path / "autumn" == find_plan(below)
    with pytest.raises(UsageError, match=r"no course\.yaml") as caught:
        find_plan(tmp_path)
    assert "grade class init" in caught.value.hint


lines = WHOLE.splitlines()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_plan_is_told_and_nothing_else_happens(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever becomes of a few lines, there is a plan or a BrokenCourse that names lines."""
    damaged = list(lines)
    for _ in range(data.draw(st.integers(1, 4))):
        which = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.sampled_from([*lines, "", "  x: 1", "- ", "{", "a: !!int b", "? []", "late: 5", "1: &a"]))
        damaged[which] = damaged[which][: data.draw(st.integers(0, 40))] + other.strip()

    try:
        plan = plan_of(tmp_path, "\n".join(damaged))
    except BrokenCourse as error:
        assert all(line.startswith("course.yaml:") for line in nonempty(error.message.splitlines()))
    else:
        assert plan.katas
