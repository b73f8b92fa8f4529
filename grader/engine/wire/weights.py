"""How much there is to show of an exception, in nodes: what it holds, each part as often as it would be written down.

Plain values cross as trees. Exceptions keep their identity, so two of them may hold a third, a hundred may hold those
two, and what is small on the wire is endless to whoever writes it down, compares it or takes it apart.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from grader.engine.wire.channel import Gone, Loss
from grader.engine.wire.protocol import MAX_NODES

# As much text counts as one node.
TEXT = 40
MAX_LEVELS = 40


class Weighed(NamedTuple):
    """An exception, kept so that its id stays its own: its nodes, and how many exceptions deep it is."""

    error: BaseException
    nodes: int
    levels: int


class Weights:
    """The exceptions of one check that came from the other side."""

    def __init__(self) -> None:
        self._known: dict[int, Weighed] = {}

    def keep(self, error: BaseException) -> None:
        """One more. Raises Gone when it has more nodes than a whole frame, or more levels than anybody nests."""
        self._known[id(error)] = self._weighed(error)

    def nodes(self, error: BaseException) -> int:
        """Return those of one that was kept, or of one that was made here. Raises Gone likewise."""
        return (self._known.get(id(error)) or self._weighed(error)).nodes

    def _weighed(self, error: BaseException) -> Weighed:
        nodes, levels = 0, 0
        left: list[Any] = [error.args, vars(error)]
        while left:
            value = left.pop()
            nodes += 1
            if isinstance(value, BaseException):
                known = self._known.get(id(value))
                if known is None:
                    left.append(value.args)
                else:
                    nodes, levels = nodes + known.nodes, max(levels, known.levels)
            elif isinstance(value, (str, bytes)):
                nodes += len(value) // TEXT
            elif isinstance(value, (list, tuple, set, frozenset)):
                left += value
            elif isinstance(value, dict):
                left += (*value.keys(), *value.values())
            if nodes > MAX_NODES or levels >= MAX_LEVELS:
                raise Gone("protocol: exceptions that hold too much", Loss.TOO_MUCH)
        return Weighed(error, nodes, levels + 1)
