"""Readers that know nothing of our writers: Ruby's and PHP's CSV, xmllint, and Python's csv."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

READERS = Path(__file__).parent / "readers"
needs_ruby = pytest.mark.skipif(shutil.which("ruby") is None, reason="needs ruby")
needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="needs php")
needs_xmllint = pytest.mark.skipif(shutil.which("xmllint") is None, reason="needs xmllint")


def canvas_reads(content: bytes, folder: Path, course: dict[str, Any]) -> dict[str, Any]:
    """What Canvas would make of the file. Raises AssertionError with its words when it refuses."""
    (folder / "course.json").write_text(json.dumps(course), encoding="utf-8")
    (folder / "grades.csv").write_bytes(content)
    command = ["ruby", "-EUTF-8", str(READERS / "canvas.rb"), str(folder / "grades.csv"), str(folder / "course.json")]
    return _told(command)


def moodle_reads(content: bytes, folder: Path) -> dict[str, Any]:
    """What Moodle would make of the file."""
    (folder / "grades.csv").write_bytes(content)
    return _told(["php", str(READERS / "moodle.php"), str(folder / "grades.csv")])


def rows_of(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows under their headings; every one must be as long as the first, and end with a plain line feed."""
    text = content.decode("utf-8")
    assert not text.startswith("\ufeff") and "\r" not in text
    header, *rest = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    assert text.count("\n") == len(rest) + 1, "no cell holds a line end"
    assert len(set(header)) == len(header) and {len(row) for row in rest} <= {len(header)}
    return [dict(zip(header, row, strict=True)) for row in rest]


def _told(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout)
    return told
