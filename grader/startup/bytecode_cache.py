"""Compiled checks, kept from one run to the next."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.startup import Trick, is_on


@contextmanager
def kept_compiled(folder: Path, files: Sequence[Path]) -> Iterator[None]:
    """Let pytest keep what it compiles of these files in this folder, and never beside them.

    The folder is of one version of the kata alone: its neighbours, of older ones, go. Nothing is kept where the course
    remembers nothing yet, or nothing can be written (sys.pycache_prefix, which pytest heeds too: its
    assertion/rewrite.py).
    """
    before = sys.pycache_prefix, sys.dont_write_bytecode
    if sys.dont_write_bytecode or not is_on(Trick.CHECKS) or not _made_room(folder, files):
        sys.dont_write_bytecode = True
    else:
        sys.pycache_prefix = str(folder)
    try:
        yield
    finally:
        sys.pycache_prefix, sys.dont_write_bytecode = before


def _made_room(folder: Path, files: Sequence[Path]) -> bool:
    memory = folder.parents[2]
    try:
        if not memory.is_dir():
            return False
        if not folder.exists():
            _forget_others(folder)
        for place in {folder.joinpath(*file.absolute().parts[1:-1]) for file in files}:
            place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def _forget_others(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        for other in folder.parent.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
