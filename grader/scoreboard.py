"""Who stands where. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to rank: a name and the points earned for each kata, in the board's order."""

    name: str
    points: tuple[int, ...]

    @property
    def total(self) -> int:
        """All points together."""
        return sum(self.points)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry and its place; equal totals share a place, and the next one counts them all."""

    rank: int
    entry: Entry


def scoreboard(entries: Iterable[Entry]) -> tuple[Row, ...]:
    """Rank by total, the highest first; those who share a place stand in order of their names."""
    ordered = sorted(entries, key=lambda entry: (-entry.total, entry.name))
    rows: list[Row] = []
    for place, entry in enumerate(ordered, start=1):
        shared = rows and rows[-1].entry.total == entry.total
        rows.append(Row(rows[-1].rank if shared else place, entry))
    return tuple(rows)
