"""What katas and solutions may lean on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.claims import nonempty

HOME = Path(__file__).parents[2]


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports."""
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def ours(folder: str) -> set[tuple[str, str]]:
    """(file, module) for every module of the grader that is imported below this folder."""
    return {
        (str(path.relative_to(HOME)), name)
        for path in nonempty((HOME / folder).rglob("*.py"))
        for name in imported(path)
        if name.partition(".")[0] == "grader"
    }


def test_katas_import_the_public_part_only() -> None:
    """Of the grader, a kata's files import grader.testing and nothing else."""
    assert {entry for entry in ours("katas") if entry[1] != "grader.testing"} == set()


def test_solutions_import_nothing_of_the_grader() -> None:
    """A solution is a program like a student's: it knows nothing of the grader."""
    assert ours("solutions") == set()


@pytest.mark.parametrize("folder", sorted(path.name for path in (HOME / "katas").glob("kata[0-9][0-9]_*")))
def test_solutions_mirror_katas(folder: str) -> None:
    """Each kata has its reference under the name that is handed in, an alternative and wrong solutions."""
    kata, solution = HOME / "katas" / folder, HOME / "solutions" / folder
    handed_in = [path.name for path in kata.glob("*.py") if not path.name.startswith("test_")]

    assert [(solution / name).is_file() for name in handed_in] == [True]
    assert list(solution.glob("alternatives/*.py"))
    assert list(solution.glob("wrong/*.py"))
