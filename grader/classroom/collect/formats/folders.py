"""A folder for each student, or a zip for each as `grade pack` writes it; named by what the roster knows of them."""

from __future__ import annotations

import json
from collections.abc import Collection

from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.values import Label, Parts, Passed, SourceIdentity, Who

MANIFEST = "manifest.json"
MANIFEST_BYTES = 256 * 1024
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")


class FolderReader:
    """The reader of folders."""

    def is_entry(self, name: str) -> bool:
        """No platform gives these names: the roster tells whose they are."""
        return False

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether it is called as the source is, or two students' folders lie in it: one may be a student's own
        trick.
        """
        return folder == context.called or sum(context.known(stem_of(name)) for name in inside) > 1

    def metadata(self, parts: Parts) -> int:
        """Nothing: a manifest in a student's folder is the student's."""
        return 0

    def reads(self, context: SourceContext) -> Read:
        """By the first folder, or by a zip's own name."""

        def read(parts: Parts) -> Label | Passed:
            if len(parts) == 2 and parts[-1] == MANIFEST:
                return Passed.COMPANION
            key = parts[0] if len(parts) > 1 else stem_of(parts[0])
            if len(parts) == 1 and key == parts[0]:
                return Passed.UNNAMED
            return Label((named_by(key, context.headings),), parts[-1])

        return read


def named_by(key: str, headings: tuple[str, ...]) -> Who:
    """Somebody of whom only one word is known: the id, else any other column of the roster."""
    return tuple(SourceIdentity(kind, (key,), said=False) for kind in ("id", "group", "email", *headings, "name"))


def is_manifest(content: bytes) -> bool:
    """Return whether it is the manifest of a pack. Whose a pack is and when it came is never taken from it."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and isinstance(told.get("katas"), list) and "version" in told


def stem_of(name: str) -> str:
    """Return a zip's name without its ending; any other name as it is."""
    ending = next((ending for ending in ARCHIVES if name.casefold().endswith(ending)), "")
    return name.removesuffix(name[-len(ending) :]) if ending else name


READER = FolderReader()
