"""A notebook as a student handed it in: its solution as a file. Whatever it holds is hostile. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.notebooks.cells import FIRST_LINE, bare, handed_in, last_solution, solution_id

# A report of ours inside it takes a quarter of a megabyte.
MOST_BYTES = 16 << 20


class NoSolution(Exception):
    """There is no solution in it; the text is a clause for the instructor."""


def solution_of(content: bytes, kata: str) -> bytes:
    """What the solution cell of this kata hands in, as bytes of a Python file. Raises NoSolution.

    nbgrader knows the cell by its id, and of several alike it takes the last (preprocessors/deduplicateids.py); where
    another program lost the ids, it is the last cell that begins with `%%kata`.
    """
    try:
        notebook = json.loads(content)
        cells = list(_cells(notebook))
    except (ValueError, RecursionError):
        raise NoSolution("is no notebook") from None
    named = [text for grade_id, text in cells if grade_id == solution_id(kata)]
    if named:
        found = handed_in(FIRST_LINE.sub("", named[-1].lstrip(), count=1))
    else:
        unnamed = last_solution(kata, (text for _, text in cells))
        if unnamed is None:
            raise NoSolution("has no solution cell: it was taken out")
        found = unnamed
    return bare(found).encode("utf-8", "replace")


def _cells(notebook: Any) -> Iterator[tuple[str, str]]:
    """Each code cell's grade_id and text, of whatever this is."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            yield _grade_id(cell.get("metadata")), _text(cell.get("source"))


def _grade_id(metadata: Any) -> str:
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else ""


def _text(source: Any) -> str:
    """A cell's text is one string, or a list of lines with their ends."""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
