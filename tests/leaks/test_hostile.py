"""A submission that tries to carry what a hidden check gave it into its own report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.curriculum import find_course, kata_named
from grader.engine.examiner import examine
from grader.engine.examiner.session import KataGrader
from grader.engine.submission import AttemptRequest, read_submission
from grader.model import Outcome, Report
from tests.leaks.test_hidden_checks import SEED, everything_shown

COURSE = find_course(Path(__file__))
SPIES = {
    "names a coroutine after it and forgets it": """
        made = work()
        made.__qualname__ = made.__name__ = f"SPY{name}"
        del made
    """,
    "names a task after it and leaves it": """
        made = asyncio.sleep(100)
        made.__qualname__ = made.__name__ = f"SPY{name}"
        asyncio.create_task(made, name=f"SPY{name}")
    """,
    "names an exception after it that nobody sees": """
        async def fail():
            raise type(f"SPY{name}", (Exception,), {})(f"SPY{name}")
        asyncio.create_task(fail())
    """,
    "prints it": """
        print(f"SPY{name}")
    """,
    "gives it back": """
        return f"SPY{name}"
    """,
    "raises it": """
        raise ValueError(f"SPY{name}")
    """,
}
FILE = """
import asyncio


async def work():
    pass


async def greet(name, pause):
    if pause in (3, 1.25):  # what only the hidden check asks for
{spy}
    await asyncio.sleep(pause)
    return f"Hello, {{name}}!"
"""


def graded(spy: str, folder: Path) -> tuple[Report, Path]:
    """The report on a warm_up.py that does this with each name it gets."""
    kata = kata_named(COURSE, "kata00", here=COURSE)
    path = folder / "warm_up.py"
    path.write_text(FILE.format(spy=spy), encoding="utf-8")

    def body(desk: KataGrader) -> Report:
        return desk.grade(AttemptRequest(read_submission(path), SEED))

    return examine(kata, body), path


def visible(report: Report) -> str:
    """What may be told since it belongs to visible checks."""
    return repr([result for result in report.results if not result.check.hidden])


@pytest.mark.parametrize("spy", SPIES.values(), ids=SPIES.keys())
def test_nothing_a_hidden_check_gave_comes_back(spy: str, tmp_path: Path) -> None:
    """Whatever a submission names, prints, raises or returns in a hidden check, none of it is shown to its student."""
    report, path = graded(spy, tmp_path)
    allowed = visible(report)

    shown = "\n".join(everything_shown(report, path, tmp_path))

    assert any(result.check.hidden and result.outcome is not Outcome.NOT_RUN for result in report.results)
    assert [word for word in re.findall(r"SPY[\w-]+", shown) if word not in allowed] == []
