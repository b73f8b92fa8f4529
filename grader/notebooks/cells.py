"""What a cell of a kata's notebook says, and which cells nbgrader knows it by. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grader.model import Check

MAGIC = "%%kata"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
FIRST_LINE = re.compile(r"\A%%kata[ \t]+(\w+)[ \t]*(?:\n|\Z)")
SOLUTION_ID = re.compile(r"(\w+)-solution")
REGION = re.compile(rf"^{BEGIN}$\n?(.*?)^{END}$", re.MULTILINE | re.DOTALL)
# What nbgrader puts into the place of a solution, unless it is told otherwise (preprocessors/clearsolutions.py).
PLACEHOLDER = re.compile(r"^# YOUR CODE HERE\nraise NotImplementedError\(\)[ \t]*$", re.MULTILINE)


class Solution(NamedTuple):
    """The kata a cell names in its first line, and what it hands in."""

    kata: str
    source: str


def solution_in(cell: str) -> Solution | None:
    """The solution in this cell; None where its first line is no `%%kata kata11`."""
    cell = cell.lstrip()
    first = FIRST_LINE.match(cell)
    return Solution(first[1], handed_in(cell[first.end() :])) if first else None


def handed_in(body: str) -> str:
    """A cell's text without its first line as a file of its own, with the same count of lines to each.

    In an instructor's source the solution stands between nbgrader's markers, and it alone counts. What nbgrader leaves
    in its place is blank, and what runs a loop at the top is a comment: neither lets a file be loaded.
    """
    body = body.replace("\r\n", "\n")
    regions = REGION.findall(body)
    return _without_trials("".join(regions) if regions else PLACEHOLDER.sub("\n", body))


def _without_trials(source: str) -> str:
    """The source with lines at its top that await, or call asyncio.run, as comments: they only try something out."""
    try:
        trials = [node for node in ast.parse(source).body if _runs_a_loop(node)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Whatever is wrong with it is told by who marks it.
        return source
    lines = source.split("\n")
    for node in trials:
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            lines[number] = f"# {lines[number]}"
    return "\n".join(lines)


def _runs_a_loop(node: ast.AST) -> bool:
    """Does it await, or start a loop, in the place where it stands rather than in a function?"""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return False
    if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(node, "is_async", False):
        return True
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "asyncio.run":
        return True
    return any(map(_runs_a_loop, ast.iter_child_nodes(node)))


def bare(source: str) -> str:
    """The file without blank lines around it, as somebody would have handed it in."""
    return source.strip("\n") + "\n"


def last_solution(kata: str, cells: Iterable[str]) -> str | None:
    """What the last of these cells that is a solution of this kata hands in."""
    found = [solution for cell in cells if (solution := solution_in(cell)) and solution.kata == kata]
    return found[-1].source if found else None


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
