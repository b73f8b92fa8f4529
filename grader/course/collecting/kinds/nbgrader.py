"""nbgrader's submitted tree: `submitted/<student>/<assignment>/<file>`, with timestamp.txt beside the files."""

from __future__ import annotations

from datetime import UTC

from grader.course.collecting.kinds.kind import Context, Read
from grader.course.collecting.moments import iso
from grader.course.collecting.values import Identity, Label, Parts, Passed

TIMESTAMP = "timestamp.txt"
TIMESTAMP_BYTES = 1024
TREE = "submitted"


class Nbgrader:
    """nbgrader's reader."""

    def metadata(self, parts: Parts) -> int:
        """The time of each assignment."""
        return TIMESTAMP_BYTES if parts[-1] == TIMESTAMP else 0

    def reads(self, context: Context) -> Read:
        """By the student's folder; nbgrader writes UTC where it writes no zone."""
        times = {
            parts[:-1]: iso(content.decode("utf-8", "replace").strip(), UTC)
            for parts, content in context.metadata.items()
        }

        def read(parts: Parts) -> Label | Passed:
            inner = parts[parts.index(TREE) + 1 :] if TREE in parts[:-1] else parts
            if parts[-1] == TIMESTAMP:
                return Passed.COMPANION
            if len(inner) < 3:
                return Passed.UNNAMED
            folder = parts[: len(parts) - len(inner) + 2]
            who = (Identity("id", (inner[0],)), Identity("username", (inner[0],)))
            return Label((who,), parts[-1], times.get(folder))

        return read


READER = Nbgrader()
