"""What reading an archive comes to: files taken, and refusals that each say why in one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from grader.cleaning import clean
from grader.engine.submission import MAX_BYTES


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
class ArchiveEntry:
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
    """Return what is in an entry that is never read."""
    return b""


def in_bytes(count: int) -> str:
    """Return a size as a person says it, such as "256 KiB"."""
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= size:
            return f"{count / size:g} {unit}" if count % size == 0 else f"{count / size:.1f} {unit}"
    return f"{count} bytes"


LONGEST_NAME = 512
LONGEST_PART_BYTES = 255
# Persian and Indic names are spelt with the first two, emoji with the others; all are dropped to compare names.
JOINERS = "\u200c\u200d\ufe0e\ufe0f"
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)
_DRIVE = re.compile(r"\s*[A-Za-z]:")
_JOINED = str.maketrans("", "", JOINERS)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the folders and the file that a name stands for. Raises Unfit when it stands for more than that."""
    _must_be_legible(name)
    _must_stay_inside(name, unicodedata.normalize("NFKC", name))
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if not parts:
        raise Unfit("has no name")
    for part in parts:
        _must_be_a_name_everywhere(part)
    return parts


def key_of(parts: tuple[str, ...]) -> str:
    """Return the same for two names that some disk or some reader takes for one."""
    return "/".join(_key(part) for part in parts)


class Taken:
    """The names taken so far, each once, whichever way it is spelt."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, ...]] = {}
        self._folders: dict[str, tuple[str, ...]] = {}

    def add(self, parts: tuple[str, ...]) -> None:
        """Note a name. Raises Unfit when it is taken."""
        key = key_of(parts)
        if key in self._files:
            told = "is there twice" if self._files[key] == parts else OTHER_SPELLING
            raise Unfit(f"{told}: only the first one counts")
        folders = {key_of(folder): folder for folder in (parts[:depth] for depth in range(1, len(parts)))}
        if key in self._folders or any(folder in self._files for folder in folders):
            raise Unfit("makes one name both a file and a folder")
        if any(self._folders.get(folder, spelt) != spelt for folder, spelt in folders.items()):
            raise Unfit(f"lies in a folder that {OTHER_SPELLING}: only the first one counts")
        self._files[key] = parts
        self._folders |= folders


def _key(part: str) -> str:
    folded = unicodedata.normalize("NFKC", part.translate(_JOINED)).casefold()
    return unicodedata.normalize("NFKC", folded).rstrip(". ")


def _must_be_legible(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise Unfit(f"has a name of more than {LONGEST_NAME} characters")
    if name.isascii() and name.isprintable():
        return
    if any("\udc80" <= character <= "\udcff" for character in name):
        raise Unfit("has a name that is not UTF-8")
    if any(_is_hidden(character) for character in name):
        raise Unfit("has control or invisible characters in its name")


def _is_hidden(character: str) -> bool:
    if character in JOINERS or unicodedata.category(character) == "Zs":
        return False
    return character == "\n" or clean(character) != character


def _must_stay_inside(name: str, plain: str) -> None:
    """What looks like a path out of the archive to any reader, also one that normalises names first."""
    if "\\" in name:
        raise Unfit("has backslashes in its name")
    if name.startswith("/"):
        raise Unfit("has an absolute path")
    if _DRIVE.match(plain):
        raise Unfit("names a drive")
    if any(part.strip() == ".." for part in name.split("/")):
        raise Unfit("leads out of its folder (..)")
    if plain.count("/") != name.count("/") or "\\" in plain or any(part.strip() == ".." for part in plain.split("/")):
        raise Unfit("has characters in its name that turn into a path")


def _must_be_a_name_everywhere(part: str) -> None:
    if len(part.encode()) > LONGEST_PART_BYTES:
        raise Unfit(f"has a name of more than {LONGEST_PART_BYTES} bytes")
    plain = unicodedata.normalize("NFKC", part)
    if part[-1] == "." or part[-1].isspace() or plain[-1:] == ".":
        raise Unfit("has a name that ends in a dot or a space")
    if plain.partition(".")[0].strip().casefold() in RESERVED:
        raise Unfit("has a name that Windows keeps for a device")


OTHER_SPELLING = "differs from one before it only in capitals or spelling"
