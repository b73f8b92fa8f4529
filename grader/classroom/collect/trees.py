"""A source as a tree of named files: a folder or archive, read in a stream and within bounds, links never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from grader.classroom.collect.values import CollectedFile, CollectProblem, NoSource, Parts, Why
from grader.cleaning import clean
from grader.engine.submission import OPEN_FLAGS, shown
from grader.student.archives import Limits, Refusal, Stored, stream_files
from grader.student.archives.members import Unfit, in_bytes, parts_of
from grader.text import one_line

# Asked for a path: how many bytes of it may be read; 0 for the name alone.
Most = Callable[[Parts], int]

LIMITS = Limits(members=100_000, unpacked_bytes=4 << 30)
INNER_LIMITS = Limits(members=1_000, unpacked_bytes=64 << 20, refusals=20)
DEEPEST = 32
WHERE_SHOWN = 160
NOT_ENTERED = frozenset({".git", "__pycache__", "__MACOSX", ".ipynb_checkpoints", ".venv", "node_modules"})
CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Tree(Protocol):
    """Named files; every walk gives them in the same order."""

    @property
    def name(self) -> str:
        """What it is called, cleaned."""

    def files(self, most: Most, *, at_once: int) -> Iterator[CollectedFile | CollectProblem]:
        """Yield every file, with its bytes where `most` allows some; none is larger than `at_once` bytes in memory."""


def tree_of(path: Path) -> Tree:
    """Return the tree at this path. Raises NoSource when there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        raise NoSource(f"There is no {where(str(path))}.", hint="Check the path.") from None
    if stat.S_ISDIR(found.st_mode):
        return FolderTree(path)
    if stat.S_ISREG(found.st_mode) and is_python(path.name):
        return FileTree(path.resolve())
    if stat.S_ISREG(found.st_mode):
        # A link that the instructor names is theirs to follow; what lies inside is not.
        return ArchiveTree(path.resolve())
    raise NoSource(f"{where(path.name)} is neither a folder nor a file.", hint="Name the folder or the zip.")


def is_python(name: str) -> bool:
    """Return whether a file is called as one of Python's, also where a browser put .txt behind it."""
    return name.casefold().endswith((".py", ".pyw", ".py.txt"))


def where(path: str) -> str:
    """Return a path as it may be shown: on one line, without control characters, bounded."""
    return one_line(clean(path, WHERE_SHOWN))


def is_clutter(parts: Parts) -> bool:
    """Return whether systems and tools leave this beside the files of people."""
    return any(part in NOT_ENTERED for part in parts[:-1]) or parts[-1] in CLUTTER or parts[-1].startswith("._")


@dataclass(frozen=True, slots=True)
class ArchiveTree:
    """A zip or tar."""

    path: Path
    limits: Limits = LIMITS

    @property
    def name(self) -> str:
        """What it is called, cleaned."""
        return shown(self.path.name)

    def files(self, most: Most, *, at_once: int) -> Iterator[CollectedFile | CollectProblem]:
        """Yield every file in the archive's order."""
        limits = replace(self.limits, member_bytes=at_once)
        yield from _stored(stream_files(self.path, lambda name: most(tuple(name.split("/"))) > 0, limits=limits), most)


@dataclass(frozen=True, slots=True)
class BytesTree:
    """An archive that lay inside another."""

    name: str
    content: bytes
    limits: Limits = INNER_LIMITS

    def files(self, most: Most, *, at_once: int) -> Iterator[CollectedFile | CollectProblem]:
        """Yield every file in the archive's order."""
        limits = replace(self.limits, member_bytes=at_once)
        read = stream_files(self.content, lambda name: most(tuple(name.split("/"))) > 0, name=self.name, limits=limits)
        yield from _stored(read, most)


def _stored(read: Iterator[Stored | Refusal], most: Most) -> Iterator[CollectedFile | CollectProblem]:
    for one in read:
        if isinstance(one, Refusal):
            yield CollectProblem(Why.REFUSED, one.name, one.reason)
            continue
        parts, content = one.parts, one.content
        if is_clutter(parts):
            continue
        if content is not None and len(content) > most(parts):
            yield too_large(parts, most(parts))
        else:
            yield CollectedFile(parts, content)


