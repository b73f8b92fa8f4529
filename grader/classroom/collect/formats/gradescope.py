"""Gradescope's "Export submissions": `submission_<id>/<file>`, and submission_metadata.yml with people and times.

The metadata is YAML with Ruby symbols for keys, and holds whole test results: it is read as a stream of events, of
which only people and times are kept, so that no alias can blow it up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

import yaml

from grader.classroom.collect.formats.format import Read, SourceContext
from grader.classroom.collect.times import iso
from grader.classroom.collect.values import Label, NoSource, Parts, Passed, SourceIdentity, Who

METADATA = "submission_metadata.yml"
METADATA_BYTES = 32 << 20
DEEPEST = 40
MOST_PEOPLE = 50
FOLDER = re.compile(r"submission_[\w-]+")
PERSON = {":name": "name", ":email": "email", ":sid": "sid"}


@dataclass(slots=True)
class Submitted:
    """What the metadata tells of one submission."""

    created: str = ""
    people: list[dict[str, str]] = field(default_factory=list)


class GradescopeReader:
    """Gradescope's reader."""

    def is_entry(self, name: str) -> bool:
        """Return whether this is a submission's folder."""
        return FOLDER.fullmatch(name) is not None

    def wraps(self, context: SourceContext, folder: str, inside: Collection[str]) -> bool:
        """Return whether this is the folder of the export, with the metadata in it."""
        return METADATA in inside

    def metadata(self, parts: Parts) -> int:
        """Return the one file with everything in it; below a submission's folder it is a student's file."""
        return METADATA_BYTES if parts == (METADATA,) else 0

    def reads(self, context: SourceContext) -> Read:
        """By the metadata. Raises NoSource when it cannot be read."""
        told: dict[str, Submitted] = {}
        for content in context.metadata.values():
            told |= people_and_times(content)
        return lambda parts: _read(parts, told)


def _read(parts: Parts, told: Mapping[str, Submitted]) -> Label | Passed:
    if parts == (METADATA,):
        return Passed.COMPANION
    if len(parts) == 1 or parts[0] not in told:
        return Passed.UNNAMED
    who = tuple(_who(person) for person in told[parts[0]].people)
    # Gradescope's times carry their zone; one without is UTC there.
    return Label(who, parts[-1], iso(told[parts[0]].created, UTC))


def _who(person: Mapping[str, str]) -> Who:
    sid = person.get("sid", "")
    ways = (
        SourceIdentity("id", (sid,)),
        SourceIdentity("sid", (sid,)),
        SourceIdentity("email", (person.get("email", ""),)),
        SourceIdentity("name", (person.get("name", ""),)),
    )
    return tuple(way for way in ways if way.values[0])


def people_and_times(content: bytes) -> dict[str, Submitted]:
    """Return each submission's people and time, by its folder. Raises NoSource for what is no such YAML."""
    told: dict[str, Submitted] = {}
    try:
        for path, value in _scalars(content):
            submitted = told.setdefault(path[0], Submitted())
            if path[1:] == (":created_at",):
                submitted.created = value
            elif len(path) == 4 and path[1] == ":submitters" and path[3] in PERSON:
                place = int(path[2])
                if place < MOST_PEOPLE:
                    submitted.people += [{} for _ in range(place + 1 - len(submitted.people))]
                    submitted.people[place][PERSON[path[3]]] = value
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        raise NoSource(f"{METADATA} cannot be read.", hint="Export it from Gradescope again.") from None
    return told


@dataclass(slots=True)
class _Level:
    """Where the stream of events stands in one mapping or list: the key read last, or the place."""

    is_list: bool
    key: str | None = None
    place: int = 0


def _scalars(content: bytes) -> Iterator[tuple[Parts, str]]:
    """Yield each text in nested mappings and lists, with the keys and places that lead to it."""
    levels: list[_Level] = []
    for event in _events(content):
        kind = type(event).__name__
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            levels.pop()
            _step(levels)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(levels) >= DEEPEST or (levels and not levels[-1].is_list and levels[-1].key is None):
                raise ValueError("too deep, or a key that is no text")
            levels.append(_Level(kind == "SequenceStartEvent"))
        elif kind in ("ScalarEvent", "AliasEvent"):
            value = getattr(event, "value", "")
            if levels and not levels[-1].is_list and levels[-1].key is None:
                levels[-1].key = value
                continue
            if levels and kind == "ScalarEvent":
                yield _path(levels), value
            _step(levels)


def _path(levels: list[_Level]) -> Parts:
    return tuple(str(level.place) if level.is_list else level.key or "" for level in levels)


def _step(levels: list[_Level]) -> None:
    if levels:
        levels[-1].place += 1
        levels[-1].key = None


def _events(content: bytes) -> Iterator[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(content, Loader=loader)


READER = GradescopeReader()
