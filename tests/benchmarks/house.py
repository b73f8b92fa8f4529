"""The house in figures: `python -m tests.benchmarks.house` prints them beside their bounds, and ends 1 past one.

A bound is a ratchet: it stands just above what is true, and only ever goes down. The goals are those that a reader was
promised; where a figure is still above its goal, the table says so.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MANY_PARAMETERS = 6
# What one run of `grade kata00` imports of ours, in the process that a student starts.
COLD = """
import sys
from grader.cli import run
from grader.cli.world import real_world
run(["kata00", "--submission", sys.argv[1], "--plain"], real_world())
print(sum(name == "grader" or name.startswith("grader.") for name in sys.modules), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the house: what it is now, what CI allows, and what it should become."""

    name: str
    now: int
    bound: int
    goal: int


def figures() -> tuple[Figure, ...]:
    """Every figure, counted from the files of grader/ and from one run."""
    sources = {path: path.read_text("utf-8") for path in sorted((ROOT / "grader").rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in sources.items()}
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    classes = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    lines = [len(text.splitlines()) for text in sources.values()]
    return (
        Figure("files in the package", len(sources), 322, 220),
        Figure("code lines", sum(code_lines(text) for text in sources.values()), 36_500, 25_000),
        Figure("lines of the largest file", max(lines), 400, 400),
        Figure("top-level names", len({path.relative_to(ROOT / "grader").parts[0] for path in sources}), 17, 17),
        Figure("functions with six parameters or more", sum(map(has_many_parameters, functions)), 4, 10),
        Figure("imports inside functions", sum(map(inner_imports, functions)), 60, 60),
        Figure("class names for more than one thing", sum(count > 1 for count in classes.values()), 0, 0),
        Figure("our modules in one run", modules_of_one_run(), 103, 55),
    )


def code_lines(text: str) -> int:
    """Lines that are neither blank, nor a comment, nor part of a docstring."""
    tree = ast.parse(text)
    documented = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for line in _docstring_lines(node)
    }
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in documented
        for number, line in enumerate(text.splitlines(), 1)
    )


def _docstring_lines(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[int]:
    if ast.get_docstring(node, clean=False) is not None:
        first = node.body[0]
        yield from range(first.lineno, (first.end_lineno or first.lineno) + 1)


def has_many_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Six parameters or more, without `self` and `cls`."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"])) >= MANY_PARAMETERS


def inner_imports(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Imports that stand in this function's own body, not in a function within."""
    return sum(isinstance(node, ast.Import | ast.ImportFrom) for node in function.body)


def modules_of_one_run() -> int:
    """How many modules of ours a student's process has imported once it has graded kata00's reference."""
    reference = next((ROOT / "solutions").glob("kata00_*/*.py"))
    done = subprocess.run(
        [sys.executable, "-c", COLD, str(reference)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stderr.split()[-1])


def main() -> int:
    """Print the table. 1 where a bound is passed."""
    rows = figures()
    print(f"{'':40}{'now':>8}{'bound':>8}{'goal':>8}")
    for row in rows:
        note = "  past its bound" if row.now > row.bound else "" if row.now <= row.goal else "  goal not reached"
        print(f"{row.name:40}{row.now:>8}{row.bound:>8}{row.goal:>8}{note}")
    return int(any(row.now > row.bound for row in rows))


if __name__ == "__main__":
    sys.exit(main())
