"""Archives of submissions, read as a stream of files and refusals; nothing of them is ever written to disk."""

from __future__ import annotations

from grader.student.archives.members import Limits, Refusal, Stored
from grader.student.archives.reading import stream_files

__all__ = ["Limits", "Refusal", "Stored", "stream_files"]
