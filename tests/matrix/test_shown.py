"""The matrix as text and as a page."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from grader.authoring.matrix_report import Matrix, legend, matrix_page, matrix_text
from grader.report.layout import Style
from tests.matrix.conftest import Draw, row, wrong
from tests.support.pages import Page

PLAIN = """\
kata61  Graceful shutdown
   1  test_first  visible, 2 points
   2  test_second  hidden, 2 points
   3  test_number_3  hidden, 2 points

                                                                         1  2  3
  reference: r                                                           .  .  .
  alternative: other                                                     .  x  .
  w1_one_by_one                                                   M02    X  x  -
  w2_locked                                                       M02    refused without a check
  catches                                                                1  1  0
  alone                                                                  0  0  0

  LOOK  test_number_3 catches nothing: no wrong solution fails it
  LOOK  alternative other fails test_second
  note  w1_one_by_one is caught by every check that is run: it may be too blunt
        to show one misconception
"""
CHECKS = 30


@pytest.fixture
def matrix(draw: Draw) -> Matrix:
    """One of everything."""
    return draw(row("alternative", "other", ".x."), wrong("w1_one_by_one", "xx-"), wrong("w2_locked", ""))


def test_plain_text(matrix: Matrix) -> None:
    """Without a picture every sign is ASCII."""
    assert matrix_text(matrix, style=Style.PLAIN) == PLAIN
    assert (matrix_text(matrix, style=Style.PLAIN) + legend(Style.PLAIN)).isascii()


@pytest.mark.parametrize("style", Style)
def test_no_line_is_wider_than_a_terminal(draw: Draw, style: Style) -> None:
    """However many checks and however long the names: 80 columns, every check in exactly one table."""
    signs = "x" * CHECKS
    long = replace(draw(wrong("w1_" + "long_" * 30, signs), checks=CHECKS), unwritten=("alternative " + "a" * 200,))

    text = re.sub(r"\x1b\[[0-9;]*m", "", matrix_text(long, style=style) + legend(style))

    heads = [line.split() for line in text.splitlines() if re.fullmatch(r" +(\d+ *)+", line)]
    assert [line for line in text.splitlines() if len(line) > 80 and " " in line.strip()[10:]] == []
    assert [str(number) for number in range(1, CHECKS + 1)] == [number for head in heads for number in head]


def test_a_clean_kata_says_so(draw: Draw) -> None:
    """Nothing to look at is said, with what was looked at."""
    text = matrix_text(draw(wrong("w1", "x.x"), wrong("w2", ".x-", "test_second")), style=Style.PLAIN)

    assert "  clean: every check (3) catches something, every wrong solution (2) is caught\n" in text
    assert "LOOK" not in text


def test_the_page_lets_nothing_in(matrix: Matrix) -> None:
    """One file: no script, nothing to load, and the policy allows the style sheet that is there and no other."""
    page = Page(matrix_page([matrix]))

    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" == page.policy
    assert set() == {"script", "link", "img", "iframe", "object", "form"} & {*page.names}


def test_every_cell_has_its_word(matrix: Matrix) -> None:
    """Who cannot see the signs hears what they say."""
    page = Page(matrix_page([matrix]))

    words = ["passed"] * 3 + ["passed", "fails", "passed"] + ["caught, as named", "caught", "not run"]
    assert words == [found["title"] for name, found in page.tags if name == "td" and found.get("title")]


def test_names_are_escaped(draw: Draw) -> None:
    """The name of a file stays text, whatever it holds."""
    page = matrix_page([draw(wrong("<script>alert(1)</script>", "xxx"))])

    assert "script" not in Page(page).names
    assert "&lt;script&gt;" in page


def test_a_kata_that_could_not_be_marked_is_told() -> None:
    """On the page and in the terminal stands why, and no empty table."""
    broken = Matrix("kata61", "Twice", broken="could not be graded: no checks")

    page = matrix_page([broken])

    assert "LOOK  could not be graded: no checks" in matrix_text(broken, style=Style.PLAIN)
    assert "could not be graded: no checks" in page
    assert "table" not in Page(page).names


@pytest.fixture
def ruled(draw: Draw) -> Matrix:
    """Three rules: one broken and caught, one broken and caught by nobody who judges it, one excused."""
    drawn = draw(replace(wrong("w1", "x.."), breaks=(1, 2)))
    first, *others = drawn.checks
    checks = (replace(first, rules=(1,)), replace(others[0], rules=(1, 2)), *others[1:])
    return replace(drawn, checks=checks, rules=((1, ""), (2, ""), (3, "a promise to the student")))


def test_each_rule_with_who_judges_and_breaks_it(ruled: Matrix) -> None:
    """A wrong solution that no judge of the rule catches is told, and an excuse in its own words."""
    text = matrix_text(ruled, style=Style.PLAIN)

    assert (
        "  rule  judged by     broken by\n"
        "     1  1, 2          w1\n"
        "     2  2             w1 (not caught)\n"
        "     3  -             not judged: a promise to the student\n"
    ) in text
    assert "LOOK  rule 2 has no wrong solution that breaks it" in text
    assert "LOOK  rule 3" not in text


def test_the_page_has_the_rules_too(ruled: Matrix) -> None:
    """The same table, and (not caught) stands out."""
    page = " ".join(matrix_page([ruled]).split())

    assert "<td>1, 2</td><td>w1</td>" in page
    assert "<td>2</td><td>w1 <strong>(not caught)</strong></td>" in page
    assert "not judged: a promise to the student" in page
