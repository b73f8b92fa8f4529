"""Files that travel in a student edition without being read by accident: compressed into one file beside the kata.

A curtain and no lock: whoever wants to open it can. What must not be seen at all is withheld, not sealed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from grader.errors import BrokenKata

HIDDEN = "hidden"
SEALED_HIDDEN = "hidden.sealed"
SEALED_SOLUTIONS = "solutions.sealed"
_HEADER = b"asyncio-katas sealed 1\n"
_MOST_BYTES = 4 * 1024 * 1024


def sealed(files: Mapping[str, bytes]) -> bytes:
    """These files, UTF-8 texts by name, as the content of one; the same bytes for the same files."""
    texts = {name: content.decode("utf-8") for name, content in sorted(files.items())}
    return _HEADER + zlib.compress(json.dumps(texts, ensure_ascii=True).encode("ascii"), 9)


def unsealed(path: Path) -> dict[str, bytes]:
    """The files sealed in this one. Raises BrokenKata when it is damaged, or of a newer make."""
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
    """A kata's hidden files by their path below `hidden/`, plain or sealed; empty where they are withheld."""
    plain = folder / HIDDEN
    if plain.is_dir():
        found = sorted(path for path in plain.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(plain).as_posix(): path.read_bytes() for path in found}
    path = folder / SEALED_HIDDEN
    return unsealed(path) if path.is_file() else {}
