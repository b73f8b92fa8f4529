"""Whom a name or an id from outside means."""

from __future__ import annotations

import unicodedata

import pytest

from grader.classroom.plan import Roster
from grader.classroom.scores.model import Student

ZOE = Student("0123456", "Zoë", "Núñez", "Zoe@Example.org", "Team One", ids={"canvas_id": "7", "github": "znunez"})
BILL = Student("S7", "Bill", "Blend", "", "Team One", ids={"canvas_id": "6"})
OTHER_BILL = Student("S8", "Bill", "Blend", "bill@example.org", "team-two", ids={"canvas_id": "8"})
LEI = Student("123456", "雷", "李", "lei@example.org")
NAMELESS = Student("S9")
ROSTER = Roster((ZOE, BILL, OTHER_BILL, LEI, NAMELESS))


@pytest.mark.parametrize(
    ("kind", "value", "student"),
    [
        ("id", "0123456", ZOE),
        ("id", "123456", LEI),
        ("id", "s7", BILL),
        ("id", "", None),
        ("email", "zoe@EXAMPLE.org ", ZOE),
        ("email", "", None),
        ("canvas_id", "7", ZOE),
        ("canvas_id", "07", None),
        ("github", "znunez", ZOE),
        ("username", "znunez", None),
        ("name", "Zoë Núñez", ZOE),
        ("name", "NÚÑEZ,  Zoë", ZOE),
        ("name", unicodedata.normalize("NFD", "Zoë Núñez"), ZOE),
        ("name", "núñezzoë", ZOE),
        ("name", "nezzo", ZOE),
        ("name", "Zoe Nunez", None),
        ("name", "李雷", LEI),
        ("name", "", None),
        ("name", "-", None),
    ],
)
def test_a_key_means_one_or_nobody(kind: str, value: str, student: Student | None) -> None:
    """Keys are exact, else without case, e-mails without case, names in each usual order and Canvas's short form."""
    assert student == ROSTER.match(kind, value).student


def test_of_two_by_one_name_none_is_meant() -> None:
    """Both are named, and it is for a person to say which."""
    match = ROSTER.match("name", "Blend, Bill")

    assert (match.student, match.ambiguous, [one.id for one in match.students]) == (None, True, ["S7", "S8"])


def test_a_name_as_it_is_written_goes_first() -> None:
    """Two names that differ in a hyphen are two people, unless a file's name has lost it."""
    roster = Roster((Student("1", "Mary-Ann", "Lee"), Student("2", "Maryann", "Lee")))

    assert getattr(roster.match("name", "Mary-Ann Lee").student, "id", None) == "1"
    assert roster.match("name", "leemaryann").ambiguous


def test_several_keys_tell_two_apart() -> None:
    """Who fits every key is meant; contradicting ones mean nobody."""
    assert ROSTER.find(name="Bill Blend", canvas_id="6").student == BILL
    assert ROSTER.find(name="Bill Blend", canvas_id="7").students == ()
    assert ROSTER.find().students == ()


@pytest.mark.parametrize(
    ("name", "groups"), [("Team One", ("Team One",)), ("teamone", ("Team One",)), ("TEAMTWO", ("team-two",)), ("x", ())]
)
def test_groups_are_found_as_canvas_writes_them(name: str, groups: tuple[str, ...]) -> None:
    """Exactly, else without case, spaces and signs."""
    assert groups == ROSTER.find_groups(name)


def test_groups_hold_their_members() -> None:
    """In the roster's order; who has no group is in none."""
    assert ROSTER.groups == {"Team One": ("0123456", "S7"), "team-two": ("S8",)}
