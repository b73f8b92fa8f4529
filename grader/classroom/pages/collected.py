"""What was collected and who handed in what, as text and as JSON. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import tzinfo
from enum import StrEnum
from typing import Any

from grader.classroom.scores.model import Column, Score, ScoreTable, Standing, Student
from grader.report.layout import WIDTH, Ink, Style, folded, paint
from grader.text import count_of, one_line

SHOWN_PROBLEMS = 8
DOCUMENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class KataCollected:
    """One kata: how many submissions are new, replace an earlier one, or were there; and who has handed in nothing."""

    kata: str
    new: int
    changed: int
    same: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One line to look at: its kind in a word and in a clause, its file, and what is said of it; all cleaned."""

    kind: str
    why: str
    where: str
    said: str


@dataclass(frozen=True, slots=True)
class Collected:
    """One run. `passed` files are the course's own in a clone; `kept` is False for a trial; `students` is the class."""

    source: str
    kind: str
    katas: tuple[KataCollected, ...]
    remarks: tuple[Remark, ...]
    passed: int
    students: int
    kept: bool
    stopped: bool


def collected_document(collected: Collected) -> dict[str, Any]:
    """Return all of it, for `--output json`."""
    return {"version": DOCUMENT_VERSION, **asdict(collected)}


def collected_text(collected: Collected, *, style: Style, all_remarks: bool, graded_next: bool = False) -> str:
    """Return all counts and the remarks by their kind, a few of each unless all are asked for; in 80 columns.

    `graded_next` is for a command that goes on to grade what was collected: nothing has to be told of that.
    """
    lines = [*_head(collected), *_collected_counts(collected, style)]
    by_why: dict[str, list[Remark]] = {}
    for remark in collected.remarks:
        by_why.setdefault(remark.why, []).append(remark)
    hidden = False
    for why, remarks in by_why.items():
        lines += ["", paint(f"{why[0].upper()}{why[1:]} ({len(remarks)})", Ink.LOUD, style)]
        shown = remarks if all_remarks else remarks[:SHOWN_PROBLEMS]
        lines += [line for remark in shown for line in _remark(remark)]
        if len(shown) < len(remarks):
            hidden = True
            lines.append(f"  … and {len(remarks) - len(shown)} more")
    if collected.passed:
        lines += ["", f"{_files(collected.passed)} of the course itself passed over."]
    if hidden:
        lines += ["", "All of them: -v or --output json"]
    return "\n".join(line.rstrip() for line in [*lines, *_next(collected, graded_next)]) + "\n"


def _head(collected: Collected) -> Iterator[str]:
    count = sum(one.new + one.changed + one.same for one in collected.katas)
    said = f"{collected.source}, read as {collected.kind}: {count_of(count, 'submission')}"
    yield from folded(said if collected.kept else f"{said} (a trial: nothing was kept)", indent="", hang="  ")


def _collected_counts(collected: Collected, style: Style) -> Iterator[str]:
    if not collected.katas:
        return
    yield paint(f"  {'kata':<12}{'new':>8}{'changed':>10}{'the same':>10}   missing", Ink.LOUD, style)
    for one in collected.katas:
        row = f"  {one.kata:<12}{one.new:>8}{one.changed:>10}{one.same:>10}   "
        missing = f"{len(one.missing)} of {collected.students}" if one.missing else "nobody"
        ids = ", ".join(one.missing)
        # All of them, or none: half of a list reads like a whole one.
        full = f"{row}{missing}: {ids}"
        yield full if one.missing and len(full) <= WIDTH else f"{row}{missing}"


def _remark(remark: Remark) -> list[str]:
    return folded(f"{remark.where}: {remark.said}" if remark.said else remark.where, indent="  ", hang="    ")


def _next(collected: Collected, graded_next: bool) -> Iterator[str]:
    if collected.stopped:
        yield ""
        kept = " What is counted here is kept: collect it again to go on." if collected.kept else ""
        yield f"Stopped before its end.{kept}"
    elif collected.kept and not graded_next and any(one.new or one.changed for one in collected.katas):
        yield ""
        yield "Next: grade class run"


