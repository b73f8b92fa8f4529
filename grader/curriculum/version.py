"""Which version of a kata a report speaks of."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from grader import __version__
from grader.curriculum.kata_files import HIDDEN, hidden_files
from grader.model import Kata


def kata_version(kata: Kata) -> str:
    """The sha256 of the kata's files together with the grader's version; sealing changes nothing, withholding does.

    The stub is left out: it is where the student writes, and one version must mean the same for a whole class.
    """
    digest = sha256(f"grader {__version__}\0".encode())
    for path, content in sorted(_files(kata).items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def compiled_checks(kata: Kata, version: str) -> Path:
    """The folder where this version's checks are kept compiled, in what the course remembers."""
    return kata.folder.absolute().parent.parent / ".grade" / "checks" / kata.id / version[:16]


def _files(kata: Kata) -> dict[str, bytes]:
    folder = kata.folder
    visible = [folder / "README.md", folder / "kata.yaml", *folder.glob("test_*.py")]
    files = {path.name: path.read_bytes() for path in visible if path.is_file() and path.name != kata.submit}
    return files | {f"{HIDDEN}/{name}": content for name, content in hidden_files(folder).items()}
