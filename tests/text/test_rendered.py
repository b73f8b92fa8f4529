"""A report in whose every text an attack stands, as each reader gets it."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from grader.model import Check, CheckResult, Finding, Mode, Outcome, Report, TimelineEvent, Verdict
from grader.report.html import page
from grader.report.json import report_line
from grader.report.junit import junit
from grader.report.layout import Style
from grader.report.scoring import View
from grader.report.text import Detail, text
from tests.support.claims import nonempty
from tests.text.attacks import INVISIBLE, MARKUP, TERMINAL
from tests.text.test_targets import parsed

TIMES = ("run", "wait", "done")


def infested(attack: str) -> Report:
    """A report with this text wherever a submission has a say."""
    finding = Finding("blocking call", attack, "gather.py", 3, 1.0)
    failed = CheckResult(
        Check("test_a", "It holds.", 4, hidden=False),
        Outcome.FAILED,
        headline=attack,
        expected=attack,
        got=attack,
        took=1.0,
        line=3,
        output=attack,
        findings=(finding,),
        timeline=tuple(TimelineEvent(float(at), attack, event, attack, 3) for at, event in enumerate(TIMES)),
    )
    return Report(
        kata="kata11",
        kata_title="Build your own gather",
        kata_version="ab" * 32,
        submit="gather.py",
        verdict=Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="01" * 16,
        sha256="cd" * 32,
        reason=attack,
        results=(failed,),
        findings=(finding,),
    )


@pytest.mark.parametrize("style", [Style.PICTURES, Style.PLAIN])
@pytest.mark.parametrize("attack", [*TERMINAL, *INVISIBLE], ids=ascii)
def test_a_terminal_shows_every_character(attack: str, style: Style) -> None:
    """Nothing of a submission moves the cursor, hides or reorders, even had it entered uncleaned."""
    said = text(infested(attack), style=style, detail=Detail.FULL)

    assert all(character.isprintable() for character in nonempty(said.replace("\n", "")))
    assert sum(line.startswith("0 of 4 points, rejected") for line in said.splitlines()) == 1


@pytest.mark.parametrize("attack", TERMINAL, ids=ascii)
def test_only_our_own_colours_are_shown(attack: str) -> None:
    """In colour, a report holds as many codes as the same report without the attack's own."""
    assert text(infested("plain"), style=Style.COLOUR).count("\x1b]") == text(
        infested(attack), style=Style.COLOUR
    ).count("\x1b]")
    assert "\x1b[2J" not in text(infested(attack), style=Style.COLOUR)


@pytest.mark.parametrize("attack", MARKUP, ids=ascii)
def test_a_page_holds_no_markup_but_ours(attack: str) -> None:
    """No tag, attribute or script of a submission's stands in the page."""
    plain, said = parsed(page([infested("plain")])), parsed(page([infested(attack)]))

    assert set(said.tags) <= set(plain.tags)
    assert {name for name, _ in said.attributes} <= {name for name, _ in plain.attributes}
    assert plain.others == said.others
    assert attack in said.text


@pytest.mark.parametrize("attack", [*MARKUP, *TERMINAL, *INVISIBLE], ids=ascii)
def test_a_file_for_ci_is_xml(attack: str) -> None:
    """A parser reads it, and finds as many elements as without the attack."""
    plain, said = (ElementTree.fromstring(junit([infested(one)]).encode()) for one in ("plain", attack))

    assert [element.tag for element in plain.iter()] == [element.tag for element in said.iter()]


@pytest.mark.parametrize("attack", [*MARKUP, *TERMINAL, *INVISIBLE], ids=ascii)
def test_a_json_line_is_one_line_of_ascii(attack: str) -> None:
    """Nothing in a report can end its line, and what is read is what was written."""
    line = report_line(infested(attack), View.INSTRUCTOR)

    assert line.isascii()
    assert line.isprintable()
    assert attack == json.loads(line)["checks"][0]["headline"]
