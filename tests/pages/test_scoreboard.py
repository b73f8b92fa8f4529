"""Places, and names that only the course can trace back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grader.classroom.pages.board import apart, board_document, board_page, class_board
from grader.classroom.scores.model import Column, Standing
from grader.classroom.scores.ranking import pseudonyms, standings
from grader.model import Level
from grader.report.layout import Style
from tests.pages.conftest import absent, large, person, scored, table
from tests.support.claims import nonempty

IDS = [f"s{number:05d}" for number in range(10_000)]


def test_places_are_shared_in_all_and_in_each_kata() -> None:
    """Equal points share a place, and the next place counts them all; a blank has no place."""
    made = table(
        (person("ada"), (scored("10"), scored("5", of=25))),
        (person("ben"), (scored("7.5"), scored("7.5", of=25))),
        (person("cyd"), (scored("10"), absent(Standing.EXCUSED, of=25))),
    )

    found = standings(made, name_of=lambda student: student.id)

    assert [(row.entry.name, row.rank) for row in found.rows] == [("ada", 1), ("ben", 1), ("cyd", 3)]
    assert found.places == ((1, 2), (3, 1), (1, None))


def test_a_board_can_be_of_one_kata() -> None:
    """Ranked by the named kata alone, who has nothing in it is counted and not shown."""
    made = table(
        (person("ada"), (scored("1"), scored("25", of=25))),
        (person("ben"), (scored("9"), absent(Standing.OPEN, of=25))),
        (person("cyd"), (absent(Standing.MISSING), scored("3", of=25))),
    )

    found = standings(made, name_of=lambda student: student.id, only=["kata01"])

    assert [row.entry.name for row in found.rows] == ["ben", "ada"]
    assert (found.katas, found.unranked) == (("kata01",), 1)


def test_a_pseudonym_stays_through_the_course() -> None:
    """Whoever joins or leaves, the others keep their names, unless two would be alike."""
    before = pseudonyms(b"secret", IDS[:30])
    after = pseudonyms(b"secret", IDS[10:60])

    assert {id_: before[id_] for id_ in IDS[10:30]} == {id_: after[id_] for id_ in IDS[10:30]}


def test_a_pseudonym_is_of_one_person_and_one_course() -> None:
    """No two of ten thousand share a name, and another course's secret gives other names."""
    here, there = pseudonyms(b"secret", IDS), pseudonyms(b"another", IDS)

    assert len(IDS) == len(set(here.values()))
    assert not set(here.items()) & set(there.items())


def test_an_order_of_names_tells_nothing() -> None:
    """Those who share a place stand in the order of the names shown, not of the roster."""
    names = {"ada": "witty newt 001", "ben": "able newt 002"}
    made = table(*((person(id_), (scored("4"), scored("4", of=25))) for id_ in names))

    found = standings(made, name_of=lambda student: names[student.id])

    assert [row.entry.name for row in found.rows] == ["able newt 002", "witty newt 001"]


def test_a_class_board_is_as_golden(golden: Callable[[str, str], None]) -> None:
    """Points with their halves, a dash for a blank, and in words who is not shown."""
    made = table(
        (person("ada", "Ada", "Núñez"), (scored("9.5"), scored("25", of=25))),
        (person("ben", "Ben", "Zhang"), (scored("10"), absent(Standing.EXCUSED, of=25))),
        (person("cyd", "Cyd", "O'Neil"), (scored("0"), absent(Standing.MISSING, of=25))),
        (person("dov", "Dov", "Smith"), (absent(Standing.MISSING), absent(Standing.MISSING, of=25))),
    )

    found = standings(made, name_of=lambda student: student.name)

    golden("class_board.txt", class_board(found, style=Style.PLAIN, first=2))


