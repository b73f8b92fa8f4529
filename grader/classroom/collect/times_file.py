"""When submissions came, as an instructor says it in a CSV file: `id,kata,time`, or Moodle's grading worksheet."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from grader.classroom.collect.identity import NoOwner, RosterQuestions, headings_of, owner_of
from grader.classroom.collect.times import iso
from grader.classroom.collect.values import GivenTime, TimeRow, given
from grader.classroom.gradebook import GROUP
from grader.cleaning import clean
from grader.errors import UsageError
from grader.text import count_of, one_line

HEADINGS = ("id", "kata", "time")
MOST_BYTES = 64 << 20
MOST_TOLD = 20


class BrokenTimes(UsageError):
    """The file of times is wrong; every line that is, is named."""


@dataclass(frozen=True, slots=True)
class Times:
    """Times by the id of a student or the name of a group, and kata; `rows` are where they come from."""

    by_key: Mapping[tuple[str, str], GivenTime]
    rows: tuple[TimeRow, ...] = ()

    def of(self, keys: Iterable[str], kata: str) -> GivenTime | None:
        """Return the latest that is said for any of these."""
        found = (self.by_key.get((key, kata)) or self.by_key.get((key, "")) for key in keys)
        return max((one for one in found if one is not None), key=lambda one: one.at, default=None)


NO_TIMES = Times({})


def matched(
    name: str, times: Times, people: RosterQuestions, *, several: bool = False
) -> tuple[Times, tuple[str, ...]]:
    """Return the times by the roster's own ids and groups, and a sentence for each row that means nobody there.

    With `several` a row that fits more than one is none of these: the source knows another way to tell them.
    """
    exact = {_composed(student.id): student.id for student in people.students}
    exact |= {_composed(spelt): group for group in people.groups for spelt in (group, GROUP + group)}
    exact |= {_composed(alias): student for alias, student in people.aliases.items()}
    by_key: dict[tuple[str, str], GivenTime] = {}
    unmatched = []
    for row in times.rows:
        try:
            key = owner_of(people, (row.who,)).id if row.who else exact[_composed(row.key)]
        except KeyError:
            unmatched.append(
                f"{name}:{row.line}: {shown_cell(row.key)} is no id and no group of the roster.{_near(row, people)}"
            )
        except NoOwner as reason:
            if not (several and reason.somebody):
                unmatched.append(f"{name}:{row.line}: {reason}.")
        else:
            known = by_key.get((key, row.kata))
            by_key[key, row.kata] = row.given if known is None or known.at < row.given.at else known
    return Times(by_key, times.rows), tuple(unmatched)


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def _near(row: TimeRow, people: RosterQuestions) -> str:
    """Return a question that names the one student whom it fits in another way, such as by e-mail."""
    wanted = _composed(row.key).casefold()
    found = [student for student in people.students if _composed(student.id).casefold() == wanted]
    for kind in ("email", "name", *headings_of(people)):
        found = found or list(people.match(kind, row.key).students)
    return f" Did you mean {shown_cell(found[0].id)}?" if len(found) == 1 else ""


def all_told(sentences: Sequence[str]) -> str:
    """Return the first of many sentences, and how many more there are."""
    more = [f"… and {len(sentences) - MOST_TOLD} more."] if len(sentences) > MOST_TOLD else []
    return "\n".join([*sentences[:MOST_TOLD], *more])


def read_bytes(path: Path) -> bytes:
    """Return the file of times. Raises BrokenTimes when it cannot be read."""
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
    """Return the times of a CSV file.

    A time without a zone is the course's. Raises BrokenTimes with all problems at once.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise BrokenTimes(f"{name} is no CSV in UTF-8.", hint=HINT) from None
    headings = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if sorted(headings) != sorted(HEADINGS):
        raise BrokenTimes(f"{name}:1: the headings are not id, kata and time.", hint=HINT)
    read: dict[tuple[str, str], GivenTime] = {}
    made: list[TimeRow] = []
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
            read[key] = given(moment)
            made.append(TimeRow(line, row["id"], kata, read[key]))
    if problems:
        raise BrokenTimes(all_told(problems), hint=HINT)
    return Times(read, tuple(made))


def _wrong(row: Mapping[str, str], cells: int, kata: str, moment: datetime | None) -> str:
    if cells != len(HEADINGS):
        return f"has {count_of(cells, 'cell')} instead of {len(HEADINGS)}"
    if not row["id"]:
        return "has no id"
    if not kata:
        return f"there is no kata {shown_cell(row['kata'])}"
    return "" if moment else f"{shown_cell(row['time'])} is no time such as 2026-01-31 18:00"


def shown_cell(cell: str) -> str:
    """Return a cell as a sentence may hold it."""
    return f"'{one_line(clean(cell, 40))}'"


HINT = "It begins with the line id,kata,time and has lines such as: ada,kata11,2026-01-31T18:00+01:00"
