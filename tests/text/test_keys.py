"""Keys that tell who somebody is: the same, or refused by name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.errors import ExitCode, UsageError
from grader.text import NotAllowed, identity_key, is_formula
from tests.text.attacks import ALL, FORMULAS, INVISIBLE, TERMINAL

GOOD = [
    "0123456",
    "S0012",
    "zoe@example.org",
    "o'brien+kata@example.org",
    "Zoë Núñez",
    unicodedata.normalize("NFD", "Zoë"),
    "山田太郎",
    "#20067930",
    "#Frank.Catcher",
    'a,b;c"d',
    "-5",
    "2021.044.1",
    "12e5",
    "TRUE",
    "<b>",
    "a; b, c|d",
    "x-1;y=2",
    "a" * 255,
]
NUMBERS = ("-", "-5", "+5")


def asked(text: str) -> tuple[str | None, str]:
    """The key, or none, and why it was refused."""
    try:
        return identity_key(text), ""
    except NotAllowed as refused:
        return None, refused.message


@pytest.mark.parametrize("key", GOOD, ids=ascii)
def test_a_key_is_never_changed(key: str) -> None:
    """Zeros in front, capitals, accents and signs are part of who somebody is."""
    assert key == identity_key(key)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("=1+1", "The student id '=1+1' looks like a formula to a spreadsheet."),
        ("+x", "The student id '+x' looks like a formula to a spreadsheet."),
        ("-x", "The student id '-x' looks like a formula to a spreadsheet."),
        ("@ada", "The student id '@ada' looks like a formula to a spreadsheet."),
        ("＝1", "The student id '＝1' looks like a formula to a spreadsheet."),
        (" =1", "The student id ' =1' looks like a formula to a spreadsheet."),
        ("﹦1", "The student id '﹦1' looks like a formula to a spreadsheet."),
        ("5;=1+1", "The student id '5;=1+1' holds what looks like a formula to a spreadsheet."),
        ("x; ＠SUM(1)", "The student id 'x; ＠SUM(1)' holds what looks like a formula to a spreadsheet."),
        ('x,"=1', "The student id 'x,\"=1' holds what looks like a formula to a spreadsheet."),
        ("x|+1", "The student id 'x|+1' holds what looks like a formula to a spreadsheet."),
        ('"=1"', "The student id '\"=1\"' holds what looks like a formula to a spreadsheet."),
        ("x\t=1", "The student id 'x\\x09=1' holds what looks like a formula to a spreadsheet."),
        ("\tx", "The student id '\\x09x' looks like a formula to a spreadsheet."),
        ("\rx", "The student id '\\x0dx' looks like a formula to a spreadsheet."),
        ("a\nb", "The student id 'a\\x0ab' has control or invisible characters."),
        ("a\x1b[2J", "The student id 'a\\x1b[2J' has control or invisible characters."),
        ("a\u202eb", "The student id 'a\\x202eb' has control or invisible characters."),
        ("a\u200bb", "The student id 'a\\x200bb' has control or invisible characters."),
        ("\ufeffada", "The student id '\\xfeffada' has control or invisible characters."),
        ("a\ud800", "The student id 'a\\xd800' has control or invisible characters."),
        ("ada ", "The student id 'ada ' begins or ends with a space."),
        ("", "The student id '' is empty."),
        ("a" * 256, f"The student id '{'a' * 80}…' has more than 255 characters."),
    ],
    ids=ascii,
)
def test_a_key_that_cannot_be_sent_is_refused_by_name(key: str, message: str) -> None:
    """The refusal names the key, safe to show, says what is wrong with it, and what to do."""
    with pytest.raises(NotAllowed) as caught:
        identity_key(key, what="student id")

    assert message == caught.value.message
    assert caught.value.hint
    assert isinstance(caught.value, UsageError)
    assert caught.value.code is ExitCode.USAGE


@pytest.mark.parametrize("attack", sorted({*TERMINAL, *INVISIBLE, *FORMULAS} - {*NUMBERS}), ids=ascii)
def test_no_attack_is_a_key_that_harms(attack: str) -> None:
    """What is let through as a key is no formula and shows every one of its characters."""
    key, refused = asked(attack)

    assert refused.isprintable()
    assert not key or (key == attack and key.isprintable() and not is_formula(key))


@given(some.text(max_size=40) | some.sampled_from(ALL))
def test_any_key_is_the_same_or_refused(text: str) -> None:
    """There is no third way: nothing is trimmed, folded or quoted."""
    key, refused = asked(text)

    assert bool(refused) != (key == text)
    assert refused.isprintable()
