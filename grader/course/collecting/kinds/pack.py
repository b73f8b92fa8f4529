"""One student's hand-in by itself: the zip that `grade pack` writes, or its folder. Its own name says whose it is."""

from __future__ import annotations

from grader.course.collecting.kinds.folders import MANIFEST, MANIFEST_BYTES, manifest_of, named_by
from grader.course.collecting.kinds.kind import Context, Read
from grader.course.collecting.values import Identity, Label, Parts, Passed


class Pack:
    """The reader of one pack."""

    def metadata(self, parts: Parts) -> int:
        """The manifest."""
        return MANIFEST_BYTES if parts[-1] == MANIFEST else 0

    def reads(self, context: Context) -> Read:
        """All of it is one student's."""
        told = next(filter(None, map(manifest_of, context.metadata.values())), None)
        who = (Identity("id", (context.student,)),) if context.student else named_by(context.called, context.headings)

        def read(parts: Parts) -> Label | Passed:
            if parts[-1] == MANIFEST:
                return Passed.COMPANION
            return Label((who,), parts[-1], told["when"] if told else None, packed=False)

        return read


READER = Pack()
