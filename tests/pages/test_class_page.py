"""The class on one page, and in a few lines."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from grader.classroom.pages.board import board_page
from grader.classroom.pages.class_report import class_page, shade
from grader.classroom.pages.class_text import class_text
from grader.classroom.scores.model import Cell, CheckSummary, ClassSummary, Standing
from grader.classroom.scores.ranking import standings
from grader.classroom.scores.summary import arrivals, summarise
from grader.model import Level
from grader.report.layout import Style
from tests.pages.conftest import ALPHA, BETA, EVIL, absent, large, person, scored, table
from tests.support.claims import nonempty
from tests.support.pages import Page

CHECKS = (
    CheckSummary("kata01", "test_starts", "Three jobs of 2, 1 and 3 s are all done at 3.0 s.", True, 3, 0),
    CheckSummary("kata02", "test_order", "The results stand in the order asked.", False, 9, 2),
    CheckSummary("kata02", "test_easy", "There is a result.", False, 9, 9),
)


def small() -> ClassSummary:
    """A class with something of everything."""
    made = table(
        (
            person("ada", "Ada", "Núñez"),
            (
                scored("9.5", attempt=1, level=Level.STRONG, late_s=90, misconceptions=("M02",)),
                scored("25", of=25, attempt=2, level=Level.STRONG),
            ),
        ),
        (
            person("ben", "Ben", "Zhang"),
            (
                scored("3", attempt=3, level=Level.WEAK, accepted_unconfined=True, misconceptions=("M02", "M07")),
                absent(Standing.WAITING, of=25),
            ),
        ),
        (person("cyd", "Cyd", "Adams"), (absent(Standing.MISSING), absent(Standing.NOT_STARTED, of=25))),
        (person("dov", "Dov", "Smith"), (absent(Standing.EXCUSED), absent(Standing.MISSING, of=25))),
    )
    times = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in (3, 3, 5)]
    return replace(summarise(made), checks=CHECKS, arrivals=arrivals([*times, None], UTC))


def test_it_needs_nothing_else() -> None:
    """No script, no other file, no style in an attribute; links lead inside the page or to a student's own."""
    read = Page(class_page(small(), pages={"ada": "students/ada.html"}))

    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in read.tags}
    assert [href for href in read.all("href") if not href.startswith("#")] == ["students/ada.html"]
    assert {href[1:] for href in read.all("href") if href.startswith("#")} <= set(read.all("id"))
    assert not read.all("style")
    assert not read.all("src")


def test_its_policy_allows_its_own_style_only() -> None:
    """Everything is forbidden but the one style sheet, which is named by its hash."""
    written = class_page(small(), pages={})
    (style,) = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)

    digest = b64encode(sha256(style.encode()).digest()).decode()

    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in written


def test_names_and_titles_are_only_text() -> None:
    """Whatever a roster, a course or a check says, no tag, no attribute and no reordering comes of it."""
    wild = person("x", EVIL, EVIL)
    columns = (replace(ALPHA, title=EVIL), BETA)
    made = table((wild, (scored("3"), absent(Standing.MISSING, of=25))), columns=columns)
    summary = replace(summarise(replace(made, course=EVIL)), checks=(replace(CHECKS[0], sentence=EVIL),))
    board = standings(made, name_of=lambda student: EVIL)
    pages = [
        class_page(summary, pages={"x": "students/x.html"}),
        board_page(board, course=EVIL, made=EVIL, anonymous=True),
    ]

    for read in nonempty(map(Page, pages)):
        assert "script" not in {tag for tag, _ in read.tags}
        assert "onmouseover" not in {key for _, attributes in read.tags for key in attributes}
    assert "\u202e" not in re.findall(r'<table class="map">.*?</table>', pages[0], re.DOTALL)[0]