def too_large(parts: Parts, most: int) -> CollectProblem:
    """That a file is larger than what anybody writes."""
    return CollectProblem(Why.REFUSED, where("/".join(parts)), f"is larger than {in_bytes(most)}")


@dataclass(frozen=True, slots=True)
class FileTree:
    """One file by itself, as when an instructor takes what nobody could place."""

    path: Path

    @property
    def name(self) -> str:
        """What it is called, cleaned."""
        return shown(self.path.name)

    def files(self, most: Most, *, at_once: int) -> Iterator[CollectedFile | CollectProblem]:
        """Yield the file."""
        parts = (self.path.name,)
        wanted = min(most(parts), at_once)
        try:
            yield CollectedFile(parts, read_file(self.path, wanted) if wanted else None)
        except Unfit as unfit:
            yield CollectProblem(Why.REFUSED, where(self.path.name), str(unfit))


@dataclass(frozen=True, slots=True)
class FolderTree:
    """A folder on disk."""

    path: Path
    members: int = LIMITS.members

    @property
    def name(self) -> str:
        """What it is called, cleaned."""
        return shown(self.path.resolve().name)

    def files(self, most: Most, *, at_once: int) -> Iterator[CollectedFile | CollectProblem]:
        """Yield every file, folder by folder, by name."""
        seen = 0
        for found in _walk(self.path, (), self.members + 1):
            seen += 1
            if seen > self.members:
                said = f"has more than {self.members} entries: the rest was not read"
                yield CollectProblem(Why.REFUSED, self.name, said)
                return
            if isinstance(found, CollectProblem):
                yield found
                continue
            wanted = min(most(found), at_once)
            try:
                yield CollectedFile(found, read_file(self.path.joinpath(*found), wanted) if wanted else None)
            except Unfit as unfit:
                yield CollectProblem(Why.REFUSED, where("/".join(found)), str(unfit))


def _walk(folder: Path, above: Parts, most: int) -> Iterator[Parts | CollectProblem]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(islice(entries, most), key=lambda entry: entry.name)
    except OSError as error:
        yield CollectProblem(Why.REFUSED, where("/".join(above) or folder.name), f"cannot be read ({_why(error)})")
        return
    for entry in found:
        path = (*above, entry.name)
        if (entry.name in NOT_ENTERED and entry.is_dir(follow_symlinks=False)) or is_clutter(path):
            continue
        try:
            # The rules for names in archives: what is refused there must not come in unpacked.
            if parts_of("/".join(path)) != path:
                raise Unfit("has a name that is not plain")
            is_folder = _is_folder(entry)
            if is_folder and len(path) > DEEPEST:
                raise Unfit(f"lies more than {DEEPEST} folders deep")
        except Unfit as unfit:
            yield CollectProblem(Why.REFUSED, where("/".join(path)), str(unfit))
            continue
        if is_folder:
            yield from _walk(folder / entry.name, path, most)
        else:
            yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether to enter it; a file is none. Raises Unfit for what is neither."""
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():
        raise Unfit("is a link")
    if entry.is_dir(follow_symlinks=False):
        return True
    if not entry.is_file(follow_symlinks=False):
        raise Unfit("is a pipe, a socket or a device")
    return False


def read_file(path: Path, most: int) -> bytes:
    """Return all bytes of a file. Raises Unfit when they are too many, or it is no ordinary file any more."""
    try:
        opened = os.open(path, OPEN_FLAGS)
    except OSError as error:
        raise Unfit(f"cannot be read ({_why(error)})") from None
    with open(opened, "rb") as file:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise Unfit("is not an ordinary file")
        try:
            content = b"" if found.st_size > most else file.read(most + 1)
        except OSError as error:
            raise Unfit(f"cannot be read ({_why(error)})") from None
    if found.st_size > most or len(content) > most:
        raise Unfit(f"is larger than {in_bytes(most)}")
    return content


def _why(error: OSError) -> str:
    return (error.strerror or "error").lower()
