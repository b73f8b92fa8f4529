"""The examples of docs/kit.md are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import grader.testing
from grader.curriculum import load_kata
from grader.engine.examiner.session import examine
from grader.engine.submission import AttemptRequest, read_submission
from grader.model import Mode, Outcome, Report

PAGE = Path(__file__).parents[2] / "docs" / "kit.md"
FACTS = """\
title: The kit
track: tasks
kind: implement
difficulty: 1
submit: student.py
hints: [one, two, three]
"""


def _blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[Mode, Report]:
    """The page's program, graded with the page's checks in both modes."""
    program, *checks = _blocks()
    folder = tmp_path_factory.mktemp("katas") / "kata99_the_kit"
    folder.mkdir()
    (folder / "kata.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "README.md").write_text("# The kit\n", encoding="utf-8")
    (folder / "student.py").write_text(program, encoding="utf-8")
    for number, block in enumerate(checks):
        # A file of its own for each: what an example uses, it imports.
        (folder / f"test_kit_{number:02}.py").write_text(block, encoding="utf-8")
    submission = read_submission(folder / "student.py")
    return examine(
        load_kata(folder),
        lambda desk: {mode: desk.grade(AttemptRequest(submission, "5eed", mode=mode)) for mode in Mode},
    )


@pytest.mark.parametrize("mode", Mode)
def test_every_example_passes(reports: dict[Mode, Report], mode: Mode) -> None:
    """Every check on the page passes on the page's program."""
    results = reports[mode].results

    assert [(one.check.name, one.headline) for one in results if one.outcome is not Outcome.PASSED] == []
    assert len(results) == sum(block.count("@check(") for block in _blocks())


def test_every_public_name_has_an_example() -> None:
    """No name of grader.testing is missing from the examples; the misconceptions are alike, so a few stand for all."""
    code = "\n".join(_blocks())

    missing = [name for name in grader.testing.__all__ if not re.search(rf"\b{name}\b", code)]

    assert [name for name in missing if not re.fullmatch(r"M\d\d", name)] == []
