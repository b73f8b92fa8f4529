"""Functions of the student's module that go to the examiner along with it, before they are asked for."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any


class Lent:
    """What was lent of one module, and whether its names still mean the same."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}
        self._lent: list[tuple[str, types.FunctionType]] = []

    def lend(self, module: types.ModuleType, wanted: Sequence[str]) -> list[types.FunctionType | None]:
        """Those of these names that are functions; None for any other."""
        self._names = vars(module)
        found = [(name, self._names.get(name)) for name in wanted]
        self._lent = [(name, one) for name, one in found if type(one) is types.FunctionType]
        return [one if type(one) is types.FunctionType else None for _, one in found]

    def rebound(self) -> bool:
        """Has one of these functions' names another meaning now? Asked until it has."""
        for name, function in self._lent:
            if self._names.get(name) is not function:
                self._lent.clear()
                return True
        return False
