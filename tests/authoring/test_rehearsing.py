"""What a child tells of the programs it rehearsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.rehearsing import Rehearsal, heard_from, rehearse
from grader.curriculum import load_kata
from grader.errors import UnableToGrade
from grader.model import Kata, Outcome, Verdict

ROOT = Path(__file__).parents[2]
KILLS = """import os

async def greet(name, pause):
    if pause:
        os._exit(0)
    print('{"program": 1, "verdict": "accepted"}')
    return f"Hello, {name}!"
"""


def test_lines_are_heard_up_to_the_torn_one():
    """A program without a verdict ended its process; half a line says nothing."""
    lines = [
        '{"ready": 1}',
        '{"program": 0, "check": "test_a", "outcome": "passed"}',
        '{"program": 0, "verdict": "accepted"}',
        '{"program": 1, "check": "test_a", "outcome": "failed"}',
        '{"program": 1, "che',
    ]

    assert heard_from(lines) == [
        Rehearsal({"test_a": Outcome.PASSED}, Verdict.ACCEPTED),
        Rehearsal({"test_a": Outcome.FAILED}),
    ]


def test_a_child_that_never_was_ready_is_not_heard():
    """No line at all is not the same as no program."""
    assert heard_from([]) is None
    assert heard_from(['{"ready": 1}']) == []


def test_a_program_that_kills_its_process_costs_only_itself(tmp_path: Path):
    """The file before it and the file after it are rehearsed in full, and its prints are not taken for our lines."""
    kata = load_kata(ROOT / "katas" / "kata00_warm_up")
    right = ROOT / "solutions" / kata.slug / kata.submit
    kills = tmp_path / "kills.py"
    kills.write_text(KILLS)

    before, killed, after = rehearse(kata, [right, kills, right], seed="0" * 32)

    assert before == after
    assert before.verdict is Verdict.ACCEPTED
    assert killed == Rehearsal({"test_greets_by_name": Outcome.PASSED})


def test_a_child_that_cannot_start_is_our_fault(kata: Kata):
    """Its last complaint is told."""
    (kata.folder / "kata.yaml").unlink()

    with pytest.raises(UnableToGrade, match=r"The in-process run of kata77 did not start: .*kata\.yaml is missing"):
        rehearse(kata, [kata.stub], seed="0" * 32)