def test_it_says_who_is_missing_and_what_is_misunderstood() -> None:
    """Misconceptions with their sentence and share, checks nobody passes, absent people by name."""
    said = " ".join(re.sub(r"<[^>]+>", " ", class_page(small(), pages={})).split())

    assert "100 % M02 Independent waits were done one after the other. 2 students, in kata01" in said
    assert "50 % M07" in said
    assert "0 of 3 Three jobs of 2, 1 and 3 s are all done at 3.0 s. kata01 test_starts (hidden)" in said
    assert "2 of 9 The results stand in the order asked." in said
    assert "There is a result." not in said
    assert (
        "Nothing at all of what was due Adams, Cyd By kata kata01 1 Adams, Cyd"
        " kata02 2 Smith, Dov the stub itself: Adams, Cyd" in said
    )
    assert "1 file has no known time" in said
    assert "1 was accepted unconfined" in said


def test_the_map_is_a_table_while_it_can_be() -> None:
    """A small class has its points in the cells, with words for what the colour and the signs say."""
    read = class_page(small(), pages={})
    (rows,) = re.findall(r'<table class="map">.*?<tbody>(.*?)</tbody>', read, re.DOTALL)
    adams, nunez, smith, zhang = (" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows.split("</tr>")[:4])

    assert adams == "Adams, Cyd – missing s not started 0"
    assert nunez == "Núñez, Ada 9.5* late 25 34.5"
    assert smith == "Smith, Dov e excused – missing 0"
    assert zhang == "Zhang, Ben 3! unconfined … waiting 3"


def test_a_class_of_a_thousand_opens() -> None:
    """Sixty thousand cells are a few hundred elements and less than two megabytes, and what is left out is said."""
    written = class_page(summarise(large(1_000, 60)), pages={f"s{number:05d}": "x" for number in range(1_000)})
    read = Page(written)

    assert len(read.tags) < 5_000
    assert len(written) < 2_000_000
    assert "Left out: the points in the cells" in written
    assert "Last0, First0" in written


def test_a_class_of_three_thousand_says_who_is_left_out() -> None:
    """Beyond two thousand rows the map ends, and says how many more there are."""
    written = class_page(summarise(large(3_000, 4)), pages={})

    assert "Left out: 1000 more students." in written


def test_an_empty_class_has_a_page_too() -> None:
    """Nobody on the roster is no error."""
    written = class_page(summarise(table()), pages={})

    assert "There is nobody on the roster yet." in written
    assert "Nothing was handed in." in written


def test_a_colour_tells_shares_and_standings_apart() -> None:
    """Zero is not blank, nearly full is not full, and each standing without points has its own."""
    from decimal import Decimal

    points = ("0", "3.9", "4", "6.99", "7", "9.99", "10")
    shades = [shade(Cell(Standing.SCORED, Decimal(one), 10)) for one in points]
    blank = {
        standing: shade(Cell(standing, None, 10)) for standing in (Standing.MISSING, Standing.EXCUSED, Standing.OPEN)
    }

    assert shades == ["s0", "s1", "s2", "s2", "s3", "s3", "s4"]
    assert list(blank.values()) == ["missing", "excused", "open"]


def test_the_same_class_gives_the_same_page() -> None:
    """Nothing on it depends on when or where it is made."""
    assert class_page(small(), pages={}) == class_page(small(), pages={})


def test_the_summary_is_as_golden(golden: Callable[[str, str], None]) -> None:
    """A terminal shows the same in a few lines."""
    golden("class_summary.txt", class_text(small(), style=Style.PLAIN))


def test_the_summary_stays_in_eighty_columns() -> None:
    """A large class with long sentences runs off no side."""
    summary = replace(
        summarise(large(50, 60)), checks=tuple(replace(CHECKS[0], sentence="long " * 60) for _ in range(9))
    )

    said = class_text(summary, style=Style.PLAIN)

    assert max(map(len, said.splitlines())) <= 80
    assert "and 40 more katas." in said
    assert "  and 4 more." in said
