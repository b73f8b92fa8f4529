"""From a kata's files to checks: sealed or open, compiled once, collected by pytest."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from _pytest.assertion.rewrite import rewrite_asserts

from grader.curriculum.kata_files import HIDDEN, unsealed
from grader.errors import BrokenKata
from grader.model import Check
from grader.testing.checks import CheckMark


class LoadedCheck(NamedTuple):
    """A check with the function that judges; `arguments` are the fixtures it asks for."""

    check: Check
    mark: CheckMark
    function: Callable[..., Any]
    arguments: tuple[str, ...]


class SealedFile(pytest.File):
    """One sealed file; each check file in it is a module of its own."""

    def collect(self) -> Iterator[pytest.Module]:
        """Yield the modules in it, in the order of their names. Raises BrokenKata when the seal is damaged."""
        for name, source in sorted(unsealed(self.path).items()):
            if Path(name).match("test_*.py"):
                module = SealedModule.from_parent(self, path=self.path.parent / HIDDEN / name)
                module.source = source
                yield module


class SealedModule(pytest.Module):
    """A module of checks whose file does not exist; its asserts explain themselves as in any other."""

    source: bytes

    def _getobj(self) -> ModuleType:
        tree = ast.parse(self.source, filename=str(self.path))
        rewrite_asserts(tree, self.source, str(self.path), self.config)
        module = ModuleType(f"{self.path.parent.parent.name}.{HIDDEN}.{self.path.stem}")
        # Dataclasses look their module up by its name.
        sys.modules[module.__name__] = module
        exec(compile(tree, str(self.path), "exec", dont_inherit=True), module.__dict__)
        return module


ALLOWED = {"kata", "clock"}


def mark_of(item: Any) -> CheckMark | None:
    """Return what the decorator noted on a collected test, if it is a check."""
    found = getattr(getattr(item, "function", None), "__kata_check__", None)
    return found if isinstance(found, CheckMark) else None


def load_check(item: Any, mark: CheckMark) -> LoadedCheck:
    """Return the check behind a collected test. Raises BrokenKata when it asks for anything but kata and clock."""
    function = item.obj
    arguments = tuple(inspect.signature(function).parameters)
    unknown = [name for name in arguments if name not in ALLOWED]
    if unknown:
        raise BrokenKata(f"{item.name} asks for {', '.join(unknown)}.", hint="A check gets kata and clock, no more.")
    check = Check(
        name=item.name,
        sentence=" ".join((function.__doc__ or "").split()),
        points=mark.points,
        hidden=Path(item.path).parent.name == HIDDEN,
        inside=mark.inside,
        needs=mark.needs,
        rules=mark.rules,
        floor=mark.floor,
    )
    return LoadedCheck(check, mark, function, arguments)


def load_checks(items: Sequence[pytest.Item]) -> dict[str, tuple[LoadedCheck, pytest.Item]]:
    """Return all checks by name, visible ones first.

    Raises BrokenKata on tests that are no checks and on equal names.
    """
    loaded: dict[str, tuple[LoadedCheck, pytest.Item]] = {}
    for item in sorted(items, key=lambda item: Path(item.path).parent.name == HIDDEN):
        mark = mark_of(item)
        if mark is None:
            raise BrokenKata(f"{item.name} is no check.", hint="Put @check(points=…) on every test of a kata.")
        if item.name in loaded:
            raise BrokenKata(f"Two checks are named {item.name}.", hint="Give each check of a kata its own name.")
        loaded[item.name] = load_check(item, mark), item
    return loaded
