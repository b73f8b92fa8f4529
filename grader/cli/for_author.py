"""What `grade --submission FILE -v` says to the author of a kata beside the student's report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.authoring.release.places import EDITION
from grader.model import Kata, Report

INDENT = "  "


def is_authors(course: Path, kata: Kata) -> bool:
    """Whether this is the clone where the kata is written: its solutions are in the open, and it is no edition."""
    return (course / "solutions" / kata.slug / kata.submit).is_file() and not (course / EDITION).exists()


def for_author(report: Report) -> str:
    """The faults of the checks themselves, each with the way there; empty without any."""
    lines = [INDENT + line for line in _lines(report)]
    return "\n".join(["For the author, and nobody else:", *lines]) + "\n" if lines else ""


def _lines(report: Report) -> Iterator[str]:
    for result in report.results:
        if result.fault is not None:
            yield f"{result.fault.place}: {result.check.name} breaks by itself: {result.fault.said}"
            yield from (INDENT + line for line in result.fault.traceback.splitlines())
