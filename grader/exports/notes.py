"""What an export could not hold and whom it left out: collected while it is written, told when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from grader.escaping import one_line
from grader.exports.table import Holds, protections_text
from grader.scores import Row, Score, ScoreTable, Standing

SHOWN = 10


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
        out = [f"left out: {one_line(f'{who[:80]}: {why}')}" for who, why in list(self.left_out.items())[:shown]]
        more = len(self.left_out) - shown
        rest = [f"left out: {more} more (all: -v)"] if more > 0 else []
        return (*map(one_line, self.told), *lost, *out, *rest)


def watched(table: ScoreTable, holds: frozenset[Holds], notes: Notes) -> ScoreTable:
    """The same table; the first reading of its rows counts whoever is not left out, and what of theirs is lost."""
    first = [True]

    def rows() -> Iterable[Row]:
        count, first[0] = first[0], False
        for row in table.rows():
            refused = notes.refused
            yield row
            # The next row is asked for when this one is written, or left out.
            if count and notes.refused == refused:
                notes.rows += 1
                notes.counted.update(losses(row.scores, holds))

    return replace(table, rows=rows)


def losses(scores: Iterable[Score], holds: frozenset[Holds]) -> Iterator[str]:
    """What of these scores the format has no place for, once for each."""
    for score in scores:
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
