"""A folder for each student, or a zip for each as `grade pack` writes it; named by what the roster knows of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from grader.course.collecting.kinds.kind import Context, Read
from grader.course.collecting.moments import iso
from grader.course.collecting.values import Identity, Label, Parts, Passed, Who

MANIFEST = "manifest.json"
MANIFEST_BYTES = 256 * 1024
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")


class Folders:
    """The reader of folders."""

    def metadata(self, parts: Parts) -> int:
        """The manifest of a pack that somebody unpacked."""
        return MANIFEST_BYTES if parts[-1] == MANIFEST else 0

    def reads(self, context: Context) -> Read:
        """By the first folder below the one that holds them all, or by a zip's own name."""
        times = {parts[:-1]: manifest_of(content) for parts, content in context.metadata.items()}

        def read(parts: Parts) -> Label | Passed:
            if parts[-1] == MANIFEST:
                return Passed.COMPANION
            inner = parts[len(context.top) :]
            if len(inner) == 1 and stem_of(inner[0]) == inner[0]:
                return Passed.UNNAMED
            key = inner[0] if len(inner) > 1 else stem_of(inner[0])
            told = times.get(parts[:-1])
            return Label((named_by(key, context.headings),), parts[-1], told["when"] if told else None)

        return read


def named_by(key: str, headings: tuple[str, ...]) -> Who:
    """Somebody of whom only one word is known: the id, else any other column of the roster."""
    return tuple(Identity(kind, (key,), said=False) for kind in ("id", "group", "email", *headings, "name"))


def manifest_of(content: bytes) -> Mapping[str, datetime | None] | None:
    """When a pack says it was made; None where this is no manifest of `grade pack`."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("katas"), list) or "version" not in told:
        return None
    when = told.get("when")
    return {"when": iso(when, UTC) if isinstance(when, str) else None}


def stem_of(name: str) -> str:
    """A zip's name without its ending; any other name as it is."""
    ending = next((ending for ending in ARCHIVES if name.casefold().endswith(ending)), "")
    return name.removesuffix(name[-len(ending) :]) if ending else name


READER = Folders()
