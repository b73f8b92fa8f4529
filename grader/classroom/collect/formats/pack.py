"""One student's hand-in by itself: the zip that `grade pack` writes, or its folder. Its own name says whose it is."""

from __future__ import annotations

from collections.abc import Collection

from grader.classroom.collect.formats.folders import MANIFEST, named_by
from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity


class Pack:
    """The reader of one pack."""

    def is_entry(self, name: str) -> bool:
        """Nothing in it is anybody else's."""
        return False

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Never: all in it is one student's, however deep."""
        return False

    def metadata(self, parts: Parts) -> int:
        """Nothing: the manifest is the student's."""
        return 0

    def reads(self, context: SourceContext) -> Read:
        """Return the reader of a folder that is all one student's."""
        who = (
            (SourceIdentity("id", (context.student,)),)
            if context.student
            else named_by(context.called, context.headings)
        )

        def read(parts: Parts) -> Label | Passed:
            return Passed.COMPANION if parts == (MANIFEST,) else Label((who,), parts[-1], packed=False)

        return read


READER = Pack()
