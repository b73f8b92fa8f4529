"""`grade --output html` and `--output junit`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from grader.cli.world import links
from grader.curriculum import find_course
from grader.model import Report
from grader.report.layout import Style
from grader.report.text import text
from tests.support import commands

COURSE = find_course(Path(__file__))
Graded = Callable[..., tuple[int, str]]


@pytest.fixture
def graded(report: Report, tmp_path: Path) -> Graded:
    """Run `grade` on a file whose report is known; gives the exit code and what was printed."""
    file = tmp_path / "gather.py"
    file.write_text("x = 1\n", encoding="utf-8")

    def grade(*arguments: str) -> tuple[int, str]:
        def known(*_: Any, **__: Any) -> Report:
            return report

        code, out, _ = commands.grade(COURSE, "kata11", "--submission", str(file), *arguments, grade=known)
        return code, out

    return grade


def test_a_page_goes_into_a_file(graded: Graded, tmp_path: Path) -> None:
    """With text on the screen, the page goes into the named file."""
    file = tmp_path / "report.html"

    code, out = graded("--output", "text", "--output", "html", "--output-file", str(file))

    assert code == 1
    assert out.startswith("kata11  Build your own gather")
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_junit_goes_to_the_screen_without_a_file(graded: Graded) -> None:
    """Nothing but the document is printed, so that it may be piped."""
    code, out = graded("--output", "junit")

    assert code == 1
    assert ElementTree.fromstring(out.encode()).tag == "testsuites"


def test_the_json_line_stays_the_last(graded: Graded) -> None:
    """Whatever else is asked for, the last line of stdout is the report as JSON."""
    _, out = graded("--output", "json", "--output", "junit", "--output", "text")

    assert out.splitlines()[-1].startswith('{"version":')


@pytest.mark.parametrize(
    ("env", "style", "linked"),
    [
        ({"TERM_PROGRAM": "vscode"}, Style.COLOUR, True),
        ({"VTE_VERSION": "7200"}, Style.COLOUR, True),
        ({"VTE_VERSION": "4000"}, Style.COLOUR, False),
        ({"TERM": "xterm-256color"}, Style.COLOUR, False),
        ({"TERM_PROGRAM": "vscode", "TMUX": "x"}, Style.COLOUR, False),
        ({"TERM_PROGRAM": "vscode"}, Style.PICTURES, False),
        ({"TERM_PROGRAM": "vscode"}, Style.PLAIN, False),
    ],
)
def test_places_are_links_where_a_terminal_knows_them(env: dict[str, str], style: Style, linked: bool) -> None:
    """OSC 8 is written only to a terminal in colour that is known to understand it."""
    assert bool(links(COURSE / "gather.py", env, style)) is linked


def test_a_link_leads_to_the_line(report: Report) -> None:
    """The place reads as file:line and leads to that line of the file; without a URI it is plain."""
    one = replace(report, results=report.results[:1])

    assert "\x1b]8;;file:///c/gather.py#9\x1b\\gather.py:9\x1b]8;;\x1b\\" in text(
        one, style=Style.COLOUR, links="file:///c/gather.py"
    )
    assert "\x1b]8" not in text(one, style=Style.COLOUR)
