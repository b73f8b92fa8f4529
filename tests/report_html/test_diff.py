"""Expected and got, aligned."""

from __future__ import annotations

import pytest

from grader.report.diff import difference

WIDE = 64


@pytest.mark.parametrize(
    ("expected", "got", "place", "wanted", "came"),
    [
        ("['a', 'b']", "['a', 'c']", "[1]", "'b'", "'c'"),
        ("['a', 'b']", "['a']", "[1]", "'b'", ""),
        ("['a']", "['a', 'b']", "[1]", "", "'b'"),
        ("(1, [2, 3])", "(1, [2, 4])", "[1]", "[2, 3]", "[2, 4]"),
        ("{'a': 1, 'b': 2}", "{'b': 3, 'a': 1}", "['b']", "'b': 2", "'b': 3"),
        ("{1, 2}", "{2, 3}", "1", "1", ""),
        ("'Hello, Ada'", "'Hello, Ben'", "character 8", "A", "B"),
        ("['a, b', 'c']", "['a, b', 'd']", "[1]", "'c'", "'d'"),
    ],
)
def test_the_first_difference_is_marked(expected: str, got: str, place: str, wanted: str, came: str) -> None:
    """In lists, dicts, sets and strings the first part that differs is found, and told as Python would write it."""
    found = difference(expected, got, width=WIDE)

    assert found is not None
    assert found.place == place
    assert (found.expected.different, found.got.different) == (wanted, came)


def test_items_stand_under_each_other() -> None:
    """An item as wide as its neighbour below: the same place of both texts is the same item."""
    found = difference("[(0.0, 'a'), (1.0, 'b')]", "[(0, 'a'), (2, 'b')]", width=WIDE)

    assert found is not None
    assert found.expected.text == "[(0.0, 'a'), (1.0, 'b')]"
    assert found.got.text == "[(0, 'a'),   (2, 'b')]"
    assert found.expected.start == found.got.start == 13


def test_whole_floats_equal_whole_numbers() -> None:
    """2.0 and 2 are equal in Python, so they are no difference."""
    assert difference("[2.0, 3]", "[2, 3.0]", width=WIDE) is None


@pytest.mark.parametrize(("expected", "got"), [("3.0 s", "9.0 s"), ("[1]", "None"), ("'a'", "None"), ("1", "2")])
def test_what_has_no_shape_in_common_is_not_aligned(expected: str, got: str) -> None:
    """Two numbers, or a list and None, are simply shown."""
    assert difference(expected, got, width=WIDE) is None


def test_long_values_are_cut_around_the_difference() -> None:
    """However long the values, both sides fit, show what differs, and say by "…" that they were cut."""
    items = [f"'item-{number}'" for number in range(50)]
    expected, got = f"[{', '.join(items)}]", f"[{', '.join([*items[:30], 'None', *items[31:]])}]"

    found = difference(expected, got, width=WIDE)

    assert found is not None
    assert found.place == "[30]"
    assert max(len(found.expected.text), len(found.got.text)) <= WIDE
    assert found.got.different == "None"
    assert "…" in found.got.text


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "]",
        "[[[[",
        "['",
        "{:",
        "{,}",
        "['\\'",
        "(" * 300,
        "[" + "," * 300,
        "{'a' 'b': 1…",
        "[1, 2, …",
        "\n[",
        "[\n",
    ],
)
def test_broken_texts_do_no_harm(text: str) -> None:
    """A value's text comes from a submission and may be anything, also cut in the middle."""
    for other in ("[1, 2]", "{'a': 1}", "'a'", text[::-1], text):
        found = difference(text, other, width=WIDE)
        assert found is None or max(len(found.expected.text), len(found.got.text)) <= WIDE
