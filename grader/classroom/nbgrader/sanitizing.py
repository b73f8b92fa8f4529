"""What happens to a handed-in notebook before nbgrader executes it."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.classroom.nbgrader.notebook import FIRST_LINE, MAGIC, SOLUTION_ID, graded_cell, without_first_line

# nbclient leaves out a cell with this tag (NotebookClient.skip_cells_with_tag).
SKIP = "skip-execution"


class OnlyOurCells(NbGraderPreprocessor):  # type: ignore[misc]  # untyped
    """In a kata's notebook, lets the course's own cells run, as the course wrote them, and solutions only as `%%kata`.

    It stands after OverwriteCells, which takes the grade_id from any cell that the course does not know, puts back what
    a locked cell said, and refuses a notebook in which a verdict calls itself ungraded. A verdict that was taken out
    comes back at the end; nbgrader's own way to do that (add_missing_cells) fails below a cell that is only shown.
    Other notebooks of the course stay as they are.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """A whole notebook; whether it is a kata's is read from the gradebook, which no student writes."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(about["notebook"], about["assignment"])
            sources = {cell.name: cell for cell in notebook.source_cells}
            if not any(FIRST_LINE.match(cell.source or "") for cell in sources.values()):
                return nb, resources
            there = {_grade_id(cell) for cell in nb.cells}
            gone = [cell for cell in notebook.grade_cells if sources[cell.name].locked and cell.name not in there]
            nb.cells.extend(graded_cell(cell.name, cell.max_score, sources[cell.name].source) for cell in gone)
        for cell in nb.cells:
            _disarm(cell)
        return nb, resources


def _disarm(cell: Any) -> None:
    """Leave out what a student could edit; a solution begins with its `%%kata` whatever they made of it."""
    if cell.cell_type != "code":
        return
    name = _grade_id(cell)
    solution = SOLUTION_ID.fullmatch(name)
    if solution:
        cell.source = f"{MAGIC} {solution[1]}\n{without_first_line(cell.source)}"
    cell.metadata["tags"] = [] if solution or (name and cell.metadata.nbgrader.get("locked")) else [SKIP]


def _grade_id(cell: Any) -> str:
    return (cell.metadata.get("nbgrader") or {}).get("grade_id") or ""
