"""Which version of a kata a report speaks of."""

from __future__ import annotations

from hashlib import sha256

from grader import __version__
from grader.model import Kata


def kata_version(kata: Kata) -> str:
    """The sha256 of the kata's files together with the grader's version.

    The stub is left out: it is where the student writes, and one version must mean the same for a whole class.
    """
    digest = sha256(f"grader {__version__}\0".encode())
    for path in sorted(_files(kata)):
        content = (kata.folder / path).read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _files(kata: Kata) -> list[str]:
    folder = kata.folder
    wanted = [folder / "README.md", folder / "kata.yaml", *folder.glob("test_*.py"), *folder.glob("hidden*")]
    wanted += folder.glob("hidden/**/*")
    return [
        path.relative_to(folder).as_posix()
        for path in wanted
        if path.is_file() and "__pycache__" not in path.parts and path.name != kata.submit
    ]
