"""Files that nobody ever sees half written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from grader.errors import UsageError


def write_pieces(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file, and its folders, so that it is never seen half written; one that is replaced keeps its mode.

    Raises UsageError where that cannot be.
    """
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
        raise UsageError(f"{path.name} is no file that can be replaced.", hint="Name another place.")
    # Where a link stands, what it leads to is replaced, and the link stays.
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            if path.is_file():
                # Who could not read it before shall not read it now.
                os.chmod(partial, path.stat().st_mode & 0o777)
            for piece in pieces:
                file.write(piece.encode("utf-8") if isinstance(piece, str) else piece)
        os.replace(partial, path)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be written ({error.strerror}).", hint="Name another place.") from None
    finally:
        # Where a folder of its path is a file, it cannot even be looked for.
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_output(path: Path, content: str | bytes, *, hint: str = "Name another place.") -> None:
    """Write what a command was asked to write there: a file whole or not at all, a pipe or a device as it comes.

    Raises UsageError where that cannot be, and where the folder is not there.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{path.name} cannot be written (no such file or directory).", hint=hint)
    if not path.exists() or path.is_file() or path.is_dir():
        write_pieces(path, [content])
        return
    try:
        with path.open("wb") as there:
            there.write(content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be written ({error.strerror}).", hint=hint) from None
