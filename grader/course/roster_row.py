"""Taking one student's row out of the roster's file, and leaving every other byte."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from grader.errors import GraderError

BOM = "\ufeff"
DELIMITERS = ",;\t"


def without_student(path: Path, student: str) -> bool:
    """Take out the row of the student with this id; False when there is none. Raises GraderError."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = file.readlines()
        keep = list(_others(lines, student))
    except (OSError, UnicodeDecodeError, csv.Error):
        # Whatever is wrong with the roster is told by who reads it.
        return False
    if len(keep) == len(lines):
        return False
    _write(path, "".join(keep))
    return True


def _others(lines: list[str], student: str) -> Iterator[str]:
    """Every line but those of the student's record, which may be several."""
    heading = next((line for line in lines if line.strip(BOM + "\r\n")), "").lstrip(BOM)
    for delimiter in DELIMITERS:
        columns = [cell.strip().lower() for cell in next(csv.reader([heading], delimiter=delimiter), [])]
        if "id" in columns:
            break
    else:
        yield from lines
        return
    place, began = columns.index("id"), 0
    reader = csv.reader(lines, delimiter=delimiter)
    for record in reader:
        if len(record) <= place or record[place].strip() != student:
            yield from lines[began : reader.line_num]
        began = reader.line_num


def _write(path: Path, text: str) -> None:
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777)
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise GraderError(
            f"{path.name} could not be written ({error.strerror}): take their row out of it by hand.",
            hint="See who owns it and its folder, and whether the disk is full.",
        ) from None
