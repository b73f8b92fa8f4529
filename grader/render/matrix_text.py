"""The matrix of wrong solutions and checks in a terminal, 80 columns wide. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.model import Check, Outcome
from grader.render.layout import WIDTH, folded
from grader.render.matrix import Judged, Matrix, Row, by_rule, catches, findings, notes
from grader.render.style import Ink, Style, paint

MOST_COLUMNS = 14
CELL = 3
NAMED = "named"
SIGNS = {NAMED: "◉", Outcome.PASSED: "·", Outcome.NOT_RUN: "–"}
CAUGHT = "●"
PLAIN_SIGNS = {NAMED: "X", Outcome.PASSED: ".", Outcome.NOT_RUN: "-"}
PLAIN_CAUGHT = "x"


def matrix_text(matrix: Matrix, *, style: Style) -> str:
    """One kata: its checks by number, a row for each program, what each check is good for, and what to look at."""
    title = f"{matrix.kata}  {matrix.title}"
    lines = [paint(title, Ink.LOUD, style), *_checks(matrix)]
    for columns in _blocks(len(matrix.checks)):
        lines += ["", *_grid(matrix, columns, style)]
    if matrix.rules:
        lines += ["", "  rule  judged by     broken by", *_rules(matrix)]
    lines += ["", *_remarks(matrix, style)]
    return "\n".join(lines) + "\n"


def legend(style: Style) -> str:
    """What the signs mean."""
    plain = style is Style.PLAIN
    caught, signs = (PLAIN_CAUGHT, PLAIN_SIGNS) if plain else (CAUGHT, SIGNS)
    return (
        f"{signs[NAMED]} caught by the check it names   {caught} caught   {signs[Outcome.PASSED]} passed"
        f"   {signs[Outcome.NOT_RUN]} not run\n"
    )


def _checks(matrix: Matrix) -> Iterator[str]:
    for number, check in enumerate(matrix.checks, start=1):
        said = f"{check.name}  {'hidden' if check.hidden else 'visible'}, {_points(check)}"
        yield from folded(f"{number:>4}  {said}", indent="", hang=" " * 6)


def _points(check: Check) -> str:
    return f"{check.points} point{'' if check.points == 1 else 's'}"


def _blocks(count: int) -> Iterator[range]:
    """The columns in as few tables as fit, each about as wide as the others."""
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
    told = catches(matrix)
    for label, numbers in (("catches", [one.all for one in told]), ("alone", [one.alone for one in told])):
        yield f"  {label:<{room}}      " + "".join(f"{numbers[column]:>{CELL}}" for column in columns)


def _cell(row: Row, checks: Sequence[Check], column: int, style: Style) -> str:
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


def _broken(one: Judged) -> str:
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
