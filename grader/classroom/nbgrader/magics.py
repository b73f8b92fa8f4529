"""The magic `%%kata kata11`: the rest of its cell is graded and never run here; its report is shown inline."""

from __future__ import annotations

import os
from html import escape
from typing import Any

from IPython.core.error import UsageError as Misused
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.display import display

from grader.classroom.nbgrader.autograde import Document, graded
from grader.classroom.nbgrader.notebook import handed_in, last_solution
from grader.errors import GraderError
from grader.report.html import page
from grader.report.json import report_of
from grader.report.layout import Style
from grader.report.text import Detail, judged_elsewhere, text
from grader.text import count_of

# A page of its own, which no script and no style sheet of the notebook reaches, nor the other way round.
EXECUTION = "NBGRADER_EXECUTION"
GRADED = "This is what nbgrader was told for its grade."
FRAME = (
    '<iframe title="{title}" sandbox="" srcdoc="{page}"'
    ' style="width: 100%; height: 36rem; border: 1px solid #8888; border-radius: 4px; resize: vertical"></iframe>'
)


@magics_class
class KataMagics(Magics):  # type: ignore[misc]  # untyped
    """The magic, and what it has graded in this kernel: each source once, however many cells ask."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._graded: dict[tuple[str, str], Document | GraderError] = {}

    @cell_magic  # type: ignore[untyped-decorator]
    def kata(self, line: str, cell: str) -> None:
        """Grade this cell as the solution of a kata: `%%kata kata11`. It is not run here."""
        name = line.strip()
        if not name.isidentifier() and not name.isdecimal():
            raise Misused("Name one kata in the first line: %%kata kata11")
        source = handed_in(cell)
        self._graded.pop(_key(name, source), None)
        try:
            document = self._mark(name, source)
        except GraderError as error:
            raise Misused(f"{error.message} {error.hint}".strip()) from None
        display(shown(document, grading=os.environ.get(EXECUTION) == "autograde"), raw=True)

    def document(self, kata: str) -> Document | None:
        """Return the report on what the last `%%kata` cell of this kata handed in; None where there is none.

        Raises UnknownKata, UnableToGrade.
        """
        source = last_solution(kata, self.shell.history_manager.input_hist_raw)
        return None if source is None else self._mark(kata, source)

    def _mark(self, kata: str, source: str) -> Document:
        key = _key(kata, source)
        if key not in self._graded:
            try:
                # A line in front, where the magic stands, so that a line has the number it has in the cell.
                self._graded[key] = graded(kata, "\n" + source if source.strip() else "")
            except GraderError as error:
                self._graded[key] = error
        found = self._graded[key]
        if isinstance(found, GraderError):
            raise found
        return found


def _key(kata: str, source: str) -> tuple[str, str]:
    return kata, source.strip()


def shown(document: Document, *, grading: bool = False) -> dict[str, str]:
    """Return a report as a cell shows it, by MIME type: the page in a frame; words where there is no HTML."""
    report = report_of(document)
    title = f"{report.kata}: {report.verdict}, {report.points} of {count_of(report.max, 'point')}"
    if report.pending:
        title += f" here; {judged_elsewhere(report.pending)}"
    return {
        "text/html": FRAME.format(title=escape(title), page=escape(page([report], said=GRADED if grading else ""))),
        "text/plain": text(report, style=Style.PLAIN, detail=Detail.SHORT),
    }
