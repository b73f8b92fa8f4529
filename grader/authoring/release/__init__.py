"""The edition that students receive: the katas and the grader, and of the rest only what may be seen."""

from __future__ import annotations

from grader.authoring.release.documents import write_archive
from grader.authoring.release.edition import Hidden, ReleaseOptions, ReleasePlatform, edition_files
from grader.student.edition import Applied, apply_edition

__all__ = [
    "Applied",
    "Hidden",
    "ReleaseOptions",
    "ReleasePlatform",
    "apply_edition",
    "edition_files",
    "write_archive",
]
