"""What a student reads first is true: programs as people write them, run through the real grader.

Each row names a program in `submissions`, what its first sentence says, and what it must not say. A program whose name
begins with `twin_` makes the mistake of its neighbour in other words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from grader.curriculum import find_course, kata_named
from grader.engine.examiner import examine
from grader.engine.submission import AttemptRequest, read_submission
from grader.model import Report, Verdict
from grader.report.headline import headline_of, line_of
from grader.report.layout import Style
from grader.report.scoring import student_view
from grader.report.text import text

SUBMISSIONS = Path(__file__).parent / "submissions"
COURSE = find_course(Path(__file__))
SEED = "5eed" * 8

AT_ONCE = ("only after the first", "M03")
STILL_SET = ("closed, and yet it is still set", "nobody closes it")
TWICE = ("has_stamp was called twice for a letter", "started together")
ANOTHER_ERROR = ("Another error has to leave mail_all", "vanished silently")
CANCELLED = ("CancelledError did not leave it", "went on to the next letter")
BOX = ("counted letters that lay in the outbox before", "Log")
LOOKS = ("go by its answer, do not look yourself", "M01")
WORD = ("itself, not the word", "no answer")
BACKWARDS = ("count from the start of main", "needs the data")
TUPLE = ("A tuple, where a list is asked for", "order in which they")
FETCHED = ("fetch was called twice for an id", "noticed later")
PLACES = ("fetches were under way at once", "slowest")
LEFT_OVER = ("holds the page of the first", "or none at all")
BEFORE = ("the summary was done before the others began", "left to the end")
NO_ORDER = ("as a set has none", "is a coroutine")
NO_COROUTINE = ("A TypeError was raised at line", "CancelledError")
WAITS = ("never reported with task_done()", "when you were done with it")
FIRST_REFUSAL = ("stopped at the first item that `where` turned down", "still running")
TRUE_ONLY = ("said yes with something other than True", "false in an `if`")
NONE_ENDS = ("an item None was taken for the end", "false in an `if`")
OLD_LINES = ("holds the lines of the game before", "does not hold yet")
TWO_BANKS = ("two banks share their balances", "cancelled")
NEVER_ANY = ("A KeyError was raised at line", "look in your turn")

ROWS: Mapping[str, tuple[str, str]] = {
    "kata00/e_global_lock": AT_ONCE,
    "kata00/twin_semaphore": AT_ONCE,
    "kata00/twin_busy_flag": AT_ONCE,
    "kata00/yield_for_return": ("the call gave a generator", "an ordinary function cannot pause"),
    "kata00/shared_name": ("with the name of another", "M03"),
    "kata01/d_set_and_close": STILL_SET,
    "kata01/twin_set_and_close": STILL_SET,
    "kata01/left_open": ("its loop was still open", "closed, and yet"),
    "kata02/2_r_looks_twice": TWICE,
    "kata02/twin_looks_twice": TWICE,
    "kata02/2_s_wraps_error": ANOTHER_ERROR,
    "kata02/twin_own_error": ANOTHER_ERROR,
    "kata02/c_cancel_returns_count": CANCELLED,
    "kata02/twin_cancel_breaks": CANCELLED,
    "kata02/e_count_is_outbox": BOX,
    "kata02/twin_counts_the_box": BOX,
    "kata02/f_looks_itself": LOOKS,
    "kata02/twin_looks_itself": ("only has_stamp knows", "M01"),
    "kata02/percentage": ("A ZeroDivisionError was raised at line", "M09"),
    "kata03/j_class_not_word": WORD,
    "kata03/twin_instance": WORD,
    "kata05/k_relative_seconds": BACKWARDS,
    "kata05/twin_relative": BACKWARDS,
    "kata05/seconds_back": ("your seconds go backwards", "needs the data"),
    "kata08/2_q_tuple": TUPLE,
    "kata08/twin_tuple": TUPLE,
    "kata08/2_s_fetch_twice": FETCHED,
    "kata08/twin_fetch_twice": FETCHED,
    "kata08/d_semaphore_ten": PLACES,
    "kata08/twin_semaphore": PLACES,
    "kata08/i_mutable_default": LEFT_OVER,
    "kata08/twin_module_list": LEFT_OVER,
    "kata08/poll": ("you only noticed later", "CancelledError"),
    "kata08/division": ("A ZeroDivisionError was raised at line 5: division by zero", "CancelledError"),
    "kata08/sorted_ids": ("M07", "How about fifty"),
    "kata09/k_summary_first": BEFORE,
    "kata09/twin_summary_first": BEFORE,
    "kata09/off_by_one": ("More than `every` readings were worked through in one go", "not always"),
    "kata09/sensors_behind_a_lock": ("each sensor waited for the one before", "standing still"),
    "kata10/2_p_done_set_split": NO_ORDER,
    "kata10/twin_done_set": NO_ORDER,
    "kata10/c_create_task": NO_COROUTINE,
    "kata10/twin_create_task": NO_COROUTINE,
    "kata10/other_type_error": ("unsupported operand type(s) for +", "can be awaited is a coroutine"),
    "kata11/task_done_forgotten": WAITS,
    "kata11/twin_join": WAITS,
    "kata17/2_s_takewhile_where": FIRST_REFUSAL,
    "kata17/twin_return": FIRST_REFUSAL,
    "kata17/d_where_is_true": TRUE_ONLY,
    "kata17/twin_equals_true": TRUE_ONLY,
    "kata17/j_anext_default": NONE_ENDS,
    "kata17/twin_none_is_end": NONE_ENDS,
    "kata23/f_default_log": OLD_LINES,
    "kata23/twin_module_log": OLD_LINES,
    "kata23/twin_class_log": OLD_LINES,
    "kata36/2_t_key_error": NEVER_ANY,
    "kata36/twin_key_error": NEVER_ANY,
    "kata36/k_shared_default": TWO_BANKS,
    "kata36/2_z_class_level_balances": TWO_BANKS,
    "kata36/twin_module_balances": TWO_BANKS,
}


@cache
def reports(kata: str) -> dict[str, Report]:
    """Every program of a kata, graded; the checks are collected once."""
    files = sorted((SUBMISSIONS / kata).glob("*.py"))
    return examine(
        kata_named(COURSE, kata),
        lambda desk: {f"{kata}/{file.stem}": desk.grade(AttemptRequest(read_submission(file), SEED)) for file in files},
    )


def report_of(row: str) -> Report:
    """The student's view of one program's report."""
    return student_view(reports(row.partition("/")[0])[row])


@pytest.mark.parametrize("row", ROWS)
def test_the_first_sentence_says_what_was_seen(row: str) -> None:
    """The right words are read first, and the false ones are not read there."""
    right, false = ROWS[row]

    told = headline_of(report_of(row))

    assert told is not None
    said = f"{told.code}  {told.sentence}"
    assert right in said
    assert false not in said


@pytest.mark.parametrize(
    "row", ["kata02/percentage", "kata08/division", "kata10/c_create_task", "kata36/2_t_key_error"]
)
def test_an_exception_is_told_with_its_line(row: str) -> None:
    """The line of the student's own file at which it was raised is named, in hidden checks as well."""
    told = headline_of(report_of(row))

    assert told is not None
    assert line_of(told) > 0
    assert f"at line {line_of(told)}" in told.sentence


def test_every_program_has_its_row() -> None:
    """No program lies here without a sentence; the list subclass is right, and has none."""
    found = {f"{file.parent.name}/{file.stem}" for file in SUBMISSIONS.glob("*/*.py")}

    assert found - {"kata08/list_subclass"} == set(ROWS)
    assert report_of("kata08/list_subclass").verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("row", ROWS)
def test_no_line_is_empty_of_meaning_or_names_what_is_ours(row: str) -> None:
    """Nowhere in the report stands a bare "does not hold", a right time beside itself, or a name of the grader's."""
    shown = text(report_of(row), style=Style.PLAIN)

    assert "This does not hold yet.\n" not in shown
    assert "?()" not in shown
    assert "<remote" not in shown
    assert "needs first:" not in shown
    assert shown.count("need this first") + shown.count("needs this first") <= 1
