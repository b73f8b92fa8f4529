"""What a cell of a kata's notebook says, and which cells nbgrader knows it by. Pure."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grader.model import Check

MAGIC = "%%kata"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
FIRST_LINE = re.compile(r"\A%%kata[ \t]+(\w+)[ \t]*(?:\r\n?|\n|\Z)")
SOLUTION_ID = re.compile(r"(\w+)-solution")
# What nbgrader puts into the place of a solution, unless it is told otherwise (preprocessors/clearsolutions.py).
PLACEHOLDER = re.compile(r"^# YOUR CODE HERE\nraise NotImplementedError\(\)[ \t]*$", re.MULTILINE)


# A tree of a larger source takes too long to make for what it is worth: its trials stay as they are.
MOST_PARSED = 64 * 1024
TRIALS = re.compile(r"\b(?:await|async|asyncio)\b")


class Solution(NamedTuple):
    """The kata a cell names in its first line, and what it hands in."""

    kata: str
    source: str


def solution_in(cell: str) -> Solution | None:
    """The solution in this cell; None where its first line is no `%%kata kata11`."""
    kata = kata_of(cell)
    return Solution(kata, handed_in(without_first_line(cell))) if kata else None


def kata_of(cell: str) -> str:
    """The kata that a cell names in its first line; "" for none."""
    first = FIRST_LINE.match(cell.lstrip())
    return first[1] if first else ""


def without_first_line(cell: str) -> str:
    """The cell below the line that names its kata, if there is one."""
    return FIRST_LINE.sub("", cell.lstrip(), count=1)


def handed_in(body: str) -> str:
    """A cell's text without its first line as a file of its own, with the same count of lines to each.

    In an instructor's source the solution stands between nbgrader's markers, and it alone counts. What nbgrader leaves
    in its place is blank, and what runs a loop at the top is a comment: neither lets a file be loaded.
    """
    # Python takes a lone carriage return for the end of a line, too.
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    regions = list(_regions(body))
    return _without_trials("".join(regions) if regions else PLACEHOLDER.sub("\n", body))


def _regions(body: str) -> Iterator[str]:
    """What stands between the markers, line by line; one that is not ended is none."""
    inside: list[str] | None = None
    for line in body.split("\n"):
        if inside is None:
            inside = [] if line == BEGIN else None
        elif line == END:
            yield "".join(inside)
            inside = None
        else:
            inside.append(f"{line}\n")


def _without_trials(source: str) -> str:
    """The source with lines at its top that await, or call asyncio.run, as comments: they only try something out."""
    if len(source) > MOST_PARSED or not TRIALS.search(source):
        return source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trials = [node for node in ast.parse(source).body if _runs_a_loop(node)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Whatever is wrong with it is told by who marks it.
        return source
    lines = source.split("\n")
    for node in trials:
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            lines[number] = f"# {lines[number]}"
    return "\n".join(lines)


def _runs_a_loop(statement: ast.AST) -> bool:
    """Does it await, or start a loop, in the place where it stands rather than in a function?"""
    left = [statement]
    while left:
        node = left.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(node, "is_async", False):
            return True
        if isinstance(node, ast.Call) and _is_asyncio_run(node.func):
            return True
        left.extend(ast.iter_child_nodes(node))
    return False


def _is_asyncio_run(called: ast.AST) -> bool:
    if not (isinstance(called, ast.Attribute) and called.attr == "run" and isinstance(called.value, ast.Name)):
        return False
    return called.value.id == "asyncio"


def bare(source: str) -> str:
    """The file without blank lines around it, as somebody would have handed it in."""
    return source.strip("\n") + "\n"


def last_solution(kata: str, cells: Iterable[str]) -> str | None:
    """What the last of these cells that is a solution of this kata hands in."""
    found = [cell for cell in cells if kata_of(cell) == kata]
    return handed_in(without_first_line(found[-1])) if found else None


def solution_id(kata: str) -> str:
    """The grade_id of the kata's solution cell."""
    return f"{kata}-solution"


def check_id(kata: str, check: str) -> str:
    """The grade_id of a check's cell; `check` is its name as a student may know it."""
    return f"{kata}-{check}"


def known_as(checks: Iterable[Check]) -> Iterator[tuple[str, Check]]:
    """Each check with the name that a student may know it by: its own, or h1, h2, … as in a student's report."""
    hidden = 0
    for check in checks:
        hidden += check.hidden
        yield (f"h{hidden}" if check.hidden else check.name), check
