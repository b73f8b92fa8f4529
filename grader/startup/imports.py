"""Imports made quicker: without collecting garbage, without ssl, without Pygments."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from grader.startup import Trick, is_on


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import without collecting garbage, of which imports make none, and without ssl, which asyncio can do without.

    asyncio.sslproto takes an ImportError of ssl for an answer (CPython's Lib/asyncio/sslproto.py).
    """
    if not is_on(Trick.IMPORTS):
        yield
        return
    enabled = gc.isenabled()
    gc.disable()
    hidden = "ssl" not in sys.modules and "asyncio" not in sys.modules
    if hidden:
        sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules["ssl"]
        if enabled:
            gc.enable()


# Pygments colours pytest's terminal reports, and our sessions have no terminal reporter.
PACKAGE = "pygments"


class _Empty(ModuleType):
    """A module in which every public name is an empty class."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return type(name, (), {})


class _EmptyModuleFinder:
    """Finds an empty module for each of the package's."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """Return a spec for what belongs to the package, and for nothing else."""
        found = name.partition(".")[0] == PACKAGE
        return ModuleSpec(name, self, is_package=True) if found else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return an empty one."""
        return _Empty(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


@contextmanager
def without_colours() -> Iterator[None]:
    """Import pytest without Pygments; whoever imports that later gets the real one."""
    if PACKAGE in sys.modules or "_pytest" in sys.modules or not is_on(Trick.COLOURS):
        yield
        return
    finder = _EmptyModuleFinder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
