"""What kata.yaml says, remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.curriculum.yaml_facts import NotYaml, facts_in
from tests.support.processes import python

TEXT = "title: Gather\nhints: [one, two]\n"
FACTS = {"title": "Gather", "hints": ["one", "two"]}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where a course that remembers something keeps this."""
    (tmp_path / ".grade").mkdir()
    return tmp_path / ".grade" / "facts" / "kata11.json"


def test_the_second_time_needs_no_yaml(kept: Path) -> None:
    """What was read once is told again by a process that never imports PyYAML."""
    assert facts_in(TEXT, kept) == FACTS
    program = (
        "import sys; from pathlib import Path; from grader.curriculum.yaml_facts import facts_in; "
        f"facts = facts_in({TEXT!r}, Path({str(kept)!r})); print(facts == {FACTS!r}, 'yaml' in sys.modules)"
    )

    again = python("-c", program)

    assert again.stdout == "True False\n"


def test_another_text_is_read_anew(kept: Path) -> None:
    """What is remembered holds for its own text alone."""
    facts_in(TEXT, kept)

    assert facts_in("title: Other\n", kept) == {"title": "Other"}
    assert facts_in(TEXT, kept) == FACTS


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", "null", '{"of": 1', '"x"', '{"of": "x"}'])
def test_what_was_spoilt_is_read_anew(kept: Path, spoilt: str) -> None:
    """A file that somebody changed, or that was cut off, is replaced."""
    kept.parent.mkdir()
    kept.write_text(spoilt)

    assert facts_in(TEXT, kept) == FACTS
    assert json.loads(kept.read_text())["facts"] == FACTS


def test_what_json_cannot_say_is_not_remembered(kept: Path) -> None:
    """A date is no JSON."""
    facts_in("title: 2026-01-01\n", kept)

    assert not kept.exists()


def test_a_key_is_text_however_it_is_written(kept: Path) -> None:
    """The number of a rule is the same key when it is read and when it is remembered."""
    text = "not_judged: {9: why}\n"

    assert facts_in(text, kept) == facts_in(text, kept) == {"not_judged": {"9": "why"}}
    assert kept.exists()


def test_a_course_that_remembers_nothing_stays_so(tmp_path: Path) -> None:
    """Without .grade nothing is written."""
    facts_in(TEXT, tmp_path / ".grade" / "facts" / "kata11.json")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_trouble(kept: Path) -> None:
    """Where a file stands in the way, the facts are told all the same."""
    kept.parent.write_text("in the way")

    assert facts_in(TEXT, kept) == FACTS


def test_what_is_no_yaml_is_said_with_its_line(kept: Path) -> None:
    """And it is not remembered."""
    with pytest.raises(NotYaml) as told:
        facts_in("title: [\n- x\n", kept)

    assert told.value.args[0] > 0
    assert not kept.exists()
