"""What reading an archive comes to: files taken, and refusals that each say why in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.intake import MAX_BYTES, Submission


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive is read, in bytes and counts and never in seconds, so that every machine reads the same.

    `ratio` says how many times its packed size an archive may unpack to, once it is beyond `ratio_from` bytes:
    a class that handed in the stub a thousand times packs very well, and is no bomb.
    """

    members: int = 50_000
    member_bytes: int = MAX_BYTES
    unpacked_bytes: int = 1 << 30
    ratio: int = 250
    ratio_from: int = 64 << 20
    refusals: int = 1_000


@dataclass(frozen=True, slots=True)
class Member:
    """One file taken from an archive, and the folders it lay in; its last part is the file's own name."""

    parts: tuple[str, ...]
    submission: Submission

    @property
    def path(self) -> str:
        """Where it lay; made of what the archive says, so it is cleaned before anybody sees it."""
        return "/".join(self.parts)


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of an archive as it lies there, and its bytes where somebody asked for them."""

    parts: tuple[str, ...]
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One member that was not taken, or the archive itself. `parts` tell whose it is, if its name is safe."""

    name: str
    reason: str
    parts: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The line for a reader, such as "ada/gather.py is a link."."""
        return f"{self.name} {self.reason}."


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole archive: what was taken from it and what was not."""

    members: tuple[Member, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the archive describes it; `refused` says what is wrong with it before a byte is read."""

    name: str
    read: Callable[[], bytes]
    refused: str = ""
    is_folder: bool = False


class Unfit(Exception):
    """One member cannot be taken; its text follows the member's name."""


class Broken(Exception):
    """Nothing more can be read from this archive; its text follows the archive's name."""


def nothing() -> bytes:
    """What is in an entry that is never read."""
    return b""


def in_bytes(count: int) -> str:
    """A size as a person says it, such as "256 KiB"."""
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= size:
            return f"{count / size:g} {unit}" if count % size == 0 else f"{count / size:.1f} {unit}"
    return f"{count} bytes"
