"""Katas, checks and reports to hold against promises, without the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import Check, CheckResult, Kata, KataKind, Mode, Outcome, Report, Verdict

MARK = """title: Two doors
track: tasks
kind: implement
difficulty: 1
submit: doors.py
hints: [Look at the doors., Open one., Open the other.]
"""
BRIEF = """# Two doors

## The contract

1. It opens.
2. It waits.

## An example

```python
open_door("Ada", 2.5)  # after 2.5 seconds: 42
```

Then try `grade kata77`.
"""
REFERENCE = '''"""Opens."""

async def open_door(name, pause):
    return "open"
'''
VISIBLE = '''from grader.testing import check, expect

@check(points=4, rules=1)
async def test_opens(kata, clock):
    """It opens."""
    expect(await kata.open_door("Bob", 3.25), "open")
'''
HIDDEN = '''from grader.testing import check, expect, token

@check(points=6, rules=(1, 2), needs="test_opens")
async def test_waits(kata, clock):
    """It waits."""
    expect(await kata.open_door(token(), 1.25), "open")
    clock.took(1.25)
'''
WRONG = '''"""Believes that a door is open."""
# misconception: M02
# breaks: rules 1 and 2
# caught by: test_waits
# student reads: One after the other

def open_door(name, pause):
    return "open"
'''

SHUT = '''"""Believes that a door is never open."""
# misconception: M02
# breaks: rule 1
# caught by: test_opens
# student reads: it is shut

async def open_door(name, pause):
    return "shut"
'''


@pytest.fixture
def solutions(tmp_path: Path) -> Path:
    """A solutions folder in which kata77 has a reference, an alternative and two wrong solutions."""
    home = tmp_path / "solutions" / "kata77_two_doors"
    for folder in (home / "alternatives", home / "wrong"):
        folder.mkdir(parents=True)
    (home / "doors.py").write_text(REFERENCE)
    (home / "alternatives" / "awaitable.py").write_text(REFERENCE.replace('"open"', '"op" + "en"'))
    (home / "wrong" / "w1_open.py").write_text(WRONG)
    (home / "wrong" / "w2_shut.py").write_text(SHUT)
    return tmp_path / "solutions"


@pytest.fixture
def kata(tmp_path: Path) -> Kata:
    """A kata of ten points whose folder holds everything a kata needs."""
    folder = tmp_path / "katas" / "kata77_two_doors"
    (folder / "hidden").mkdir(parents=True)
    (folder / "kata.yaml").write_text(MARK)
    (folder / "README.md").write_text(BRIEF)
    (folder / "doors.py").write_text("async def open_door(name, pause):\n    raise NotImplementedError\n")
    (folder / "test_doors.py").write_text(VISIBLE)
    (folder / "hidden" / "test_doors_hidden.py").write_text(HIDDEN)
    hints = ("Look at the doors.", "Open one.", "Open the other.")
    return Kata("kata77", folder.name, folder, "Two doors", "tasks", KataKind.IMPLEMENT, 1, "doors.py", hints=hints)


@pytest.fixture
def checks() -> tuple[Check, ...]:
    """kata77's checks: four visible points and six hidden ones."""
    return (
        Check("test_opens", "It opens.", 4, hidden=False, rules=(1,)),
        Check("test_waits", "It waits.", 6, hidden=True, needs=("test_opens",), rules=(1, 2)),
    )


@pytest.fixture
def accepted(checks: tuple[Check, ...]) -> Report:
    """A report in which every check passed."""
    results = tuple(CheckResult(check, Outcome.PASSED, took=0.0) for check in checks)
    return Report("kata77", "Two doors", "v", "doors.py", Verdict.ACCEPTED, Mode.SPLIT, "00", "sha", results=results)


@pytest.fixture
def caught(accepted: Report) -> Callable[..., Report]:
    """Makes a report in which test_waits ended as told, by default as the wrong solution claims."""

    def make(
        outcome: Outcome = Outcome.FAILED, headline: str = "3 = 2 + 1: one after the other", code: str = "M02"
    ) -> Report:
        first, second = accepted.results
        fallen = replace(second, outcome=outcome, headline=headline, misconception=code)
        return replace(accepted, verdict=Verdict.REJECTED, results=(first, fallen))

    return make
