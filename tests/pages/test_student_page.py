"""What one student gets back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.classroom.pages.student_page import student_page
from grader.classroom.scores.model import Score, ScoreRow, ScoreTable, Standing
from grader.model import CheckResult, Clue, Finding, Level, Protections, Report
from grader.report.json import report_document, report_of
from grader.report.scoring import View
from tests.pages.conftest import ALPHA, BETA, EVIL, NOW, absent, person, report, scored
from tests.support.pages import Page

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"


def page(*scores: Score, made: Report | None = None, name: str = "Ada", course: str = "Autumn") -> str:
    """The page of a student with these scores."""
    document: Mapping[str, Any] = report_document(made or report("kata01", right=False), View.INSTRUCTOR)
    row = ScoreRow(person("ada", name, "Núñez"), scores)
    columns = (ALPHA, BETA)[: len(scores)]
    table = ScoreTable(course, NOW, columns, lambda: [row], lambda attempt: document)
    return student_page(row, table, {}, "calm heron 271")


def words(written: str) -> str:
    """What stands on it, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", written.partition("<body>")[2]).split())


def test_a_document_is_read_back() -> None:
    """What the gradebook keeps of a report is all of it."""
    made = report("kata01", right=False)

    assert made == report_of(report_document(made, View.INSTRUCTOR))


def test_nothing_of_a_report_is_left_out_of_its_document() -> None:
    """A report in which everything is said is read back equal, and its document is as the schema has it."""
    made = report("kata01", right=False)
    first, second = made.results
    judged = replace(first, expected="3.0 s", got="6.0 s", took=6.0, possible=3.0, line=4)
    full = replace(
        made,
        reason="gather is locked in this kata.",
        results=(judged, replace(second, check=replace(second.check, inside=True, needs=("test_first",)))),
        findings=(Finding("blocking", "time.sleep() held everybody", "alpha.py", 7, 1.5),),
        protections=Protections(Level.WEAK, ("limits: of time",), ("namespaces: no bubblewrap",)),
        pending=5,
        versions=(("grader", "1.0"), ("python", "3.11.1")),
        clues=(Clue("awaits in a loop", 12), Clue("bare except", 14)),
    )

    document = json.loads(json.dumps(report_document(full, View.INSTRUCTOR)))

    assert not [field.name for field in fields(full) if field.default == getattr(full, field.name)]
    assert full == report_of(document)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)


def test_a_report_kept_before_clues_were_written_is_read() -> None:
    """A gradebook keeps documents of long ago: one without clues is a report without clues."""
    document = report_document(report("kata01", right=True), View.INSTRUCTOR)

    kept = {key: value for key, value in document.items() if key != "clues"}

    assert report("kata01", right=True) == report_of(kept)


def test_hidden_checks_are_shown_as_students_may_see_them() -> None:
    """Sentence, outcome, points and prepared words; no name, value, print or timeline, nor a finding's own names."""
    written = page(scored("0", attempt=1))

    assert "secret" not in written
    assert "It works well." in written
    assert "Think of none at all." in written
    assert "a coroutine was made but never awaited" in written
    assert "printed of Ada" in written


def test_a_reason_stays_with_the_instructor() -> None:
    """An override or excuse is told, and why it was made is not: it may name somebody else."""
    written = words(
        page(
            replace(scored("7", attempt=1, earned=0), standing=Standing.OVERRIDDEN, reason="copied by Ben"),
            replace(absent(Standing.EXCUSED, of=25), reason="as Ben was ill"),
        )
    )

    assert "kata01 Alpha set by the instructor 7/10" in written
    assert "kata02 Beta excused –/25" in written
    assert "Ben" not in written


@pytest.mark.parametrize(
    ("late_s", "told"), [(1, "1 s"), (7_199, "1 h 59 min"), (86_400, "1 d"), (2 * 86_400 + 3 * 3_600 + 5, "2 d 3 h")]
)
def test_lateness_says_what_it_cost(late_s: int, told: str) -> None:
    """How late, what was earned and what was taken off."""
    late = replace(scored("7.5", attempt=1, earned=10, late_s=late_s), deduction=scored("2.5").points or 0)

    assert f"handed in {told} late; 10 earned, 2.5 taken off 7.5/10" in words(page(late))


def test_too_few_protections_are_told() -> None:
    """Beside the points of a file that was run with too little around it; points given by hand are not from a run."""
    weak = scored("7", attempt=1, earned=7, level=Level.WEAK, accepted_unconfined=True)

    written = words(page(weak, replace(weak, standing=Standing.OVERRIDDEN, max=25)))

    assert "kata01 Alpha unconfined: graded with weak protections 7/10" in written
    assert "kata02 Beta set by the instructor 7/25" in written


def test_their_name_on_the_board_is_told() -> None:
    """So that they find themselves, and nobody else."""
    assert "On the board you are calm heron 271 ." in words(page(scored("10", attempt=1)))


def test_it_is_marked_in_a_course() -> None:
    """It is no self-check, and says in which course it was graded."""
    written = words(page(scored("10", attempt=1)))

    assert "Graded in the course Autumn." in written
    assert "self-check" not in written


def test_nothing_marked_makes_a_page_too() -> None:
    """Who handed in nothing reads that."""
    written = words(page(absent(Standing.MISSING), absent(Standing.OPEN, of=25)))

    assert "kata01 Alpha not handed in –/10 kata02 Beta not handed in yet: there is time –/25" in written
    assert "Nothing of yours has been graded yet." in written


def test_text_is_only_text() -> None:
    """Names, courses and prints make no tag, and every reference on the page leads somewhere."""
    made = report("kata01", right=False, said=EVIL)
    wild = replace(made, results=(replace(made.results[0], got=EVIL, expected=EVIL, headline=EVIL), *made.results[1:]))

    read = Page(page(scored("1", attempt=1), made=wild, name=EVIL, course=EVIL))

    assert "script" not in {tag for tag, _ in read.tags}
    assert "onmouseover" not in {key for _, attributes in read.tags for key in attributes}
    assert len(read.all("id")) == len(set(read.all("id")))
    assert {href[1:] for href in read.all("href")} <= set(read.all("id"))


def test_what_passed_is_not_drawn() -> None:
    """A timeline stands beside a visible check that did not pass, and beside no other."""
    made = report("kata01", right=True)
    timeline = report("kata01", right=False).results[1].timeline
    drawn = replace(made, results=tuple(replace(result, timeline=timeline) for result in made.results))

    passed = page(scored("10", attempt=1), made=drawn)
    failed = page(scored("4", attempt=1), made=replace(drawn, results=(_failed(drawn.results[0]), drawn.results[1])))

    assert "Who ran when" not in passed
    assert failed.count("Who ran when") == 1


def _failed(result: CheckResult) -> CheckResult:
    return replace(report("kata01", right=False).results[0], timeline=result.timeline, output="")


def test_comments_and_a_bonus_stand_beside_the_points() -> None:
    """What the instructor told them, made harmless, and what they were given."""
    given = replace(scored("12"), bonus=Decimal(2), comments=("A <b>clear</b> loop!",))

    written = page(given)

    assert "A &lt;b&gt;clear&lt;/b&gt; loop!" in written
    assert "with 2 bonus points" in words(written)
