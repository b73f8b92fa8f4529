"""What happens to a handed-in notebook before nbgrader executes it."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.notebooks.cells import FIRST_LINE, MAGIC, SOLUTION_ID

# nbclient leaves out a cell with this tag (NotebookClient.skip_cells_with_tag).
SKIP = "skip-execution"


class OnlyOurCells(NbGraderPreprocessor):  # type: ignore[misc]  # untyped
    """In a kata's notebook, lets the course's own cells run, as the course wrote them, and solutions only as `%%kata`.

    It stands after OverwriteCells, which takes the grade_id from any cell that the course does not know and puts back
    what a locked cell said. Other notebooks of the course stay as they are.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """A whole notebook; whether it is a kata's is read from the gradebook, which no student writes."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            cells = gradebook.find_notebook(about["notebook"], about["assignment"]).source_cells
            ours = any(FIRST_LINE.match(cell.source or "") for cell in cells)
        return super().preprocess(nb, resources) if ours else (nb, resources)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """One cell. A verdict that a student's tag would skip gets no tag: nbgrader gives silence full marks."""
        if cell.cell_type != "code":
            return cell, resources
        grade_id = (cell.metadata.get("nbgrader") or {}).get("grade_id") or ""
        cell.metadata["tags"] = [] if grade_id else [SKIP]
        solution = SOLUTION_ID.fullmatch(grade_id)
        if solution:
            cell.source = f"{MAGIC} {solution[1]}\n{FIRST_LINE.sub('', cell.source.lstrip(), count=1)}"
        return cell, resources
