"""Where an edition may write: the course's own folders and files, never through a link."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.archives.members import Unfit
from grader.archives.names import Taken, key_of, parts_of
from grader.errors import UsageError
from grader.escaping import one_line
from grader.wire.text import clean

EDITION = "edition.json"
EDITION_VERSION = 1
FOLDERS = frozenset({"grader", "katas", "docs", "solutions", ".github"})
# Gradescope asks for two of its own.
GRADESCOPE = frozenset({"setup.sh", "run_autograder"})
FILES = frozenset({"LICENSE", "README.md", "pyproject.toml", ".gitignore", EDITION}) | GRADESCOPE
# Whose programs git or the grader would run, in every spelling that some disk takes for one; the last is Windows' own.
OTHERS = frozenset({".git", ".grade", ".venv", "git~1"})
SHOWN = 80


def files_told(content: bytes, whose: str) -> dict[str, str]:
    """The hash of each file that an edition.json tells. Raises UsageError where it is none."""
    try:
        told = json.loads(content)
        files = told["files"]
        if told["version"] != EDITION_VERSION or not all(isinstance(known, str) for known in files.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"{EDITION} {whose} cannot be read.", hint="Ask for the file again, or name a new folder."
        ) from None
    return dict(files)


def is_own(name: str) -> bool:
    """Whether this path is the course's: one of its files, or below one of its folders."""
    try:
        parts = parts_of(name)
    except Unfit:
        return False
    if "/".join(parts) != name or any(key_of((part,)) in OTHERS for part in parts):
        return False
    return name in FILES if len(parts) == 1 else parts[0] in FOLDERS


def must_be_own(names: Iterable[str]) -> None:
    """Raises UsageError for a path that is not the course's, or that some disk takes for another of them."""
    taken = Taken()
    for name in names:
        try:
            if not is_own(name):
                raise Unfit("is not a file of the course")
            taken.add(parts_of(name))
        except Unfit as unfit:
            raise UsageError(
                f"This edition cannot be used: {_shown(name)} {unfit}.",
                hint="Nothing was written. Ask for the file again.",
            ) from None


def must_be_plain(folder: Path, names: Iterable[str]) -> None:
    """Raises UsageError where a link stands in the way to one of these files below the folder."""
    looked: dict[str, bool] = {}
    for name in names:
        parts = parts_of(name)
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if path not in looked:
                looked[path] = _is_link(folder / path)
            if looked[path]:
                raise UsageError(
                    f"{_shown(path)} is a link: what it leads to is not the course's.",
                    hint="Nothing was written. Put a plain file or folder in its place.",
                )


def files_there(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Those files that edition.json tells, and itself. Raises UsageError where one is missing or not the course's."""
    told = files_told(files[EDITION], "of this edition")
    must_be_own((*told, EDITION))
    for name in told:
        if name not in files:
            raise UsageError(f"This edition is damaged: {_shown(name)} is missing.", hint="Ask for the file again.")
    return {name: files[name] for name in (*told, EDITION)}


def _is_link(path: Path) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    # On Windows a junction is one that is not called a link.
    junction = getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(found.st_mode) or junction


def _shown(name: str) -> str:
    return one_line(clean(name, SHOWN))
