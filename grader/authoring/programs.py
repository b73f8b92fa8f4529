"""The programs that belong to a kata: its stub, its reference, the alternatives and the wrong solutions."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.authoring.left_open import is_left_open
from grader.model import Kata

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Role(StrEnum):
    """What a program is there for."""

    STUB = "stub"
    REFERENCE = "reference"
    ALTERNATIVE = "alternative"
    WRONG = "wrong solution"


@dataclass(frozen=True, slots=True)
class Program:
    """One file that could be handed in; `name` is how a problem speaks of it."""

    role: Role
    path: Path
    source: str

    @property
    def name(self) -> str:
        """Such as "reference gather.py" or "wrong solution w1_sequential.py"."""
        return f"{self.role} {self.path.name}"


def read_programs(kata: Kata, solutions: Path) -> tuple[tuple[Program, ...], tuple[str, ...]]:
    """Every program of the kata in a fixed order, stub first, and a sentence for each that is missing."""
    home = solutions / kata.slug
    places = (
        (Role.STUB, [kata.stub]),
        (Role.REFERENCE, [home / kata.submit]),
        (Role.ALTERNATIVE, sorted((home / "alternatives").glob("*.py"))),
        (Role.WRONG, sorted((home / "wrong").glob("*.py"))),
    )
    programs: list[Program] = []
    problems: list[str] = []
    for role, paths in places:
        if not paths:
            problems.append(f"has no {role}: at least one belongs into solutions/{kata.slug}/")
        for path in paths:
            try:
                programs.append(Program(role, path, path.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError):
                problems.append(f"{role} {path.name} is missing or is not a file of UTF-8 text")
    written = [program for program in programs if not is_left_open(program.source)]
    return tuple(programs), (*problems, *twins(written))


def twins(programs: Sequence[Program]) -> tuple[str, ...]:
    """A sentence for each program that is the same as an earlier one but for comments, docstrings and layout."""
    seen: dict[str, Program] = {}
    problems: list[str] = []
    for program in programs:
        first = seen.setdefault(_meaning(program.source), program)
        if first is not program:
            problems.append(f"{program.name} is the same program as {first.name}")
    return tuple(problems)


def _meaning(source: str) -> str:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    for node in ast.walk(tree):
        if isinstance(node, Documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)
