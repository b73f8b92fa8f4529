"""The files of a kata: its version, its hidden checks and its solutions, in the open or sealed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from grader import __version__
from grader.errors import BrokenKata
from grader.model import Kata


def kata_version(kata: Kata) -> str:
    """Return the sha256 of the kata's files together with the grader's version; sealing changes nothing, withholding
    does.

    The stub is left out: it is where the student writes, and one version must mean the same for a whole class.
    """
    digest = sha256(f"grader {__version__}\0".encode())
    for path, content in sorted(_files(kata).items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def compiled_checks(kata: Kata, version: str) -> Path:
    """Return the folder where this version's checks are kept compiled, in what the course remembers."""
    return kata.folder.absolute().parent.parent / ".grade" / "checks" / kata.id / version[:16]


def _files(kata: Kata) -> dict[str, bytes]:
    folder = kata.folder
    visible = [folder / "README.md", folder / "kata.yaml", *folder.glob("test_*.py")]
    files = {path.name: path.read_bytes() for path in visible if path.is_file() and path.name != kata.submit}
    return files | {f"{HIDDEN}/{name}": content for name, content in hidden_files(folder).items()}


# In a student edition: what it holds. Where this file is, solutions are no longer in the open.
EDITION = "edition.json"
HIDDEN = "hidden"
SEALED_HIDDEN = "hidden.sealed"
SEALED_SOLUTIONS = "solutions.sealed"
WITHHELD_HIDDEN = "checks.withheld"
_HEADER = b"asyncio-katas sealed 1\n"
_MOST_BYTES = 4 * 1024 * 1024


def sealed(files: Mapping[str, bytes]) -> bytes:
    """Return these files, UTF-8 texts by name, as the content of one; the same bytes for the same files."""
    texts = {name: content.decode("utf-8") for name, content in sorted(files.items())}
    return _HEADER + zlib.compress(json.dumps(texts, ensure_ascii=True).encode("ascii"), 9)


def unsealed(path: Path) -> dict[str, bytes]:
    """Return the files sealed in this one. Raises BrokenKata when it is damaged, or of a newer make."""
    try:
        content = path.read_bytes()
        if not content.startswith(_HEADER):
            raise ValueError
        opened = zlib.decompressobj()
        texts = json.loads(opened.decompress(content[len(_HEADER) :], _MOST_BYTES))
        if not opened.eof:
            raise ValueError
        return {str(name): str(text).encode("utf-8") for name, text in texts.items()}
    except (OSError, ValueError, AttributeError, zlib.error):
        raise BrokenKata(
            f"{path.parent.name}/{path.name} cannot be opened: it is damaged, or of a newer edition.",
            hint="Get the course again from whoever gave it to you.",
        ) from None


def hidden_files(folder: Path) -> dict[str, bytes]:
    """Return a kata's hidden files by their path below `hidden/`, plain or sealed; empty where they are withheld."""
    plain = folder / HIDDEN
    if plain.is_dir():
        found = sorted(path for path in plain.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(plain).as_posix(): path.read_bytes() for path in found}
    path = folder / SEALED_HIDDEN
    return unsealed(path) if path.is_file() else {}


def withheld_points(kata: Kata, here: int) -> int:
    """Return the points of checks that stayed with the instructor, where the checks in this copy are worth `here`."""
    return max(0, kata.points - here) if (kata.folder / WITHHELD_HIDDEN).is_file() else 0


ALTERNATIVES = "alternatives/"


@dataclass(frozen=True, slots=True)
class Solutions:
    """The sources of a kata's correct solutions; `in_the_open` where anybody who has the course can read them."""

    reference: bytes
    alternatives: tuple[tuple[str, bytes], ...]
    in_the_open: bool


def solutions_of(course: Path, kata: Kata) -> Solutions | None:
    """Return the reference, and the alternatives by file name; None where neither came with this copy of the course.

    Raises BrokenKata when they are sealed and the seal is damaged.
    """
    folder = course / "solutions" / kata.slug
    if (folder / kata.submit).is_file():
        return _solutions(kata, solution_files(folder, kata), in_the_open=True)
    path = kata.folder / SEALED_SOLUTIONS
    return _solutions(kata, unsealed(path), in_the_open=False) if path.is_file() else None


def solution_files(folder: Path, kata: Kata) -> dict[str, bytes]:
    """Return the reference's and the alternatives' files below a kata's folder of solutions."""
    paths = [folder / kata.submit, *sorted((folder / ALTERNATIVES).glob("*.py"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def _solutions(kata: Kata, files: dict[str, bytes], *, in_the_open: bool) -> Solutions | None:
    if kata.submit not in files:
        return None
    others = sorted(name for name in files if name.startswith(ALTERNATIVES))
    return Solutions(
        files[kata.submit],
        tuple((name.removeprefix(ALTERNATIVES), files[name]) for name in others),
        in_the_open,
    )
