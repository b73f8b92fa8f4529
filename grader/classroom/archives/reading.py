"""Read an archive: every wanted file, and one line for each that is refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import Path
from typing import IO, TypeVar

from grader.classroom.archives.members import (
    ArchiveEntry,
    Broken,
    Contents,
    Limits,
    Member,
    Refusal,
    Stored,
    Taken,
    Unfit,
    parts_of,
)
from grader.classroom.archives.tar_files import BLOCK, is_tar, tar_entries
from grader.classroom.archives.unpacking import Budget, Plain, Unpacked, packer_of
from grader.classroom.archives.zip_files import ZIP_STARTS, is_zip, zip_entries
from grader.cleaning import clean
from grader.engine.submission import OPEN_FLAGS, Submission, shown, submission_of
from grader.errors import NotGradable, UsageError
from grader.text import one_line

Wanted = str | Callable[[str], bool]
Taking = TypeVar("Taking", Member, Stored)
Take = Callable[[ArchiveEntry, tuple[str, ...]], Taking | None]

DEFAULT = Limits()
NAME_SHOWN = 160
ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".7z", ".rar", ".zst")


def read_archive(path: Path, wanted: Wanted, *, limits: Limits = DEFAULT) -> Contents:
    """All of an archive at once; see stream_archive."""
    read = tuple(stream_archive(path, wanted, limits=limits))
    return Contents(
        tuple(one for one in read if isinstance(one, Member)), tuple(one for one in read if isinstance(one, Refusal))
    )


def stream_archive(path: Path, wanted: Wanted, *, limits: Limits = DEFAULT) -> Iterator[Member | Refusal]:
    """Each wanted file of a zip or tar and each refusal, in the archive's order, one in memory at a time.

    `wanted` is asked for a member's path, such as "ada/gather.py", or is a pattern whose * also crosses folders.
    What is not wanted is passed over; what is unsafe is refused whether wanted or not. An archive inside the archive
    is refused, never opened. Raises UsageError when `path` is not a file that can be read.
    """
    asked, taken = _asked(wanted), Taken()

    def take(entry: ArchiveEntry, parts: tuple[str, ...]) -> Member | None:
        if not asked("/".join(parts)):
            if not entry.is_folder and parts[-1].casefold().endswith(ARCHIVES):
                raise Unfit("is an archive inside the archive: it was not opened")
            return None
        if entry.is_folder:
            raise Unfit("is a folder, not a file")
        taken.add(parts)
        return Member(parts, _submission(entry, parts[-1]))

    return _bounded(path.name, _read(path.name, _opened(path), take, limits), limits)


def stream_files(
    archive: Path | bytes, wanted: Wanted, *, name: str = "", limits: Limits = DEFAULT
) -> Iterator[Stored | Refusal]:
    """Every file of a zip or tar, whatever it holds: its name, and its bytes where it is wanted; and each refusal.

    As stream_archive, but what is no Python text is not refused. `name` is how an archive that is given as bytes, such
    as one inside another, is called in refusals.
    """
    asked, taken = _asked(wanted), Taken()

    def take(entry: ArchiveEntry, parts: tuple[str, ...]) -> Stored | None:
        if entry.is_folder:
            return None
        taken.add(parts)
        return Stored(parts, entry.read() if asked("/".join(parts)) else None)

    opened = _opened(archive) if isinstance(archive, Path) else BytesIO(archive)
    called = archive.name if isinstance(archive, Path) else name
    return _bounded(called, _read(called, opened, take, limits), limits)


def _bounded(name: str, found: Iterator[Taking | Refusal], limits: Limits) -> Iterator[Taking | Refusal]:
    refused = 0
    for one in found:
        refused += isinstance(one, Refusal)
        if not isinstance(one, Refusal) or refused <= limits.refusals:
            yield one
    if refused > limits.refusals:
        yield Refusal(_shown(name), f"has {refused - limits.refusals} more members that were refused")


def _read(
    name: str, opened: AbstractContextManager[IO[bytes]], take: Take[Taking], limits: Limits
) -> Iterator[Taking | Refusal]:
    seen = 0
    with opened as file:
        try:
            for entry in _entries(file, limits):
                seen += 1
                if seen > limits.members:
                    raise Broken(f"has more than {limits.members} members: the rest was not read")
                yield from _one(entry, take)
        except Broken as broken:
            yield Refusal(_shown(name), str(broken))
        except OSError as error:
            yield Refusal(_shown(name), f"could not be read to its end ({(error.strerror or 'error').lower()})")


def _one(entry: ArchiveEntry, take: Take[Taking]) -> Iterator[Taking | Refusal]:
    name = _shown(entry.name)
    parts: tuple[str, ...] = ()
    try:
        parts = parts_of(entry.name)
        if _is_clutter(parts):
            return
        if entry.refused:
            raise Unfit(entry.refused)
        one = take(entry, parts)
        if one is not None:
            yield one
    except Unfit as unfit:
        yield Refusal(name, str(unfit), parts)
    except Broken as broken:
        # The reader loses its place inside this member: both are told.
        yield Refusal(name, "could not be read to its end", parts)
        raise broken


def _submission(entry: ArchiveEntry, name: str) -> Submission:
    source, shown_name = entry.read(), shown(name)
    try:
        return submission_of(shown_name, source)
    except NotGradable as error:
        raise Unfit(error.message.removeprefix(f"{shown_name} ").removesuffix(".")) from None


def _is_clutter(parts: tuple[str, ...]) -> bool:
    """What macOS adds beside each file."""
    return parts[0] == "__MACOSX" or parts[-1].startswith("._") or parts[-1] == ".DS_Store"


def _asked(wanted: Wanted) -> Callable[[str], bool]:
    return (lambda name: fnmatchcase(name, wanted)) if isinstance(wanted, str) else wanted


def _entries(file: IO[bytes], limits: Limits) -> Iterator[ArchiveEntry]:
    """The entries of whichever kind of archive it is, told by its bytes and never by its name. Raises Broken."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(BLOCK)
    file.seek(0)
    budget = Budget(limits)
    packer = packer_of(start)
    if packer is not None:
        yield from tar_entries(Unpacked(file, *packer, budget, limits), limits)
    elif not start.startswith(ZIP_STARTS) and is_tar(start):
        yield from tar_entries(Plain(file, size), limits)
    elif is_zip(file, start, size):
        yield from zip_entries(file, size, budget, limits)
    else:
        raise Broken("is neither a zip nor a tar")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The archive's file, once: a link is not followed, a pipe not waited for."""
    name = _shown(path.name)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise UsageError(f"{name} is not an ordinary file.", hint="Name the zip or tar itself.")
        opened = os.open(path, OPEN_FLAGS)
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}.", hint="Check the path.") from None
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", "") or "its path holds a zero byte").lower()
        raise UsageError(f"{name} cannot be read: {why}.", hint="Check the file and who may read it.") from None
    with open(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise UsageError(f"{name} was exchanged while it was opened.", hint="Try again.")
        yield file


def _shown(name: str) -> str:
    told = one_line(clean(name, NAME_SHOWN))
    return (told if len(told) <= NAME_SHOWN + 1 else told[:NAME_SHOWN] + "…") or "a member without a name"
