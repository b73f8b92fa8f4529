"""The one file a student hands in, read once and never imported here; and what is asked of it in an attempt."""

from __future__ import annotations

import os
import stat
import tokenize
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from grader.cleaning import clean
from grader.errors import NotGradable
from grader.model import CheckResult, Mode

MAX_BYTES = 256 * 1024
NAME_SHOWN = 80

# What a source may say it is written in. Some of Python's other codecs take minutes on a hostile file.
ENCODINGS = frozenset({"utf-8", "utf-8-sig", "ascii", "us-ascii", "iso-8859-1", "iso-8859-15", "cp1252"})

# A link is not followed, a FIFO not waited for, and a child process does not inherit the file.
OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a student handed in: its file's name, made safe to show, and its bytes as they were read."""

    name: str
    source: bytes
    sha256: str

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.source.splitlines())


@dataclass(frozen=True, slots=True)
class AttemptRequest:
    """What to grade: a submission, the seed of its checks' values, and the checks to run (all where none is named).

    `on_result` gets each result as it is there.
    """

    submission: Submission
    seed: str
    mode: Mode = Mode.SPLIT
    only: frozenset[str] = frozenset()
    stop_at_first: bool = False
    on_result: Callable[[CheckResult], None] = lambda result: None


def read_submission(path: Path) -> Submission:
    """Read the file a student hands in. Raises NotGradable when it is not a readable Python source."""
    name = shown(path.name or str(path))
    return submission_of(name, _bytes_of(path, name))


def submission_of(name: str, source: bytes) -> Submission:
    """Return the submission of these bytes, under a name that is safe to show.

    Raises NotGradable as read_submission does.
    """
    if len(source) > MAX_BYTES:
        raise _too_big(name)
    _must_be_text(source, name)
    return Submission(name, source, sha256(source).hexdigest())


def shown(name: str) -> str:
    """Return a file's name as it may be shown: on one line, without control or bidirectional characters."""
    return clean(name, NAME_SHOWN).replace("\n", "\\x0a")


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        before = os.lstat(path)
        _must_be_a_file(before, name)
        opened = os.open(path, OPEN_FLAGS)
    except FileNotFoundError:
        raise NotGradable(f"There is no file {name}.", hint="Check the path, or run: grade list") from None
    except (OSError, ValueError) as error:
        raise NotGradable(
            f"{name} cannot be read: {_why(error)}.", hint="Check the file and who may read it."
        ) from None
    try:
        found = os.fstat(opened)
        _must_be_a_file(found, name)
        _must_be_the_same(before, found, name)
        return _read(opened, name)
    except OSError as error:
        raise NotGradable(f"{name} cannot be read: {_why(error)}.", hint="Check the file and its disk.") from None
    finally:
        os.close(opened)


def _must_be_a_file(found: os.stat_result, name: str) -> None:
    for is_kind, what in NOT_FILES:
        if is_kind(found.st_mode):
            raise NotGradable(f"{name} is {what}, not a file.", hint="Hand in the Python file itself.")
    if not stat.S_ISREG(found.st_mode):
        raise NotGradable(f"{name} is not an ordinary file.", hint="Hand in the Python file itself.")
    if found.st_size > MAX_BYTES:
        raise _too_big(name)


def _must_be_the_same(before: os.stat_result, found: os.stat_result, name: str) -> None:
    """Where a link cannot be refused while opening, one put there in between shows here."""
    if (before.st_dev, before.st_ino) != (found.st_dev, found.st_ino):
        raise NotGradable(f"{name} was exchanged while it was read.", hint="Save it, then try again.")


def _read(opened: int, name: str) -> bytes:
    """Return all of it, unless it has grown beyond the limit since it was measured."""
    parts, left = [], MAX_BYTES + 1
    while left and (part := os.read(opened, left)):
        parts.append(part)
        left -= len(part)
    if not left:
        raise _too_big(name)
    return b"".join(parts)


def _must_be_text(source: bytes, name: str) -> None:
    if not source.strip():
        raise NotGradable(f"{name} is empty.", hint="Save your solution in it, then try again.")
    if b"\0" in source:
        raise NotGradable(f"{name} holds zero bytes, so it is not Python.", hint=SAVE_AS_UTF8)
    try:
        encoding = tokenize.detect_encoding(BytesIO(source).readline)[0]
    except (SyntaxError, LookupError, UnicodeError):  # the last two, of codecs that are not for text, from 3.14 on
        raise NotGradable(f"{name} is not UTF-8, and names no encoding that fits.", hint=SAVE_AS_UTF8) from None
    if encoding not in ENCODINGS:
        raise NotGradable(f"{name} says it is written in {shown(encoding)}.", hint=SAVE_AS_UTF8)
    try:
        source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise NotGradable(f"{name} is not {encoding.upper()}: see line {line}.", hint=SAVE_AS_UTF8) from None


def _too_big(name: str) -> NotGradable:
    return NotGradable(f"{name} is larger than 256 KiB.", hint="Hand in your own code only.")


def _why(error: OSError | ValueError) -> str:
    return (error.strerror or "").lower() if isinstance(error, OSError) else "its path holds a zero byte"


NOT_FILES = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
SAVE_AS_UTF8 = "Save the file as UTF-8, then try again."
