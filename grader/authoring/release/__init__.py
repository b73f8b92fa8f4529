"""The edition that students receive: the katas and the grader, and of the rest only what may be seen."""

from __future__ import annotations

from grader.authoring.release.applying import Applied, apply_edition
from grader.authoring.release.edition import Hidden, Order, Platform, edition_files
from grader.authoring.release.places import EDITION
from grader.authoring.release.writing import write_archive

__all__ = [
    "EDITION",
    "Applied",
    "Hidden",
    "Order",
    "Platform",
    "apply_edition",
    "edition_files",
    "write_archive",
]
