"""Archives of submissions, read as a stream of files and refusals; nothing of them is ever written to disk."""

from __future__ import annotations

from grader.classroom.archives.members import Contents, Limits, Member, Refusal, Stored
from grader.classroom.archives.reading import Wanted, read_archive, stream_archive, stream_files

__all__ = [
    "Contents",
    "Limits",
    "Member",
    "Refusal",
    "Stored",
    "Wanted",
    "read_archive",
    "stream_archive",
    "stream_files",
]
