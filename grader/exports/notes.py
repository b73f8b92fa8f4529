"""What an export could not hold and whom it left out: collected while it is written, told when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from grader.escaping import one_line
from grader.exports.attempts import has_file
from grader.exports.table import Holds
from grader.scores import Row, Score, ScoreTable, Standing, protections_text

SHOWN = 10
# So many are named of those whom one reason leaves out.
SHOWN_OF_EACH = 3
NO_FILE = {
    Standing.WAITING: "waiting to be marked: no file",
    Standing.NOT_STARTED: "handed in as the stub itself: no file",
    Standing.MISSING: "missing: no file",
    Standing.EXCUSED: "excused: no file",
    Standing.OVERRIDDEN: "given points by an override without an attempt: no file",
}


@dataclass(slots=True)
class Notes:
    """Fills while an export streams; read `sentences` after its last piece. `rows` counts the students written."""

    counted: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, str] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    refused: int = 0

    def count(self, what: str, number: int = 1) -> None:
        """One more of these; `what` goes on after the number: "late, sent without their lateness"."""
        self.counted[what] += number

    def leave_out(self, who: str, why: str) -> None:
        """This student or row is not in the export, and why."""
        self.refused += 1
        self.left_out.setdefault(who, why)

    def tell(self, sentence: str) -> None:
        """A whole sentence, told once."""
        self.told.setdefault(sentence)

    def sentences(self, shown: int = SHOWN) -> tuple[str, ...]:
        """Everything to tell, one line each; of those left out the first `shown`, and how many more there are."""
        lost = [f"{number} {what}" for what, number in sorted(self.counted.items())]
        return (*map(one_line, self.told), *lost, *self._left_out(shown))

    def _left_out(self, shown: int) -> Iterator[str]:
        by_reason: dict[str, list[str]] = {}
        for who, why in self.left_out.items():
            by_reason.setdefault(why, []).append(who[:80])
        alone: list[str] = []
        for why, people in by_reason.items():
            if len(people) > shown:
                named = ", ".join(people[:SHOWN_OF_EACH])
                yield f"left out: {len(people)} students: {one_line(why)}: {one_line(named)} and others (all: -v)"
            else:
                alone += [one_line(f"{who}: {why}") for who in people]
        yield from (f"left out: {said}" for said in alone[:shown])
        if len(alone) > shown:
            yield f"left out: {len(alone) - shown} more (all: -v)"


def watched(table: ScoreTable, holds: frozenset[Holds], notes: Notes, *, files: bool = False) -> ScoreTable:
    """The same table; the first reading of its rows counts whoever is not left out, and what of theirs is lost.

    With `files`, the format has a file for each attempt, and nothing for whoever has none.
    """
    first = [True]

    def rows() -> Iterable[Row]:
        count, first[0] = first[0], False
        for row in table.rows():
            refused = notes.refused
            yield row
            # The next row is asked for when this one is written, or left out.
            if count and notes.refused == refused:
                notes.rows += 1
                notes.counted.update(losses(row.scores, holds, files=files))

    return replace(table, rows=rows)


def losses(scores: Iterable[Score], holds: frozenset[Holds], *, files: bool = False) -> Iterator[str]:
    """What of these scores the format has no place for, once for each."""
    for score in scores:
        if files and not has_file(score):
            if score.standing in NO_FILE:
                yield NO_FILE[score.standing]
            continue
        if score.standing is not Standing.SCORED:
            yield from _of_standing(score.standing, holds)
        if score.late_s and Holds.LATE not in holds:
            yield "late: sent without their lateness"
        if Holds.LEVEL not in holds and protections_text(score):
            yield "marked below strong protections: sent without saying so"


def _of_standing(standing: Standing, holds: frozenset[Holds]) -> Iterator[str]:
    if standing is Standing.WAITING:
        yield "waiting to be marked: sent as blank"
    if standing is Standing.NOT_STARTED and Holds.MISSING not in holds:
        yield "handed in as the stub itself: sent as blank, whatever --missing says"
    if standing is Standing.MISSING and Holds.MISSING not in holds:
        yield "missing: sent without saying that nothing was handed in"
    if standing is Standing.EXCUSED and Holds.EXCUSED not in holds:
        yield "excused: sent as blank"


def note_range(score: Score, notes: Notes, effect: str) -> None:
    """Count points that are above the kata's or below zero, which an override may be; `effect` is what then happens."""
    if score.points is not None and not 0 <= score.points <= score.max:
        notes.count(f"above the kata's points or below zero: {effect}")
