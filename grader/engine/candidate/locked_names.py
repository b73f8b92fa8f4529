"""Locked names at run time, where a use shows that no syntax tree shows, such as `vars(asyncio)["gather"]()`.

This guards the honest: it runs beside the student's code, which could undo it.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, Self

from grader.engine.candidate.loader import NAME, Loaded

MOST = 20
_ABSENT = object()
# Whoever is called through these was called by whoever called them.
_HANDED_ON = frozenset({"functools", "operator"})


class Locks:
    """While the context is active, `uses` notes as (name, line) what the student's code calls of the locked names.

    A function has a guard in its place, wherever in its package it stands; a class notes who makes an instance of it,
    or of a class of the student's that is derived from it. What the library itself calls is nobody's use.
    """

    def __init__(self, loaded: Loaded, locked: frozenset[str]) -> None:
        self._loaded = loaded
        self._locked = locked
        self._undo: list[tuple[Any, str, Any]] = []
        self._noted: dict[tuple[str, int], None] = {}

    @property
    def uses(self) -> list[tuple[str, int]]:
        """Each locked name in use, with the line, in the order in which they were first used."""
        return list(self._noted)

    def __enter__(self) -> Self:
        for name in sorted(self._locked):
            for module, things in self._things(name):
                for thing in things:
                    if isinstance(thing, type):
                        self._guard_class(thing, name)
                    elif callable(thing):
                        self._guard_function(module, thing, name)
        return self

    def __exit__(self, *_: object) -> None:
        while self._undo:
            owner, attribute, before = self._undo.pop()
            if before is _ABSENT:
                delattr(owner, attribute)
            else:
                setattr(owner, attribute, before)

    # -- what is guarded

    def _things(self, name: str) -> Iterator[tuple[str, list[Any]]]:
        """Yield the package of a locked name, and what the name stands for there: for a module, all that it offers."""
        module, path = self._module_of(name)
        if module is None:
            return
        top = module.__name__.partition(".")[0]
        found: Any = module
        for part in path:
            found = getattr(found, part, None)
        if isinstance(found, types.ModuleType):
            yield top, [getattr(found, public, None) for public in getattr(found, "__all__", ())]
        else:
            yield top, [found]

    def _module_of(self, name: str) -> tuple[types.ModuleType | None, list[str]]:
        """Return the innermost module that a dotted name begins with, if the file can have a use for it, and what is
        left.
        """
        parts = name.split(".")
        if parts[0] not in sys.modules and parts[0].encode() not in self._loaded.source:
            return None, []
        for length in range(len(parts), 0, -1):
            try:
                return importlib.import_module(".".join(parts[:length])), parts[length:]
            except ImportError:
                continue
        return None, []

    def _guard_function(self, top: str, real: Callable[..., Any], name: str) -> None:
        guard = self._guard(real, name)
        for module_name, module in list(sys.modules.items()):
            if module_name.partition(".")[0] == top and isinstance(module, types.ModuleType):
                for attribute, value in list(vars(module).items()):
                    if value is real:
                        self._put(module, attribute, guard)

    def _guard_class(self, cls: type, name: str) -> None:
        real: Any = cls.__init__  # type: ignore[misc]
        if issubclass(cls, BaseException) or not isinstance(real, types.FunctionType):
            return

        @functools.wraps(real)
        def init(instance: Any, *arguments: Any, **keywords: Any) -> None:
            made = type(instance)
            if next((one for one in made.__mro__ if one.__module__ != NAME), None) is cls:
                self._note(name)
            real(instance, *arguments, **keywords)

        self._put(cls, "__init__", init)

    def _guard(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(real)
        def guard(*arguments: Any, **keywords: Any) -> Any:
            self._note(name)
            return real(*arguments, **keywords)

        del guard.__wrapped__
        if inspect.iscoroutinefunction(real):
            _mark_as_coroutine_function(guard)
        return guard

    def _put(self, owner: Any, attribute: str, guard: Any) -> None:
        before = vars(owner).get(attribute, _ABSENT)
        try:
            setattr(owner, attribute, guard)
        except TypeError:
            return  # a class of C cannot be changed
        self._undo.append((owner, attribute, before))

    # -- who uses it

    def _note(self, name: str) -> None:
        line = self._students_line()
        if line is not None and len(self._noted) < MOST:
            self._noted[name, line] = None

    def _students_line(self) -> int | None:
        """Return the student's line that calls a guard, 0 where its text came from elsewhere; None where others call
        it.
        """
        frame: types.FrameType | None = sys._getframe(3)
        while frame is not None and str(frame.f_globals.get("__name__")) in _HANDED_ON:
            frame = frame.f_back
        if frame is None or frame.f_globals.get("__name__") != NAME:
            return None
        while frame is not None and frame.f_code.co_filename != self._loaded.file:
            frame = frame.f_back
        return frame.f_lineno if frame is not None else 0


def _mark_as_coroutine_function(function: Any) -> None:
    if sys.version_info >= (3, 12):
        inspect.markcoroutinefunction(function)
    else:
        function._is_coroutine = getattr(asyncio.coroutines, "_is_coroutine")