def test_a_board_of_sixty_katas_stays_in_eighty_columns() -> None:
    """More katas than fit become how many of them have points."""
    columns = [Column(f"kata{number:02d}", "", 10) for number in range(60)]
    made = table((person("ada"), [scored("3")] * 59 + [absent(Standing.OPEN)]), columns=columns)

    said = class_board(standings(made, name_of=lambda student: "a" * 90), style=Style.PLAIN)

    assert all(len(line) <= 80 for line in nonempty(said.splitlines()))
    assert said.splitlines()[1].split()[-2:] == ["59/60", "177"]


def test_nobody_is_said() -> None:
    """An empty board says what to do."""
    assert "grade class run" in class_board(standings(table(), name_of=lambda student: ""), style=Style.PLAIN)


def test_a_document_tells_blank_from_zero() -> None:
    """Points are numbers, a blank is null, and places stand beside them."""
    made = table(
        (person("ada"), (scored("9.5"), scored("0", of=25))),
        (person("ben"), (scored("9.5"), absent(Standing.EXCUSED, of=25))),
    )
    found = standings(made, name_of=lambda student: student.id)

    first, second = board_document(found, course="Autumn", made="now", anonymous=False)["rows"]

    assert {key: first[key] for key in ("place", "name", "total")} == {"place": 1, "name": "ada", "total": 9.5}
    assert first["katas"]["kata02"] == {"points": 0, "place": 1, "unconfined": False}
    assert second["katas"]["kata02"] == {"points": None, "place": None, "unconfined": False}


def test_what_was_marked_unconfined_stands_beside_its_points() -> None:
    """In the terminal, on the page and in the document; points given by hand are not from a run."""
    weak: dict[str, Any] = {"level": Level.WEAK, "accepted_unconfined": True}
    made = table(
        (person("ada"), (scored("9.5", **weak), scored("20", of=25))),
        (person("ben"), (replace(scored("8", **weak), standing=Standing.OVERRIDDEN), scored("4", of=25))),
    )
    found = standings(made, name_of=lambda student: student.id)

    said = class_board(found, style=Style.PLAIN).splitlines()
    page = board_page(found, course="Autumn", made="now", anonymous=True)
    document = board_document(found, course="Autumn", made="now", anonymous=True)

    assert said[1].split() == ["1", "ada", "9.5!", "20", "29.5!"]
    assert said[2].split() == ["2", "ben", "8", "4", "12"]
    assert said[-1].startswith("! 1 score was graded unconfined")
    assert '<td class="number">9.5!</td>' in page and "! 1 score was graded unconfined" in page
    assert [row["katas"]["kata01"]["unconfined"] for row in document["rows"]] == [True, False]


def test_two_of_one_name_are_told_apart_by_their_ids() -> None:
    """Who shares a name has the id beside it, and nobody else has."""
    students = [person("s7", "Ann", "Lee"), person("S7", "Ann", "Lee"), person("s8", "Ben", "Lee")]

    named = apart(students, lambda student: student.name)

    assert list(named.values()) == ["Ann Lee (s7)", "Ann Lee (S7)", "Ben Lee"]


def test_wide_signs_leave_the_points_in_their_column() -> None:
    """A name in signs of two cells, or with accents of none, ends where every other does in a terminal."""
    names = {"a": "王小明", "b": "Zoe\u0308", "c": "王" * 40, "d": "Ann"}
    made = table(*((person(id_), (scored("9"), scored("5", of=25))) for id_ in names))

    said = class_board(standings(made, name_of=lambda student: names[student.id]), style=Style.PLAIN)

    assert len({sum(cells(sign) for sign in line) for line in said.splitlines()[1:]}) == 1


def cells(sign: str) -> int:
    """How many cells of a terminal a sign takes."""
    return 0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def test_on_a_page_of_many_katas_name_and_total_stay_together() -> None:
    """Place, name and total stand first, before the katas that scroll, and the name has room of its own."""
    page = board_page(
        standings(large(5, 30), name_of=lambda student: student.id), course="L", made="now", anonymous=True
    )

    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    assert heads[:4] == ["place", "name", "total", "kata00"]
    assert page.count('class="name"') == 6
    assert re.search(r"\.board \.name \{[^}]*min-width", page)
