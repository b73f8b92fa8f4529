"""A notebook as a student handed it in: its solution as a file. Whatever it holds is hostile. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.archives.members import in_bytes
from grader.intake import MAX_BYTES
from grader.notebooks.cells import bare, handed_in, kata_of, solution_id, without_first_line

# A report of ours inside it takes a quarter of a megabyte. What JSON makes of it takes thirty times as much memory.
MOST_BYTES = 8 << 20


class NoSolution(Exception):
    """There is no solution in it; the text is a clause for the instructor."""


def solution_of(content: bytes, kata: str) -> bytes:
    """What the solution cell of this kata hands in, as bytes of a Python file. Raises NoSolution.

    nbgrader knows the cell by its id, and of several alike it takes the last (preprocessors/deduplicateids.py); where
    another program lost the ids, it is the last cell that begins with `%%kata`. A cell larger than a submission may be
    is looked at no further.
    """
    if len(content) > MOST_BYTES:
        raise NoSolution(f"is larger than {in_bytes(MOST_BYTES)}")
    try:
        notebook = json.loads(content)
        cells = list(_cells(notebook))
    except (ValueError, RecursionError, MemoryError):
        raise NoSolution("is no notebook") from None
    found = [text for grade_id, text in cells if grade_id == solution_id(kata)]
    found = found or [text for _, text in cells if kata_of(text) == kata]
    if not found:
        raise NoSolution("has no solution cell: it was taken out")
    if len(found[-1]) > MAX_BYTES:
        raise NoSolution(f"has a solution cell larger than {in_bytes(MAX_BYTES)}")
    return bare(handed_in(without_first_line(found[-1]))).encode("utf-8", "replace")


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
