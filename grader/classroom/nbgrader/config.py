"""What nbgrader is told, so that nothing of a student's runs where it grades."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.classroom.nbgrader.autograde import KATAS
from grader.classroom.nbgrader.notebook import FIRST_LINE, MAGIC, SOLUTION_ID, graded_cell, without_first_line

SANITIZER = "grader.classroom.nbgrader.config.OnlyOurCells"


def guard(config: Any, *, katas: str) -> None:
    """Have `nbgrader autograde` run the course's own cells only, with modules of the installation only.

    `katas` is the clone whose katas mark, with their hidden checks. Without this a student's other cells run in the
    kernel that marks, and a file such as grader.py handed in beside a notebook is imported there.
    """
    from nbgrader.converters.autograde import Autograde

    # Kernels inherit these. -P for `python -m ipykernel_launcher`, whose current folder is the submission's.
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ[KATAS] = katas
    config.Execute.extra_arguments = ["--InteractiveShellApp.ignore_cwd=True"]
    chosen = config.Autograde.get("sanitize_preprocessors")
    usual = chosen or Autograde.class_traits()["sanitize_preprocessors"].default()
    config.Autograde.sanitize_preprocessors = [*(one for one in usual if one != SANITIZER), SANITIZER]


def config_text(folder: Path, katas: Path) -> str:
    """An nbgrader_config.py for the course in this folder."""
    name = re.sub(r"\W+", "-", folder.resolve().name).strip("-") or "course"
    return TEXT.format(name=name, lines=guard_lines(katas))


def guard_lines(katas: Path) -> str:
    """The lines that an nbgrader_config.py needs."""
    return f"from grader.classroom.nbgrader.config import guard\n\nguard(c, katas={str(katas)!r})"


TEXT = """\
# `grade notebooks build` wrote this once and will not change it.
c = get_config()

c.CourseDirectory.course_id = "{name}"

# Autograding runs the course's own cells and nothing else of a student's notebook; whatever is handed in beside it is
# not imported. Solutions are marked by `grade`, with the katas and the hidden checks of this clone.
{lines}
"""


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
