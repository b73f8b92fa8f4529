"""Read an archive: every file of it, and one line for each that is refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from grader.cleaning import clean
from grader.engine.submission import OPEN_FLAGS
from grader.errors import UsageError
from grader.student.archives.members import ArchiveEntry, Broken, Limits, Refusal, Stored, Taken, Unfit, parts_of
from grader.student.archives.tar_files import BLOCK, is_tar, tar_entries
from grader.student.archives.unpacking import Budget, Plain, Unpacked, packer_of
from grader.student.archives.zip_files import ZIP_STARTS, is_zip, zip_entries
from grader.text import one_line

Wanted = Callable[[str], bool]

DEFAULT = Limits()
NAME_SHOWN = 160


def stream_files(
    archive: Path | bytes, wanted: Wanted, *, name: str = "", limits: Limits = DEFAULT
) -> Iterator[Stored | Refusal]:
    """Yield every file of a zip or tar: its name, and its bytes where it is wanted; and each refusal.

    They come in the archive's order, one in memory at a time. `wanted` is asked for a member's path, such as
    "ada/gather.py". What is unsafe is refused whether wanted or not. An archive inside the archive is a file like any
    other: nothing opens it here. `name` is how an archive that is given as bytes, such as one inside another, is called
    in refusals. Raises UsageError when `archive` is not a file that can be read.
    """
    called = archive.name if isinstance(archive, Path) else name
    refused = 0
    with _opened(archive) if isinstance(archive, Path) else BytesIO(archive) as file:
        for one in _read(file, called, wanted, limits):
            refused += isinstance(one, Refusal)
            if not isinstance(one, Refusal) or refused <= limits.refusals:
                yield one
    if refused > limits.refusals:
        yield Refusal(_shown(called), f"has {refused - limits.refusals} more members that were refused")


def _read(file: IO[bytes], name: str, wanted: Wanted, limits: Limits) -> Iterator[Stored | Refusal]:
    taken = Taken()
    try:
        for seen, entry in enumerate(_entries(file, limits)):
            if seen >= limits.members:
                raise Broken(f"has more than {limits.members} members: the rest was not read")
            yield from _one(entry, taken, wanted)
    except Broken as broken:
        yield Refusal(_shown(name), str(broken))
    except OSError as error:
        yield Refusal(_shown(name), f"could not be read to its end ({(error.strerror or 'error').lower()})")


def _one(entry: ArchiveEntry, taken: Taken, wanted: Wanted) -> Iterator[Stored | Refusal]:
    name = _shown(entry.name)
    parts: tuple[str, ...] = ()
    try:
        parts = parts_of(entry.name)
        if _is_clutter(parts):
            return
        if entry.refused:
            raise Unfit(entry.refused)
        if not entry.is_folder:
            taken.add(parts)
            yield Stored(parts, entry.read() if wanted("/".join(parts)) else None)
    except Unfit as unfit:
        yield Refusal(name, str(unfit), parts)
    except Broken as broken:
        # The reader loses its place inside this member: both are told.
        yield Refusal(name, "could not be read to its end", parts)
        raise broken


def _is_clutter(parts: tuple[str, ...]) -> bool:
    """Return whether macOS adds this beside a file."""
    return parts[0] == "__MACOSX" or parts[-1].startswith("._") or parts[-1] == ".DS_Store"


def _entries(file: IO[bytes], limits: Limits) -> Iterator[ArchiveEntry]:
    """Yield the entries of whichever kind of archive it is, told by its bytes and never by its name. Raises Broken."""
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
