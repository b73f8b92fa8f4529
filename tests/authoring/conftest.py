"""Katas, checks and reports to hold against promises, without the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import Check, CheckResult, Kata, KataKind, Outcome, Report, Verdict
from tests.support.katas import kata as a_kata
from tests.support.katas import write_files, write_kata
from tests.support.reports import report

HINTS = ["Look at the doors.", "Open one.", "Open the other."]
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
    programs = {
        "doors.py": REFERENCE,
        "alternatives/awaitable.py": REFERENCE.replace('"open"', '"op" + "en"'),
        "wrong/w1_open.py": WRONG,
        "wrong/w2_shut.py": SHUT,
    }
    write_files(tmp_path / "solutions" / "kata77_two_doors", programs)
    return tmp_path / "solutions"


@pytest.fixture
def kata(tmp_path: Path) -> Kata:
    """A kata of ten points whose folder holds everything a kata needs."""
    facts = {"title": "Two doors", "hints": HINTS}
    files = {"README.md": BRIEF, "test_doors.py": VISIBLE, "hidden/test_doors_hidden.py": HIDDEN}
    slug, stub = "kata77_two_doors", "async def open_door(name, pause):\n    raise NotImplementedError\n"
    folder = write_kata(tmp_path, slug, files=files, stub=stub, kind="implement", submit="doors.py", **facts)
    return a_kata(slug, folder, "doors.py", kind=KataKind.IMPLEMENT, title="Two doors", hints=tuple(HINTS))


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
    return report(*results, kata="kata77", kata_title="Two doors", submit="doors.py", verdict=Verdict.ACCEPTED)


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
