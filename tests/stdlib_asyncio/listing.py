"""The committed list of tests that do not pass here, held against what became of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

LIST = Path(__file__).with_name("listed.toml")
OLDEST, NEWEST = (3, 11), (3, 15)
MODES = ("in-process", "split")
HEADINGS = ("does_not_apply", "known")

Version = tuple[int, int]


class Entry(NamedTuple):
    """Tests that are expected to fail, where they are, and why."""

    heading: str
    tests: tuple[str, ...]
    reason: str
    modes: tuple[str, ...] = MODES
    since: Version = OLDEST
    until: Version = NEWEST
    sometimes: bool = False

    def is_for(self, version: Version, mode: str) -> bool:
        """Is it about this Python in this mode?"""
        return self.since <= version <= self.until and mode in self.modes


class Judged(NamedTuple):
    """Names by what became of them, and sentences about entries that are wrong by now."""

    passed: tuple[str, ...]
    skipped: tuple[str, ...]
    does_not_apply: tuple[str, ...]
    known: tuple[str, ...]
    failed: tuple[str, ...]
    stale: tuple[str, ...]


def read(path: Path = LIST) -> tuple[Entry, ...]:
    """The entries of the list. Raises ValueError for one that could never be right."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := found.keys() - set(HEADINGS):
        raise ValueError(f"{path.name}: no such heading: {', '.join(sorted(unknown))}")
    return tuple(_entry(heading, **fields) for heading in HEADINGS for fields in found.get(heading, []))


def _entry(
    heading: str,
    *,
    tests: Sequence[str],
    reason: str,
    modes: Sequence[str] = MODES,
    since: str = "3.11",
    until: str = "3.15",
    sometimes: bool = False,
) -> Entry:
    entry = Entry(heading, tuple(tests), reason, tuple(modes), _version(since), _version(until), sometimes)
    if not OLDEST <= entry.since <= entry.until <= NEWEST or not set(modes) <= set(MODES) or not modes:
        raise ValueError(f"{tests[0]}: for no Python and mode there is")
    if not tests or not reason.endswith("."):
        raise ValueError(f"{tests}: needs tests, and a sentence as its reason")
    return entry


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)


def judge(
    ended: Mapping[str, str], entries: Sequence[Entry], version: Version, mode: str, *, whole: bool = True
) -> Judged:
    """Sort tests by what became of them (passed, skipped or failed), and say which entries are stale.

    Where not the `whole` of the files ran, an entry may name tests that were not among them.
    """
    by: dict[str, list[str]] = {"passed": [], "skipped": [], "does_not_apply": [], "known": [], "failed": []}
    meant = [entry for entry in entries if entry.is_for(version, mode)]
    for name, outcome in ended.items():
        entry = next((entry for entry in meant if any(fnmatchcase(name, one) for one in entry.tests)), None)
        by[entry.heading if outcome == "failed" and entry is not None else outcome].append(name)
    stale = [sentence for entry in meant for sentence in _stale(entry, ended, whole)]
    return Judged(**{key: tuple(names) for key, names in by.items()}, stale=tuple(stale))


def _stale(entry: Entry, ended: Mapping[str, Any], whole: bool) -> list[str]:
    found = []
    for pattern in entry.tests:
        meant = [name for name in ended if fnmatchcase(name, pattern)]
        if not meant and whole:
            found.append(f"{pattern} is listed, and there is no such test")
        if not entry.sometimes:
            found += [f"{name} is listed, and {ended[name]}" for name in meant if ended[name] != "failed"]
    return found
