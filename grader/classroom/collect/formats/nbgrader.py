"""nbgrader's submitted tree: `submitted/<student>/<assignment>/<file>`, with timestamp.txt beside the files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.times import iso
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity

TIMESTAMP = "timestamp.txt"
TIMESTAMP_BYTES = 1024
TREE = "submitted"


class NbgraderReader:
    """nbgrader's reader. The source is its course folder, or the folder `submitted` in it."""

    def is_entry(self, name: str) -> bool:
        """Return false: a student's folder has no other name than their id."""
        return False

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether this is the folder `submitted` itself, or one with it inside."""
        return folder == TREE or TREE in inside

    def metadata(self, parts: Parts) -> int:
        """Return the time that nbgrader wrote where it copied an assignment to; deeper it is a student's file."""
        inner = _inside(parts)
        return TIMESTAMP_BYTES if len(inner) == 3 and inner[-1] == TIMESTAMP else 0

    def reads(self, context: SourceContext) -> Read:
        """By the student's folder; nbgrader writes UTC where it writes no zone."""
        times = {
            _inside(parts)[:2]: iso(content.decode("utf-8", "replace").strip(), UTC)
            for parts, content in context.metadata.items()
        }

        def read(parts: Parts) -> Label | Passed:
            inner = _inside(parts)
            if len(inner) < 3:
                return Passed.UNNAMED
            if self.metadata(parts):
                return Passed.COMPANION
            who = (SourceIdentity("id", (inner[0],)), SourceIdentity("username", (inner[0],)))
            return Label((who,), parts[-1], times.get(inner[:2]), at_top=len(inner) == 3)

        return read


def _inside(parts: Parts) -> Parts:
    return parts[1:] if parts[0] == TREE else parts


READER = NbgraderReader()