def _files(count: int) -> str:
    return count_of(count, "file")


STANDING_VERSION = 1
SHOWN = 10


class Concern(StrEnum):
    """Something an instructor may want to look at; the value is its heading."""

    WAITING = "Handed in and not graded yet: grade class run"
    UNKNOWN_TIME = "At an unknown time, counted as in time"
    LATE_BY_MARK = "Marked late without a time, counted as one second late"
    MISSING = "Missing, and the deadline is over"
    OVERRIDDEN = "Points set by an override, whatever was earned"


@dataclass(slots=True)
class Concerned:
    """For how many scores something holds, and the students with their katas, at most so many as are asked for."""

    count: int = 0
    students: list[tuple[Student, list[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ClassStanding:
    """A class at one moment: for each column how many stand how, and what there is to look at."""

    table: ScoreTable
    students: int
    columns: tuple[Mapping[str, int], ...]
    concerns: Mapping[Concern, Concerned]
    strangers: Mapping[str, Sequence[str]]
    notes: Sequence[str] = ()


def class_standing(
    table: ScoreTable, strangers: Mapping[str, Sequence[str]], notes: Sequence[str] = (), *, most: int | None = SHOWN
) -> ClassStanding:
    """Counted from the table's rows, which stream.

    `strangers` are the katas of each id that handed in and is not in the roster; of every concern at most `most`
    students are named, None for all.
    """
    columns: list[Counter[str]] = [Counter() for _ in table.columns]
    concerns = {concern: Concerned() for concern in Concern}
    students = 0
    for row in table.rows():
        students += 1
        for column, counted, score in zip(table.columns, columns, row.scores, strict=True):
            counted.update(_counts(score))
            for concern in _concerns(score):
                _add(concerns[concern], row.student, column.kata, most)
    return ClassStanding(table, students, tuple(columns), concerns, strangers, notes)


def standing_text(standing: ClassStanding, *, zone: tzinfo, style: Style, names: int | None = SHOWN) -> str:
    """Return the whole in 80 columns: a line for each kata, then every list of what there is to look at.

    Deadlines are told in `zone`; of strangers, as of all else, at most `names` are told, None for all.
    """
    made = standing.table.made.astimezone(zone)
    students = count_of(standing.students, "student")
    lines = [f"{one_line(standing.table.course)}, {students}, {made:%Y-%m-%d %H:%M} {zone.tzname(made)}", ""]
    lines += _katas(standing, zone, style)
    for concern, concerned in standing.concerns.items():
        told = [(f"{student.name} ({student.id})", katas) for student, katas in concerned.students]
        lines += _list(concern, concerned.count, told, style)
    told = [(owner, list(katas)) for owner, katas in standing.strangers.items()][:names]
    lines += _list(STRANGERS, sum(map(len, standing.strangers.values())), told, style)
    if standing.notes:
        lines += ["", paint("To know", Ink.LOUD, style)]
        lines += [line for note in standing.notes for line in folded(one_line(note), indent="  ", hang="    ")]
    if not standing.students:
        lines += ["", "There is nobody in the roster yet: fill it in."]
    return "\n".join(lines) + "\n"


def standing_document(standing: ClassStanding) -> dict[str, Any]:
    """Return the same as a JSON document; times in ISO 8601."""
    return {
        "version": STANDING_VERSION,
        "course": standing.table.course,
        "made": standing.table.made.isoformat(),
        "students": standing.students,
        "katas": [
            {
                "kata": column.kata,
                "title": column.title,
                "deadline": column.deadline.isoformat() if column.deadline else None,
                **{name: counted.get(name, 0) for name in COUNTED},
            }
            for column, counted in zip(standing.table.columns, standing.columns, strict=True)
        ],
        **{
            concern.name.lower(): [
                {"student": student.id, "name": student.name, "katas": katas} for student, katas in concerned.students
            ]
            for concern, concerned in standing.concerns.items()
        },
        "not_in_roster": [{"student": owner, "katas": list(katas)} for owner, katas in standing.strangers.items()],
        "notes": list(standing.notes),
    }


def _counts(score: Score) -> Iterator[str]:
    """Under which names of COUNTED this score counts."""
    if score.sha256 and score.standing is not Standing.NOT_STARTED:
        yield "handed_in"
    if score.late:
        yield "late"
    if score.standing is Standing.OVERRIDDEN and score.attempt is not None:
        yield "graded"
    yield BY_STANDING[score.standing]


def _concerns(score: Score) -> Iterator[Concern]:
    if score.standing is Standing.WAITING:
        yield Concern.WAITING
    elif score.standing is Standing.MISSING:
        yield Concern.MISSING
    elif score.standing is Standing.OVERRIDDEN:
        yield Concern.OVERRIDDEN
    if score.sha256 and score.submitted is None and score.standing is not Standing.NOT_STARTED:
        yield Concern.LATE_BY_MARK if score.late else Concern.UNKNOWN_TIME


def _add(concerned: Concerned, student: Student, kata: str, most: int | None) -> None:
    concerned.count += 1
    if concerned.students and concerned.students[-1][0] is student:
        concerned.students[-1][1].append(kata)
    elif most is None or len(concerned.students) < most:
        concerned.students.append((student, [kata]))


def _katas(standing: ClassStanding, zone: tzinfo, style: Style) -> Iterator[str]:
    if style is Style.PLAIN:
        for column, counted in zip(standing.table.columns, standing.columns, strict=True):
            told = [f"{counted[name]} {name.replace('_', ' ')}" for name in COUNTED if counted.get(name)]
            due = _due(column, zone)
            said = f"{column.kata}{', until ' + due if due else ''}: {', '.join(told) or 'nobody yet'}"
            yield from folded(said, indent="", hang="  ")
        return
    heads = "".join(f"{head:>{width}}" for head, width in COUNTED.values() if head)
    yield paint(f"{'kata':<8}{'deadline':<16}{heads}", Ink.LOUD, style)
    for column, counted in zip(standing.table.columns, standing.columns, strict=True):
        numbers = "".join(f"{counted.get(name) or '-':>{width}}" for name, (head, width) in COUNTED.items() if head)
        yield f"{column.kata:<8}{_due(column, zone):<16}{numbers}"


def _due(column: Column, zone: tzinfo) -> str:
    return f"{column.deadline.astimezone(zone):%Y-%m-%d %H:%M}" if column.deadline else ""


def _list(heading: str, count: int, told: Iterable[tuple[str, list[str]]], style: Style) -> Iterator[str]:
    if not count:
        return
    yield from ("", paint(f"{heading} ({count})", Ink.LOUD, style))
    left = count
    for name, katas in told:
        left -= len(katas)
        yield from folded(f"{one_line(name)}: {', '.join(katas)}", indent="  ", hang="      ")
    if left > 0:
        yield f"  and {left} more: -v"


STRANGERS = "Handed in by somebody who is not in the roster"
# The names of the counts in the document, and how they are headed in 80 columns; one without a head has no room there.
COUNTED = {
    "handed_in": ("came", 6),
    "graded": ("graded", 7),
    "waiting": ("waits", 6),
    "late": ("late", 6),
    "not_started": ("stub", 6),
    "missing": ("missing", 8),
    "open": ("open", 6),
    "overridden": ("", 0),
    "excused": ("excused", 8),
}
BY_STANDING = {
    Standing.SCORED: "graded",
    Standing.WAITING: "waiting",
    Standing.NOT_STARTED: "not_started",
    Standing.MISSING: "missing",
    Standing.OPEN: "open",
    Standing.OVERRIDDEN: "overridden",
    Standing.EXCUSED: "excused",
}
