"""What a set of katas says of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.curriculum import KataSet, load_kata, load_katas, set_of
from grader.curriculum.sets import is_right
from grader.curriculum.yaml_file import set_schema
from grader.errors import BrokenKata

MakeKata = Callable[..., Path]
WHOLE = """\
name: Queues for everybody
author: Ada Lovelace
licence: CC-BY-4.0
tracks: [queues, work-pools]
misconceptions:
  X01: "A queue was taken for a list."
"""


def write(course: Path, text: str) -> None:
    """Put this set.yaml into the course."""
    (course / "katas").mkdir(exist_ok=True)
    (course / "katas" / "set.yaml").write_text(text, encoding="utf-8")


def test_a_set_says_what_its_file_says(tmp_path: Path) -> None:
    """Name, author, licence, and what it adds of tracks and misconceptions."""
    write(tmp_path, WHOLE)

    assert set_of(tmp_path) == KataSet(
        "Queues for everybody",
        "Ada Lovelace",
        "CC-BY-4.0",
        ("queues", "work-pools"),
        {"X01": "A queue was taken for a list."},
    )


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n"])
def test_a_set_need_not_say_anything(tmp_path: Path, text: str | None) -> None:
    """No file, and one without anything in it, add nothing."""
    if text is not None:
        write(tmp_path, text)

    assert set_of(tmp_path) == KataSet()


def test_a_kata_may_be_in_a_track_of_its_set(make_kata: MakeKata, tmp_path: Path) -> None:
    """It is one more beside the usual ones, which stay; and a code of the set's own may be ruled out."""
    folder = make_kata("kata11_gather", track="queues", not_guessed=["X01"])
    usual = make_kata("kata12_other")

    with pytest.raises(BrokenKata, match="track: queues is not one of"):
        load_kata(folder)
    write(tmp_path, WHOLE)

    assert (load_kata(folder).track, load_kata(folder).not_guessed, load_kata(usual).track) == (
        "queues",
        ("X01",),
        "tasks",
    )


def test_an_unknown_track_is_told_with_all_there_are(make_kata: MakeKata, tmp_path: Path) -> None:
    """The set's own stand among them."""
    write(tmp_path, WHOLE)
    folder = make_kata("kata11_gather", track="sports")

    with pytest.raises(BrokenKata) as broken:
        load_kata(folder)

    assert "kata11_gather/kata.yaml:2: track: sports is not one of: first-steps, " in broken.value.message
    assert ", queues, work-pools." in broken.value.message


def test_what_is_wrong_is_told_once_with_its_lines(make_kata: MakeKata, tmp_path: Path) -> None:
    """Every problem in one go, however many katas there are."""
    make_kata("kata11_gather")
    make_kata("kata12_other")
    write(tmp_path, "name: ' '\ntracks: [Big Ones]\nmisconceptions:\n  M02: Mine.\nowner: me\n")

    with pytest.raises(BrokenKata) as broken:
        load_katas(tmp_path)

    lines = broken.value.message.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "katas/set.yaml:1",
        "katas/set.yaml:2",
        "katas/set.yaml:4",
        "katas/set.yaml:5",
    ]
    assert "misconceptions: M02 does not fit ^X[0-9]{2}$." in broken.value.message
    assert "there is no key owner here. There is name, author, licence, " in broken.value.message
    assert "A set of your own" in broken.value.hint


@pytest.mark.parametrize("text", ["name: [\n", "name: x\n\tauthor: y\n"])
def test_what_is_no_yaml_is_told(tmp_path: Path, text: str) -> None:
    """With the line where it shows."""
    write(tmp_path, text)

    with pytest.raises(BrokenKata, match=r"katas/set\.yaml:\d is not YAML"):
        set_of(tmp_path)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"name": "x", "author": "y", "licence": "z"},
        {"name": ""},
        {"name": 3},
        {"tracks": ["a"], "misconceptions": {"X01": "It."}},
        {"tracks": "a"},
        {"tracks": ["A"]},
        {"tracks": ["a b"]},
        {"misconceptions": {"X1": "It."}},
        {"misconceptions": {"M01": "It."}},
        {"misconceptions": {"X01": " "}},
        {"misconceptions": ["X01"]},
        {"other": 1},
        [],
        "name",
    ],
)
def test_the_short_check_agrees_with_the_schema(facts: Any) -> None:
    """What is accepted at a glance is what the published schema accepts."""
    assert Draft202012Validator(set_schema()).is_valid(facts) == is_right(facts)
