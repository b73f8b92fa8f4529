"""Rows that do the same at the same times, told as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.timeline.reading import Row

MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows with the same function, maker, parts and end: the first of them, and the names of all."""

    row: Row
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """The first one's title, and how many more there are."""
        return self.row.title if len(self.names) == 1 else f"{self.row.title} and {len(self.names) - 1} more like it"

    @property
    def others(self) -> str:
        """The names of all but the first, such as "Task-2 to Task-10"; empty where there is one."""
        others = self.names[1:]
        if len(others) > 2 and _numbered(self.names[0], others):
            return f"{others[0]} to {others[-1]}"
        more = f" and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""
        return ", ".join(others[:MOST_NAMES]) + more

    def short(self, width: int, times: str) -> str:
        """The title in at most `width` columns: the name is cut, the count with its sign of `times` is not."""
        count = f" {times}{len(self.names)}" if len(self.names) > 1 else ""
        title, room = self.row.title, width - len(count)
        return (title if len(title) <= room else title[: max(0, room - 2)] + "..") + count


def folded(rows: Sequence[Row]) -> tuple[Fold, ...]:
    """The rows with those made one that do the same, in the order of the first of each; what has no function stays."""
    same: dict[Row, list[Row]] = {}
    for row in rows:
        same.setdefault(replace(row, name="" if row.function else row.name), []).append(row)
    return tuple(Fold(alike[0], tuple(row.name for row in alike)) for alike in same.values())


def _numbered(first: str, others: Sequence[str]) -> bool:
    """Do the names count up by one, such as "Task-2", "Task-3"?"""
    stem, number = others[0].rstrip("0123456789"), _number(others[0])
    return (
        bool(number)
        and first.startswith(stem.rstrip(" #"))
        and list(others) == [f"{stem}{number + place}" for place in range(len(others))]
    )


def _number(name: str) -> int:
    digits = name[len(name.rstrip("0123456789")) :]
    return int(digits) if digits else 0
