"""What an author is told to look at."""

from __future__ import annotations

from dataclasses import replace

from grader.authoring.matrix_report import catches, findings, matrix_document, notes
from tests.matrix.conftest import Draw, row, wrong


def test_who_catches_how_many(draw: Draw) -> None:
    """A check's worth is how many wrong solutions it catches, and how many of them nobody else does."""
    matrix = draw(wrong("w1", "xx."), wrong("w2", "x.-"), wrong("w3", ".te"))

    assert [(one.all, one.alone) for one in catches(matrix)] == [(2, 1), (2, 0), (1, 0)]


def test_a_check_that_catches_nothing_is_found(draw: Draw) -> None:
    """Failing the stub, or not being run, is no catch."""
    matrix = draw(row("stub", "s", "xxx"), wrong("w1", "x.-"), wrong("w2", "xx-"))

    assert findings(matrix) == ("test_number_3 catches nothing: no wrong solution fails it",)


def test_a_wrong_solution_that_no_check_catches_is_found(draw: Draw) -> None:
    """It is named; one that was refused for a locked name is caught all the same."""
    matrix = draw(wrong("w1", "xxx"), wrong("w2", "..-"), wrong("w3", "", caught_by="locked"))

    assert findings(matrix) == ("w2 is caught by no check",)


def test_a_right_solution_that_a_check_fails_is_found(draw: Draw) -> None:
    """The alternative is named with every check that fails it; a refused one is told as that."""
    matrix = draw(wrong("w1", "xxx"), row("alternative", "other", ".x-"), row("alternative", "odd", ""))

    assert findings(matrix) == ("alternative other fails test_second", "alternative odd is refused")


def test_a_blunt_wrong_solution_is_noted(draw: Draw) -> None:
    """One that every check catches may show no single misconception: worth a look, and no fault.

    Where the first check is the ground of all others, it alone says nothing of the kind.
    """
    matrix = draw(wrong("w1", "xex"), wrong("w2", "xx-"), wrong("w3", "x--"), wrong("w4", "x.-"))

    assert ([note.split()[0] for note in notes(matrix)], findings(matrix)) == (["w1", "w2"], ())


def test_the_document_holds_the_same(draw: Draw) -> None:
    """As JSON: every outcome by the name of its check, and what was found."""
    (kata,) = matrix_document([draw(wrong("w1", "x.-"), row("alternative", "odd", ""))])["katas"]

    assert kata["programs"][1]["outcomes"] == {
        "test_first": "failed",
        "test_second": "passed",
        "test_number_3": "not run",
    }
    assert kata["programs"][2]["outcomes"] == {}
    assert [(check["catches"], check["alone"]) for check in kata["checks"]] == [(1, 1), (0, 0), (0, 0)]
    assert len(kata["findings"]) == 3


def test_a_rule_counts_as_shown_where_a_locked_name_is_refused(draw: Draw) -> None:
    """A program that is refused without a check is caught; the document says who judges and who breaks what."""
    matrix = replace(draw(replace(wrong("w1", "", "locked"), breaks=(4,))), rules=((4, ""),))

    (rule,) = matrix_document([matrix])["katas"][0]["rules"]

    assert not [found for found in findings(matrix) if found.startswith("rule")]
    assert rule == {"rule": 4, "checks": [], "broken_by": ["w1"], "caught": ["w1"], "not_judged": ""}
