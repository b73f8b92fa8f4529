"""The history of a student's repository, read from its objects: which file was what, and since when."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from grader.classroom.collect.git import Git, GitFailed
from grader.classroom.collect.trees import read_file
from grader.classroom.collect.values import SOURCE_BYTES, Parts
from grader.student.archives.members import Unfit, parts_of

MOST_COMMITS = 20_000
AT_ONCE = 32
HEADER_BYTES = 80
MOST_SAID = 32 << 20
MOST_OBJECT_FILES = 200_000
PACKED_REFS_BYTES = 16 << 20
FILES = frozenset({"100644", "100755", "100664"})
LINK, GONE = "120000", "000000"
LOOKED_FOR = (":(icase)*.py", ":(icase)*.py.txt", ":(icase)*.ipynb")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHA = re.compile(r"[0-9a-f]{40}")
_HEAD = re.compile(r"ref: (refs/heads/[^\x00-\x20~^:?*\\\[\x7f]+)\n?")


@dataclass(frozen=True, slots=True)
class Version:
    """What a file was from one commit on; `blob` is "" where it was taken away. `when` None is no sensible date."""

    blob: str
    mode: str
    when: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """A repository's files with their versions, newest first, along the first parents of its HEAD."""

    files: Mapping[Parts, tuple[Version, ...]]
    refused: tuple[tuple[str, str], ...]
    is_shallow: bool
    runs_backwards: bool


@dataclass(frozen=True, slots=True)
class Store:
    """Where a repository keeps its objects, and what its HEAD is."""

    objects: Path
    head: str
    shallow: Path | None


def is_repository(path: Path) -> bool:
    """Return whether this folder is a clone or a bare repository, by what lies in it."""
    inner = path / ".git"
    return os.path.lexists(inner) or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def open_store(path: Path) -> Store:
    """Return where the objects of a repository are.

    Raises Unfit when any of it lies outside the repository's own folder.
    """
    inner = path / ".git"
    if os.path.lexists(inner):
        mode = os.lstat(inner).st_mode
        if not stat.S_ISDIR(mode):
            raise Unfit("has a .git that points to another place")
    else:
        inner = path
    if os.path.lexists(inner / "commondir"):
        raise Unfit("keeps its objects in another place")
    objects = inner / "objects"
    if not stat.S_ISDIR(_mode(objects)):
        raise Unfit("holds no objects of its own")
    _must_be_whole(objects)
    shallow = inner / "shallow"
    return Store(objects, _head(inner), shallow if stat.S_ISREG(_mode(shallow)) else None)


