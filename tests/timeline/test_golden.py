"""Timelines of real graded programs, byte for byte."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from grader.model import CheckResult
from grader.report.timeline import ASCII, draw, tell, wakes
from grader.report.timeline.html import timeline_page
from grader.report.timeline.svg import Panel, svg
from tests.support.golden import matches_golden
from tests.timeline.programs import NAMES, graded

GOLDEN = Path(__file__).parent.parent / "golden" / "timeline"


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_in_a_terminal(name: str) -> None:
    """Each program is drawn the same on every run and every Python, in at most 80 columns."""
    events = _result(name).timeline

    drawn = (*draw(events, width=80), *wakes(events))

    _compare(f"{name}.pictures.txt", "\n".join(drawn))
    assert max(map(len, draw(events, width=80))) <= 80


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_in_ascii(name: str) -> None:
    """The same in signs that every terminal has."""
    drawn = "\n".join(draw(_result(name).timeline, width=80, signs=ASCII))

    _compare(f"{name}.plain.txt", drawn)
    assert drawn.isascii()


@pytest.mark.parametrize("name", NAMES)
def test_the_sentences(name: str) -> None:
    """The same for ears: who was made by whom, waited for what at which line, was held up, and how it ended."""
    _compare(f"{name}.text.txt", "\n".join(tell(_result(name).timeline)))


@pytest.mark.parametrize("name", NAMES)
def test_the_svg(name: str) -> None:
    """The same to look at and to print."""
    _compare(f"{name}.svg", svg([Panel("", _result(name).timeline)], title=f"The timeline of {name}()"))


def test_the_page() -> None:
    """Two timelines on one scale, with the same in words below."""
    panels = [Panel("Yours", _result("sequential").timeline), Panel("The reference", _result("gathered").timeline)]

    _compare("page.html", timeline_page(panels, title="kata98 Bench", said=("All are done at 3.0 s.", "")))


@cache
def _result(name: str) -> CheckResult:
    return graded(name)


def _compare(name: str, said: str) -> None:
    matches_golden(f"timeline/{name}", said.rstrip("\n") + "\n")
