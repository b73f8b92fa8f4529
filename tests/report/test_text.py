"""A report in a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.model import Mode, Outcome, Report, Verdict
from grader.report.layout import FactBlock, Style
from grader.report.scoring import student_view
from grader.report.text import Detail, text

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("style", list(Style))
def test_a_rejected_report_is_as_golden(rejected: Report, golden: Golden, style: Style) -> None:
    """A student reads each check, the first failure explained, findings, points and verdict."""
    said = text(student_view(rejected), style=style)

    golden(f"rejected_{style}.txt", said)


def test_everything_is_shown_when_asked(rejected: Report, golden: Golden) -> None:
    """With all detail, passed checks show their prints, and protections and seed are told."""
    said = text(student_view(rejected), style=Style.PLAIN, detail=Detail.FULL)

    golden("rejected_full.txt", said)


def test_an_accepted_report_is_as_golden(rejected: Report, golden: Golden) -> None:
    """An accepted report is short and says what comes next."""
    results = tuple(replace(result, outcome=Outcome.PASSED, findings=()) for result in rejected.results)
    accepted = replace(rejected, verdict=Verdict.ACCEPTED, results=results, findings=(), pending=0)

    golden("accepted.txt", text(student_view(accepted), style=Style.PICTURES))


def test_a_file_that_cannot_be_graded_is_as_golden(rejected: Report, golden: Golden) -> None:
    """Without results the reason stands alone."""
    reason = "gather.py has a syntax error in line 3: '(' was never closed."
    unreadable = replace(rejected, verdict=Verdict.NOT_GRADABLE, reason=reason, results=(), findings=(), pending=0)

    golden("not_gradable.txt", text(unreadable, style=Style.PICTURES))


def test_in_process_is_labelled(rejected: Report) -> None:
    """Running beside the checks is never called a grade."""
    said = text(replace(rejected, mode=Mode.IN_PROCESS), style=Style.PLAIN)

    assert "in-process, for a debugger: not a grade" in said


@pytest.mark.parametrize("style", [Style.PICTURES, Style.PLAIN])
def test_no_line_is_wider_than_a_terminal(rejected: Report, style: Style) -> None:
    """Whatever a submission prints or returns, a line ends at 80 columns."""
    wild = replace(rejected.results[1], output="x" * 500, got="y" * 5000, headline="z " * 300)

    said = text(replace(rejected, results=(wild,)), style=style, detail=Detail.FULL)

    assert max(map(len, said.splitlines())) <= 80
    assert "(cut here)" in said


def test_plain_text_is_ascii(rejected: Report) -> None:
    """A screen reader meets words, never ticks, boxes or colours."""
    said = text(student_view(rejected), style=Style.PLAIN, detail=Detail.FULL)

    assert said.isascii()
    assert "\x1b" not in said


def test_a_folded_fact_stays_under_its_first_word() -> None:
    """What does not fit on one line goes on below its first word, not one column beside it."""
    facts = FactBlock("  ")

    facts.add("why", " ".join(["word"] * 40))
    facts.add("got", "a\n  b")

    assert {12} == {len(line) - len(line[10:].lstrip()) for line in facts.lines[:3]}
    assert facts.lines[-2:] == ["  got       a", "              b"]


def test_a_failed_check_names_its_rules(rejected: Report) -> None:
    """Its line ends in the rules that it judges; that of a check that passed does not."""
    first, *others = (replace(result, check=replace(result.check, rules=(2, 5))) for result in rejected.results)
    results = (replace(first, outcome=Outcome.PASSED), *(replace(one, outcome=Outcome.FAILED) for one in others))

    said = text(replace(rejected, results=results), style=Style.PLAIN, detail=Detail.FULL)

    # A long sentence is folded, and the rules with it.
    named = re.findall(r"\(rules\s+2\s+and\s+5\)", re.sub(r" +\d/\d$", "", said, flags=re.MULTILINE))
    assert len(named) == len(others)