def read_history(git: Git, store: Store) -> History:
    """Return all versions of all Python files. Raises GitFailed."""
    commits = list(_commits(git, store))
    pairs = b"".join(f"{sha} {parent}".strip().encode() + b"\n" for _, sha, parent in commits)
    fixed = ["--stdin", "-r", "--root", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-abbrev"]
    arguments = ["diff-tree", *fixed, "--", *LOOKED_FOR]
    said = git.ask(store.objects, *arguments, told=pairs, most=MOST_SAID, shallow=store.shallow)
    times = {sha: when for when, sha, _ in commits}
    files: dict[Parts, list[Version]] = {}
    refused: dict[str, str] = {}
    for commit, mode, blob, name in _changes(said):
        try:
            parts = parts_of(name)
        except Unfit as unfit:
            refused[name] = str(unfit)
            continue
        files.setdefault(parts, []).append(Version("" if mode == GONE else blob, mode, times.get(commit)))
    dates = [when for when, _, _ in commits if when is not None]
    backwards = any(newer < older for newer, older in pairwise(dates))
    return History(
        {parts: tuple(versions) for parts, versions in files.items()},
        tuple(refused.items()),
        store.shallow is not None,
        backwards,
    )


def at(versions: Sequence[Version], moment: datetime | None) -> Version | None:
    """Return what a file was at a moment, or is now; None where it was not there."""
    for version in versions:
        if moment is None or (version.when is not None and version.when <= moment):
            return version if version.blob else None
    return None


def read_blobs(git: Git, store: Store, blobs: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each blob's bytes, some megabytes at a time; None for one that is too large or not there.

    Raises GitFailed.
    """
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    said = git.ask(store.objects, "cat-file", "--batch-check", told=asked, most=MOST_SAID).decode("ascii", "replace")
    sizes = {words[0]: int(words[2]) for line in said.splitlines() if (words := line.split(" "))[1] == "blob"}
    fit = [blob for blob in blobs if sizes.get(blob, SOURCE_BYTES + 1) <= SOURCE_BYTES]
    yield from ((blob, None) for blob in blobs if blob not in set(fit))
    for start in range(0, len(fit), AT_ONCE):
        some = fit[start : start + AT_ONCE]
        asked = "".join(f"{blob}\n" for blob in some).encode()
        most = sum(sizes[blob] + HEADER_BYTES for blob in some)
        said_bytes, place = git.ask(store.objects, "cat-file", "--batch", told=asked, most=most), 0
        for blob in some:
            place = said_bytes.index(b"\n", place) + 1
            yield blob, said_bytes[place : place + sizes[blob]]
            place += sizes[blob] + 1


def _commits(git: Git, store: Store) -> Iterator[tuple[datetime | None, str, str]]:
    """Time, name and first parent of each commit on the line to HEAD, newest first."""
    asked = ["rev-list", "--first-parent", "--parents", "--timestamp", f"--max-count={MOST_COMMITS}", store.head, "--"]
    said = git.ask(store.objects, *asked, most=MOST_SAID, shallow=store.shallow)
    for line in said.decode("ascii", "replace").splitlines():
        seconds, sha, *parents = line.split(" ")
        yield _moment(seconds), sha, parents[0] if parents else ""


def _moment(seconds: str) -> datetime | None:
    try:
        return EPOCH + timedelta(seconds=int(seconds))
    except (ValueError, OverflowError):
        return None


def _changes(said: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Commit, mode, blob and path of each change, from what diff-tree prints with -z."""
    commit = ""
    fields = iter(said.split(b"\0"))
    for field in fields:
        word = field.decode("ascii", "replace")
        if not word.startswith(":"):
            commit = word.strip() or commit
            continue
        _, mode, _, blob, _ = word.split(" ")
        yield commit, mode, blob, next(fields, b"").decode("utf-8", "surrogateescape")


def _head(inner: Path) -> str:
    """Return the commit that HEAD means. Raises Unfit."""
    said = read_file(inner / "HEAD", 1024).decode("ascii", "replace")
    named = _HEAD.fullmatch(said)
    if named is None:
        return _sha(said)
    parts = named[1].split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise Unfit("has a HEAD that is no branch")
    try:
        return _sha(read_file(inner.joinpath(*parts), 1024).decode("ascii", "replace"))
    except Unfit:
        return _sha(_packed(inner, named[1]))


def _packed(inner: Path, branch: str) -> str:
    try:
        lines = read_file(inner / "packed-refs", PACKED_REFS_BYTES).decode("utf-8", "replace").splitlines()
    except Unfit:
        lines = []
    return next((line.partition(" ")[0] for line in lines if line.partition(" ")[2] == branch), "")


def _sha(said: str) -> str:
    if not _SHA.fullmatch(said.strip()):
        raise Unfit("has no commit that can be read here: it is empty, or of a newer format")
    return said.strip()


def _must_be_whole(objects: Path) -> None:
    """No link and no alternates: a student could name what they cannot read, such as our solutions, by its hash."""
    seen, folders = 0, [objects]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    seen += 1
                    if entry.is_symlink() or entry.name in ("alternates", "http-alternates"):
                        raise Unfit("borrows objects from another place (alternates or links)")
                    if seen > MOST_OBJECT_FILES:
                        raise Unfit(f"holds more than {MOST_OBJECT_FILES} files: git gc makes it small")
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(folder / entry.name)
        except OSError as error:
            raise Unfit(f"cannot be read ({(error.strerror or 'error').lower()})") from None


def _mode(path: Path) -> int:
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


__all__ = [
    "GitFailed",
    "History",
    "Store",
    "Version",
    "at",
    "is_repository",
    "open_store",
    "read_blobs",
    "read_history",
]
