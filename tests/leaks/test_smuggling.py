"""What a hidden check hands in reaches the student by no way at all, whatever a submission says of itself.

Each smuggler is graded twice, with values that differ. What its student reads is the same both times, to the last
byte: in text, JSON, HTML and JUnit. One line of the file that exists is all that may differ, for the one smuggler that
chooses it.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

import pytest

from grader.model import Report
from grader.report.html import page
from grader.report.json import report_line
from grader.report.junit import junit
from grader.report.layout import Style
from grader.report.scoring import View, student_view
from grader.report.text import Detail, text
from grader.testing import expect, token
from tests.examiner.bench import grade, loaded

SEEDS = ("5eed" * 8, "c0de" * 8)
PLAIN = """
import asyncio, sys, time
def ready():
    return True
HERE = ready.__code__.co_filename
async def pick(secret):
    number = int(secret, 16)
    await work(secret, number)
"""
# The code of `work(secret, number)`, in which each says what it was given in another way.
SMUGGLERS = {
    "prints it": """
        print(secret)
        sys.stderr.write(secret)
    """,
    "gives it back": """
        raise AssertionError(secret)
    """,
    "calls a class of exceptions after it": """
        raise type(secret, (Exception,), {})(secret)
    """,
    "calls a class of a known kind after it": """
        raise type(secret, (ModuleNotFoundError,), {})(secret, name="asyncio")
    """,
    "misses a module of its name": """
        raise ModuleNotFoundError(name=f"asyncio.s{secret}")
    """,
    "reaches a limit of its own": """
        raise asyncio.TimeoutError(secret) from KeyError(secret)
    """,
    "says it in the words of Python": """
        operators = "".join(chr(0x2190 + int(digit, 16)) for digit in secret[:3])
        raise TypeError(f"unsupported operand type(s) for {operators}: 'int' and 'str'")
    """,
    "groups as many": """
        raise ExceptionGroup("unhandled errors in a TaskGroup", [ValueError(secret)] * (1 + number % 90))
    """,
    "raises at a line that is not there": """
        code = compile("\\n" * (2_000 + number % 5_000) + "raise ValueError", HERE, "exec")
        exec(code)
    """,
    "waits at a line that is not there": """
        names = {}
        code = "\\n" * (2_000 + number % 5_000) + "async def wait():\\n    import asyncio; await asyncio.Event().wait()"
        exec(compile(code, HERE, "exec"), names)
        await names["wait"]()
    """,
    "waits as often": """
        async def wait():
            await asyncio.Event().wait()
        await asyncio.gather(*(wait() for _ in range(2 + number % 90)))
    """,
    "calls a task and its function after it": """
        async def wait():
            await asyncio.Event().wait()
        wait.__qualname__ = wait.__name__ = f"s{secret}"
        wait.__code__ = wait.__code__.replace(co_name=f"s{secret}", co_qualname=f"s{secret}")
        asyncio.create_task(wait(), name=secret)
        await wait()
    """,
    "leaves a task and a coroutine of its name": """
        async def lost():
            await asyncio.sleep(1000)
        lost.__qualname__ = lost.__name__ = f"s{secret}"
        left = lost()
        left.__qualname__ = left.__name__ = f"s{secret}"
        asyncio.create_task(left, name=secret)
        await asyncio.sleep(1)
        left = lost()
        del left
    """,
    "blocks a little longer": """
        time.sleep(2 + number / 2 ** 80)
    """,
    "sleeps a little longer": """
        await asyncio.sleep(2 + number / 2 ** 80)
    """,
    "sleeps longer than anybody": """
        await asyncio.sleep(10_000 + number / 2 ** 60)
    """,
    "blocks at one line and raises at another": """
        exec(compile("\\n" * (number % 16) + "time.sleep(1)", HERE, "exec"))
        raise ValueError
    """,
    "finds what it likes": """
        observers = sys.modules["grader.engine.candidate.observer"]
        kinds = ["blocking call", "busy wait", "never awaited", "task left behind", "swallowed cancellation"]
        kinds = kinds[number % 5 :] + kinds[: number % 5]
        def collect(self, *args, **kwargs):
            lines = [1, 2_000 + number % 5_000]
            self.notes = [(kind, secret, line, float(number % 1_000_000)) for line in lines for kind in kinds]
            return [secret]
        observers.Observer.collect = collect
    """,
    "blames as many lines": """
        observers = sys.modules["grader.engine.candidate.observer"]
        def collect(self, *args, **kwargs):
            lines = [1 + int(digit, 16) for digit in secret]
            self.notes = [("never awaited", "", line, 0.0) for line in lines]
            self.notes += [("task left behind", "", line, 0.0) for line in lines]
            return []
        observers.Observer.collect = collect
    """,
    "has clues of its own": """
        told = [["drops a task", 1 + number % 16], ["catches a cancellation", 1 + number // 16 % 16]]
        sys.modules["grader.engine.candidate.peer"].clues_of = lambda loaded: told
    """,
    "uses names that it may": """
        for module in list(sys.modules.values()):
            desk = getattr(module, "Desk", None)
            if module.__name__.startswith("grader.engine.candidate") and desk is not None:
                desk.uses = lambda self: [(f"s{secret}", 1)]
    """,
}
CHOOSES_A_LINE = (
    """
code = "\\n" * (700 + number % 89) + "raise ValueError"
exec(compile(code, HERE, "exec"))
"""
    + 800 * "# a line\n"
)


def check_ready(kata: Any) -> None:
    """It is ready."""
    expect(kata.ready(), True)


async def check_picked(kata: Any, clock: Any) -> None:
    """It keeps to itself what it was given."""
    await kata.pick(token().removeprefix("v-") + token().removeprefix("v-"))
    clock.took(0.25)


def marked(work: str, seed: str) -> Report:
    """The report on a submission that does this in a hidden check, which minted its values from this seed."""
    source = f"{PLAIN}async def work(secret, number):\n{textwrap.indent(textwrap.dedent(work), '    ')}"
    return grade(source, check_ready, loaded(check_picked, hidden=True), seed=seed)


def read_by_the_student(report: Report) -> str:
    """Everything a student may be shown of a report; the seed, by which it can be repeated, left out."""
    shown = student_view(report)
    texts = [text(shown, style=style, detail=detail) for style in Style for detail in Detail]
    whole = "\n".join([*texts, report_line(report, View.STUDENT), page([report]), junit([report])])
    return whole.replace(report.seed, "")


@pytest.mark.parametrize("work", SMUGGLERS.values(), ids=SMUGGLERS.keys())
def test_a_student_reads_the_same_whatever_a_hidden_check_handed_in(work: str) -> None:
    """Two attempts with other values differ in nothing that the student is shown, and the hidden check failed."""
    first, second = (marked(work, seed) for seed in SEEDS)

    assert first.results[0].points == 1 and first.results[1].points == 0
    assert read_by_the_student(first) == read_by_the_student(second)


def test_one_line_that_exists_is_all_that_a_submission_may_choose() -> None:
    """Where the line of an exception differs, nothing else does."""
    reports = [marked(CHOOSES_A_LINE, seed) for seed in SEEDS]
    lines = [report.results[1].line for report in reports]

    assert lines[0] != lines[1] and all(lines)
    first, second = (
        re.sub(rf"\b{line}\b", "LINE", read_by_the_student(report)) for line, report in zip(lines, reports, strict=True)
    )
    assert first == second
