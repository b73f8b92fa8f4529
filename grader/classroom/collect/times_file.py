"""When submissions came, as an instructor says it in a CSV file: `id,kata,time`, or Moodle's grading worksheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from grader.classroom.collect.formats.moodle import IDENTIFIER, MODIFIED
from grader.classroom.collect.times import iso
from grader.cleaning import clean
from grader.errors import UsageError
from grader.text import one_line

HEADINGS = ("id", "kata", "time")
MOST_BYTES = 64 << 20
MOST_TOLD = 20


class BrokenTimes(UsageError):
    """The file of times is wrong; every line that is, is named."""


@dataclass(frozen=True, slots=True)
class Times:
    """Times by the id of a student or the name of a group, and kata."""

    by_key: Mapping[tuple[str, str], datetime]

    def of(self, keys: Iterable[str], kata: str) -> datetime | None:
        """The latest that is said for any of these."""
        return max((self.by_key[key, kata] for key in keys if (key, kata) in self.by_key), default=None)


NO_TIMES = Times({})


def is_worksheet(content: bytes) -> bool:
    """Whether it is Moodle's grading worksheet by its headings."""
    first = content.partition(b"\n")[0].decode("utf-8-sig", "replace")
    return IDENTIFIER in first and MODIFIED in first


def read_bytes(path: Path) -> bytes:
    """The file of times. Raises BrokenTimes when it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", "") or "its path is not valid").lower()
        raise BrokenTimes(f"{path.name} cannot be read: {why}.", hint=HINT) from None
    if len(content) > MOST_BYTES:
        raise BrokenTimes(f"{path.name} is too large for a file of times.", hint=HINT)
    return content


def times_of(name: str, content: bytes, zone: tzinfo, kata_called: Callable[[str], str]) -> Times:
    """The times of a CSV file. A time without a zone is the course's. Raises BrokenTimes with all problems at once."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BrokenTimes(f"{name} is no CSV in UTF-8.", hint=HINT) from None
    headings = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if sorted(headings) != sorted(HEADINGS):
        raise BrokenTimes(f"{name}:1: the headings are not id, kata and time.", hint=HINT)
    read: dict[tuple[str, str], datetime] = {}
    problems: list[str] = []
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        row = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False)}
        kata, moment = kata_called(row.get("kata", "")), iso(row.get("time", ""), zone)
        key = (row.get("id", ""), kata)
        why = _wrong(row, len(cells), kata, moment) or ("is there twice" if key in read else "")
        if why or moment is None:
            problems.append(f"{name}:{line}: {why}.")
        else:
            read[key] = moment
    if problems:
        more = [f"… and {len(problems) - MOST_TOLD} more."] if len(problems) > MOST_TOLD else []
        raise BrokenTimes("\n".join([*problems[:MOST_TOLD], *more]), hint=HINT)
    return Times(read)


def _wrong(row: Mapping[str, str], cells: int, kata: str, moment: datetime | None) -> str:
    if cells != len(HEADINGS):
        return f"has {cells} cells instead of {len(HEADINGS)}"
    if not row["id"]:
        return "has no id"
    if not kata:
        return f"there is no kata {_show(row['kata'])}"
    return "" if moment else f"{_show(row['time'])} is no time such as 2026-01-31 18:00"


def _show(cell: str) -> str:
    return f"'{one_line(clean(cell, 40))}'"


HINT = "It begins with the line id,kata,time and has lines such as: ada,kata11,2026-01-31T18:00+01:00"
