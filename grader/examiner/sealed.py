"""Sealed hidden checks, collected by pytest from memory: no file, no bytecode and no cache ever holds them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.assertion.rewrite import rewrite_asserts

from grader.curriculum.sealing import HIDDEN, unsealed


class SealedFile(pytest.File):
    """One sealed file; each check file in it is a module of its own."""

    def collect(self) -> Iterator[pytest.Module]:
        """The modules in it, in the order of their names. Raises BrokenKata when the seal is damaged."""
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
