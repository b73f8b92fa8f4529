"""The matrix of wrong solutions and checks as one page. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from grader.authoring.matrix_report import Matrix, ProgramRow, by_rule, catches, findings, notes
from grader.model import Outcome
from grader.report.html_pages import page_of

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
    """Every kata's matrix: words in each cell's title, a table that reads aloud."""
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
