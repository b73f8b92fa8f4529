"""One grading of a course at a time: a lock that the system takes back however its holder ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import GraderError, UsageError

FILE_NAME = "gradebook.sqlite3-lock"
# Windows locks bytes, also against reading: one far behind those that say who holds it.
BYTE = 1_000


class Busy(UsageError):
    """Somebody else is at work on this gradebook."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Be the only one who grades or rewrites the gradebook of this folder. Raises Busy when another is at it.

    Not a lock on the database itself, which stays open to readers. Not the package filelock either: it tells nobody
    who holds the lock, and would be one more thing to install for the last twenty lines here.
    """
    path = folder / FILE_NAME
    try:
        opened = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except OSError as error:
        raise GraderError(
            f"{FILE_NAME} cannot be opened ({(error.strerror or '').lower()}).", hint="See who owns it and its folder."
        ) from None
    try:
        if not _taken(opened):
            raise Busy(
                f"Another `grade class` is at work here{_holder(opened)}.", hint="Wait until it has ended, or stop it."
            )
        os.ftruncate(opened, 0)
        os.write(opened, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(opened)


def _holder(opened: int) -> str:
    said = os.read(opened, 20).strip()
    return f" (process {int(said)})" if said.isdigit() else ""


if sys.platform == "win32":
    import msvcrt

    def _taken(opened: int) -> bool:
        os.lseek(opened, BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(opened, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _taken(opened: int) -> bool:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
