"""Who catches whom: a kata's programs against its checks, and what an author should look at. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.model import Check, Outcome
from grader.report.html import page_of
from grader.report.layout import WIDTH, Ink, Style, folded, paint
from grader.text import count_of

STYLE = """\
.matrix { width: auto; font-size: .85rem; }
.matrix th, .matrix td { border: 0; padding: .2rem .45rem; }
.matrix td { text-align: center; }
.matrix .caught { background: var(--line); }
.matrix .named { background: var(--good-ground); color: var(--good); }
.matrix .amiss { background: var(--bad-ground); color: var(--bad); }
.finding { color: var(--bad); white-space: pre-wrap; }
.scroll + table { margin-top: 1.2rem; }
"""


def matrix_page(matrices: Sequence[Matrix]) -> str:
    """Return every kata's matrix: words in each cell's title, a table that reads aloud."""
    return page_of(
        "matrix.html",
        title="Wrong solutions and checks",
        skip="Skip to the tables",
        styles=(STYLE,),
        matrices=matrices,
        by_rule=by_rule,
        catches=catches,
        findings=findings,
        notes=notes,
        cells=_cells,
    )


def _cells(matrix: Matrix, row: ProgramRow) -> list[tuple[str, str, str]]:
    """For each check a class, a sign and the word it stands for."""
    cells = []
    for check, outcome, caught in zip(matrix.checks, row.outcomes, row.caught, strict=True):
        if caught and row.is_right:
            cells.append(("amiss", "●", "fails"))
        elif caught and check.name == row.caught_by:
            cells.append(("caught named", "◉", "caught, as named"))
        elif caught:
            cells.append(("caught", "●", "caught"))
        else:
            cells.append(("", "–" if outcome is Outcome.NOT_RUN else "·", str(outcome)))
    return cells


CATCHES = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)
WRONG = "wrong solution"
STUB = "stub"


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One program, and how it fared in each check; `outcomes` is empty where it was refused without any of them.

    `role` is as a problem speaks of it, "wrong solution" among them; `caught_by`, `misconception` and `breaks` (numbers
    of rules) are what a wrong solution says of itself.
    """

    role: str
    name: str
    outcomes: tuple[Outcome, ...] = ()
    caught_by: str = ""
    misconception: str = ""
    breaks: tuple[int, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether no check should catch it: a reference or an alternative."""
        return self.role not in (WRONG, STUB)

    @property
    def label(self) -> str:
        """How a table calls it: a wrong solution by its name, any other by its role too."""
        return self.name if self.role == WRONG else f"{self.role}: {self.name}"

    @property
    def caught(self) -> tuple[bool, ...]:
        """For each check whether it catches this program."""
        return tuple(outcome in CATCHES for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Broke:
    """A check that broke by itself where it should have judged: its name, a sentence, and below it the way there."""

    check: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A kata's programs by its checks; `unwritten` names those left open, `broken` says why nothing is shown.

    `rules` holds each rule of the contract by its number, with the reason where none judges it. `breaking` are
    sentences about checks that broke by themselves with a wrong solution which they were not to catch.
    """

    kata: str
    title: str
    checks: tuple[Check, ...] = ()
    rows: tuple[ProgramRow, ...] = ()
    unwritten: tuple[str, ...] = ()
    broken: str = ""
    rules: tuple[tuple[int, str], ...] = ()
    faults: tuple[Broke, ...] = ()
    breaking: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[ProgramRow, ...]:
        """The rows of the wrong solutions."""
        return tuple(row for row in self.rows if row.role == WRONG)


@dataclass(frozen=True, slots=True)
class Catches:
    """What one check is good for: how many wrong solutions it catches, and how many of them nothing else does."""

    check: Check
    all: int
    alone: int


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """One rule: the numbers of the checks that judge it, and the wrong solutions that break it.

    `caught` are those of `broken` that such a check catches, or that are refused without one; `excuse` is why the rule
    is not judged.
    """

    rule: int
    checks: tuple[int, ...]
    broken: tuple[ProgramRow, ...]
    caught: tuple[ProgramRow, ...]
    excuse: str


def by_rule(matrix: Matrix) -> tuple[JudgedRule, ...]:
    """Return each rule of the contract with who judges and who breaks it."""
    return tuple(_judged(matrix, rule, excuse) for rule, excuse in matrix.rules)


def _judged(matrix: Matrix, rule: int, excuse: str) -> JudgedRule:
    checks = tuple(number for number, check in enumerate(matrix.checks, start=1) if rule in check.rules)
    broken = tuple(row for row in matrix.wrong if rule in row.breaks)
    caught = tuple(row for row in broken if not row.outcomes or any(row.caught[number - 1] for number in checks))
    return JudgedRule(rule, checks, broken, caught, excuse)


def catches(matrix: Matrix) -> tuple[Catches, ...]:
    """Return what each check is good for."""
    rows = [row.caught for row in matrix.wrong if row.outcomes]
    return tuple(
        Catches(check, sum(row[place] for row in rows), sum(row[place] and sum(row) == 1 for row in rows))
        for place, check in enumerate(matrix.checks)
    )


def findings(matrix: Matrix) -> tuple[str, ...]:
    """Return a sentence for each thing that is not as it should be, more about it on lines of its own below."""
    if matrix.broken:
        return (matrix.broken,)
    unwritten = tuple(f"{name} is not written yet" for name in matrix.unwritten)
    faults = (broke.sentence for broke in matrix.faults)
    about = (*_useless(matrix), *_unjudged(matrix), *_about_wrong(matrix), *_about_right(matrix))
    return (*unwritten, *faults, *about)


def notes(matrix: Matrix) -> tuple[str, ...]:
    """Return a sentence for each thing that is worth a look and may well be meant."""
    return matrix.breaking + tuple(
        f"{row.name} is caught by every check that is run: it may be too blunt to show one misconception"
        for row in matrix.wrong
        if sum(row.caught) > 1 and Outcome.PASSED not in row.outcomes
    )


def _useless(matrix: Matrix) -> Iterator[str]:
    if not matrix.wrong:
        yield "there is no wrong solution to catch"
        return
    for one in catches(matrix):
        if not one.all:
            yield f"{one.check.name} catches nothing: no wrong solution fails it"


def _unjudged(matrix: Matrix) -> Iterator[str]:
    for one in by_rule(matrix):
        if not one.caught and not one.excuse:
            yield f"rule {one.rule} has no wrong solution that breaks it and is caught by a check that judges it"


def _about_wrong(matrix: Matrix) -> Iterator[str]:
    for row in matrix.wrong:
        if row.outcomes and not any(row.caught):
            yield f"{row.name} is caught by no check"


def _about_right(matrix: Matrix) -> Iterator[str]:
    known = {broke.check for broke in matrix.faults}
    for row in matrix.rows:
        if row.is_right:
            caught = [check.name for check, caught in zip(matrix.checks, row.caught, strict=False) if caught]
            fallen = [name for name in caught if name not in known]
            if fallen or not row.outcomes:
                yield f"{row.role} {row.name} {'fails ' + ', '.join(fallen) if fallen else 'is refused'}"


def matrix_document(matrices: Sequence[Matrix]) -> dict[str, Any]:
    """Return the same as plain data."""
    return {"version": 2, "katas": [_document(matrix) for matrix in matrices]}


def _document(matrix: Matrix) -> dict[str, Any]:
    names = [check.name for check in matrix.checks]
    return {
        "kata": matrix.kata,
        "title": matrix.title,
        "checks": [
            {
                "name": one.check.name,
                "hidden": one.check.hidden,
                "rules": list(one.check.rules),
                "points": one.check.points,
                "catches": one.all,
                "alone": one.alone,
            }
            for one in catches(matrix)
        ],
        "programs": [
            {
                "role": row.role,
                "name": row.name,
                "misconception": row.misconception,
                "caught_by": row.caught_by,
                "breaks": list(row.breaks),
                "outcomes": dict(zip(names, map(str, row.outcomes), strict=False)),
            }
            for row in matrix.rows
        ],
        "rules": [
            {
                "rule": one.rule,
                "checks": [names[number - 1] for number in one.checks],
                "broken_by": [row.name for row in one.broken],
                "caught": [row.name for row in one.caught],
                "not_judged": one.excuse,
            }
            for one in by_rule(matrix)
        ],
        "findings": list(findings(matrix)),
        "notes": list(notes(matrix)),
    }


MOST_COLUMNS = 14
CELL = 3
NAMED = "named"
SIGNS = {NAMED: "◉", Outcome.PASSED: "·", Outcome.NOT_RUN: "–"}
CAUGHT = "●"
PLAIN_SIGNS = {NAMED: "X", Outcome.PASSED: ".", Outcome.NOT_RUN: "-"}
PLAIN_CAUGHT = "x"


def matrix_text(matrix: Matrix, *, style: Style) -> str:
    """Return one kata: its checks by number, a row for each program, what each check is good for, and what to look
    at.
    """
    title = f"{matrix.kata}  {matrix.title}"
    lines = [paint(title, Ink.LOUD, style), *_checks(matrix)]
    for columns in _blocks(len(matrix.checks)):
        lines += ["", *_grid(matrix, columns, style)]
    if matrix.rules:
        lines += ["", "  rule  judged by     broken by", *_rules(matrix)]
    lines += ["", *_remarks(matrix, style)]
    return "\n".join(lines) + "\n"


def legend(style: Style) -> str:
    """Return what the signs mean."""
    plain = style is Style.PLAIN
    caught, signs = (PLAIN_CAUGHT, PLAIN_SIGNS) if plain else (CAUGHT, SIGNS)
    return (
        f"{signs[NAMED]} caught by the check it names   {caught} caught   {signs[Outcome.PASSED]} passed"
        f"   {signs[Outcome.NOT_RUN]} not run\n"
    )


def _checks(matrix: Matrix) -> Iterator[str]:
    for number, check in enumerate(matrix.checks, start=1):
        heading = f"{check.name}  {'hidden' if check.hidden else 'visible'}, {_points(check)}"
        yield from folded(f"{number:>4}  {heading}", indent="", hang=" " * 6)


def _points(check: Check) -> str:
    return count_of(check.points, "point")


def _blocks(count: int) -> Iterator[range]:
    """Yield the columns in as few tables as fit, each about as wide as the others."""
    tables = -(-count // MOST_COLUMNS)
    for table in range(tables):
        yield range(count * table // tables, count * (table + 1) // tables)


def _grid(matrix: Matrix, columns: Sequence[int], style: Style) -> Iterator[str]:
    room = WIDTH - 2 - CELL * len(columns) - 6
    yield " " * (room + 8) + "".join(f"{column + 1:>{CELL}}" for column in columns)
    for row in matrix.rows:
        name = row.label if len(row.label) <= room else f"{row.label[: room - 2]}.."
        cells = "".join(f"{' ' * (CELL - 1)}{_cell(row, matrix.checks, column, style)}" for column in columns)
        yield f"  {name:<{room}} {row.misconception:<4} {cells if row.outcomes else '  refused without a check'}"
    caught = catches(matrix)
    for label, numbers in (("catches", [one.all for one in caught]), ("alone", [one.alone for one in caught])):
        yield f"  {label:<{room}}      " + "".join(f"{numbers[column]:>{CELL}}" for column in columns)


def _cell(row: ProgramRow, checks: Sequence[Check], column: int, style: Style) -> str:
    plain = style is Style.PLAIN
    signs = PLAIN_SIGNS if plain else SIGNS
    if not row.outcomes:
        return ""
    if not row.caught[column]:
        return paint(signs[row.outcomes[column]], Ink.QUIET, style)
    if row.is_right:
        return paint(PLAIN_CAUGHT if plain else CAUGHT, Ink.BAD, style)
    if checks[column].name == row.caught_by:
        return paint(signs[NAMED], Ink.GOOD, style)
    return PLAIN_CAUGHT if plain else CAUGHT


def _rules(matrix: Matrix) -> Iterator[str]:
    for one in by_rule(matrix):
        judges = ", ".join(map(str, one.checks)) or "-"
        yield from folded(f"{one.rule:>6}  {judges:<13} {_broken(one)}", indent="", hang=" " * 22)


def _broken(one: JudgedRule) -> str:
    if one.excuse:
        return f"not judged: {one.excuse}"
    return ", ".join(row.name if row in one.caught else f"{row.name} (not caught)" for row in one.broken) or "nothing"


def _remarks(matrix: Matrix, style: Style) -> Iterator[str]:
    found, worth = findings(matrix), notes(matrix)
    for finding in found:
        sentence, *below = finding.splitlines()
        first, *rest = folded(f"LOOK  {sentence}", indent="  ", hang="        ")
        yield paint(first, Ink.BAD, style)
        yield from rest
        yield from (f"        {line}"[:WIDTH] for line in below)
    for note in worth:
        yield from folded(f"note  {note}", indent="  ", hang="        ")
    if not found:
        checks, wrong = len(matrix.checks), len(matrix.wrong)
        yield f"  clean: every check ({checks}) catches something, every wrong solution ({wrong}) is caught"
