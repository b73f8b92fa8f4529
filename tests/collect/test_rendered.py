"""The summary as an instructor reads it."""

from __future__ import annotations

from dataclasses import replace

from grader.classroom.pages.collected import Collected, KataCollected, Remark, collected_text
from grader.report.layout import Style

REMARKS = tuple(
    Remark("no_time", "when it was handed in is unknown", f"s{number}/gather.py", "") for number in range(20)
)
WHOLE = Collected(
    "s.zip", "folders", (KataCollected("kata01", 20, 0, 0, ()),), REMARKS, 1, 20, kept=True, stopped=False
)


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    """Eight of each kind are shown unless all are asked for, and the way to all of them is told."""
    short = collected_text(WHOLE, style=Style.PLAIN, all_remarks=False)
    full = collected_text(WHOLE, style=Style.PLAIN, all_remarks=True)

    assert (short.count("gather.py"), full.count("gather.py")) == (8, 20)
    assert "  … and 12 more\n\n1 file of the course itself passed over.\n\nAll of them: -v or --output json\n" in short


def test_a_stop_is_told_last() -> None:
    """Who pressed Ctrl-C reads what is kept and how to go on; a trial has kept nothing."""
    stopped = collected_text(replace(WHOLE, stopped=True), style=Style.PLAIN, all_remarks=False)
    trial = collected_text(replace(WHOLE, stopped=True, kept=False), style=Style.PLAIN, all_remarks=False)

    assert stopped.endswith("Stopped before its end. What is counted here is kept: collect it again to go on.\n")
    assert trial.endswith("Stopped before its end.\n")


def test_the_missing_are_named_where_they_fit() -> None:
    """A few are named in the line, many are counted."""
    few = replace(WHOLE, katas=(KataCollected("kata01", 1, 0, 0, ("ada", "ben")),))
    many = replace(WHOLE, katas=(KataCollected("kata01", 1, 0, 0, tuple(f"student{n}" for n in range(9))),))

    assert "2 of 20: ada, ben\n" in collected_text(few, style=Style.PLAIN, all_remarks=False)
    assert "9 of 20\n" in collected_text(many, style=Style.PLAIN, all_remarks=False)
