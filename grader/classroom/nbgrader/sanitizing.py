"""What happens to a handed-in notebook before nbgrader executes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.classroom.nbgrader.notebook import FIRST_LINE, MAGIC, SCHEMA, SOLUTION_ID, graded_cell, without_first_line

# nbclient leaves out a cell with this tag (NotebookClient.skip_cells_with_tag).
SKIP = "skip-execution"


class CourseMetadata(NbGraderPreprocessor):  # type: ignore[misc]  # untyped
    """In a kata's notebook, says of each cell what the course says of it, whatever a student's editor made of that.

    It stands before nbgrader's own: a copied cell, whose id they take away and nothing else, and one of another version
    would end the autograding of everybody (SchemaTooOldError), and a verdict that calls itself ungraded that of its
    student. Of several cells with one id the last keeps it, as in nbgrader. Other notebooks stay as they are.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return a whole notebook, by what the gradebook holds of the course's."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(about["notebook"], about["assignment"])
            sources = {cell.name: cell for cell in notebook.source_cells}
            if not any(FIRST_LINE.match(cell.source or "") for cell in sources.values()):
                return nb, resources
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
            left = dict(sources)
            for cell in reversed(nb.cells):
                source = left.pop(_grade_id(cell), None)
                cell.metadata.pop("nbgrader", None)
                if source is not None:
                    cell.metadata["nbgrader"] = NotebookNode(_said_of(source, points, solutions))
        return nb, resources


def _said_of(source: Any, points: Mapping[str, float], solutions: Collection[str]) -> dict[str, Any]:
    """Return the metadata of a cell of the course's."""
    name = source.name
    said = {"grade_id": name, "grade": name in points, "solution": name in solutions, "locked": bool(source.locked)}
    said |= {"task": False, "schema_version": SCHEMA, "cell_type": source.cell_type, "checksum": source.checksum}
    return said | ({"points": points[name]} if name in points else {})


class OnlyOurCells(NbGraderPreprocessor):  # type: ignore[misc]  # untyped
    """In a kata's notebook, lets the course's own cells run, as the course wrote them, and solutions only as `%%kata`.

    It stands after OverwriteCells, which takes the grade_id from any cell that the course does not know, and puts back
    what a locked cell said. A verdict that was taken out comes back at the end; nbgrader's own way to do that
    (add_missing_cells) fails below a cell that is only shown. Where a verdict stands above a solution, all of them are
    moved to the end. Other notebooks of the course stay as they are.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return a whole notebook; whether it is a kata's is read from the gradebook, which no student writes."""
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
        nb.cells = _judged_last(nb.cells)
        return nb, resources


def _judged_last(cells: Sequence[Any]) -> list[Any]:
    """Return the cells as they stand; where a verdict is above a solution, with the verdicts after all others."""
    solutions = [place for place, cell in enumerate(cells) if SOLUTION_ID.fullmatch(_grade_id(cell))]
    verdicts = [place for place, cell in enumerate(cells) if _is_verdict(cell)]
    if not (solutions and verdicts and verdicts[0] < solutions[-1]):
        return list(cells)
    others = [cell for cell in cells if not _is_verdict(cell)]
    return [*others, *(cells[place] for place in verdicts)]


def _is_verdict(cell: Any) -> bool:
    return bool((cell.metadata.get("nbgrader") or {}).get("grade"))


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
    about = cell.metadata.get("nbgrader")
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else ""
