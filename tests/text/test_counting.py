"""One helper says how many of something there are, and every text of ours uses it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.text import count_of

GRADER = Path(__file__).parents[2] / "grader"
NOUNS = (
    "points katas students scores files submissions attempts cells headings lines tasks problems comments hand-ins"
    " exceptions notebooks mutants people seconds minutes hours days"
)
COUNTED = re.compile(rf"\A(?: bonus| more| virtual)? (?:{'|'.join(NOUNS.split())})\b")
IN_TEMPLATES = re.compile(rf"\}}\}}(?: more)? (?:{'|'.join(NOUNS.split())})\b")
# Numbers that are two at least: limits of ours, or said only of several. `have` and `count_of` are words already.
NEVER_ONE = {
    "len(orders)",
    "kata.points",
    "MOST_OBJECT_FILES",
    "found.days",
    "len(lines)",
    "len(pages)",
    "self.limit_ns / NS",
    "have",
    "count_of(summary.graded, 'has', 'have')",
    "fraction(alike.points, alike.max)",
    "fraction(novel.points, novel.max)",
}
NEVER_ONE_ON_PAGES = re.compile(r"(found\.katas\|length|summary\.arrivals\.days|cards\|length) \Z")


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 points"), (1, "1 point"), (2, "2 points"), ("1", "1 point"), ("0.5", "0.5 points")]
)
def test_one_is_singular(number: int | str, said: str) -> None:
    """And nothing else is, also where the number is written already."""
    assert said == count_of(number, "point")


def test_another_plural_is_said() -> None:
    """Where an s is not enough, or the verb goes with it."""
    assert tuple(count_of(number, "copy is", "copies are") for number in (1, 3)) == ("1 copy is", "3 copies are")


def plain_plurals() -> Iterator[str]:
    """Each number in our code that may be one and stands before a noun in the plural."""
    for path in sorted(GRADER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            for number, words in zip(node.values, node.values[1:], strict=False):
                if (
                    isinstance(number, ast.FormattedValue)
                    and isinstance(words, ast.Constant)
                    and COUNTED.match(str(words.value))
                ):
                    yield ast.unparse(number.value)


def test_no_text_writes_a_plural_by_itself() -> None:
    """Whoever adds such a text uses count_of, or says here that the number is never one."""
    assert set(plain_plurals()) == NEVER_ONE


def test_no_page_writes_a_plural_by_itself() -> None:
    """The same in the templates."""
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((GRADER / "report" / "templates").glob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for place in IN_TEMPLATES.finditer(line)
        if not NEVER_ONE_ON_PAGES.search(line[: place.start()])
    ]

    assert found == []
