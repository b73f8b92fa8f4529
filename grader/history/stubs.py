"""What a stub was before the student wrote in it.

Nobody maintains a list of pristine stubs by hand. The decision, in order:

1. git, where the clone has it. A student edits the stub and never the other files of a kata's folder, so the last
   commit that touched any of those others was the author's, and its tree holds the stub as the author left it. That
   stays true after pulls, merges and rebases, and in a clone whose student commits every day.
2. `.grade/stubs/`, a copy kept the first time an untouched stub was seen.
3. Without both, the file itself, as long as each of its functions still raises NotImplementedError: nobody has begun.

Else the pristine stub is not known and the file counts as begun: marking a stub is harmless, and calling a student's
work "not started" is not. `grade kata11` compares with the copy and asks git only while there is none yet.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from grader.model import Kata

FOLDER = "stubs"
GIT_LIMIT_S = 5.0


def is_untouched(memory: Path, kata: Kata, source: bytes) -> bool:
    """Whether these bytes are the stub as the student got it; keeps a copy the first time it is known.

    Raises OSError when the copy cannot be written.
    """
    stub = known_stub(memory, kata)
    if stub is None:
        stub = _from_git(kata) or (source if _is_unwritten(source) else None)
        if stub is not None:
            _keep(memory, kata, stub)
    return stub is not None and _lines(stub) == _lines(source)


def known_stub(memory: Path, kata: Kata) -> bytes | None:
    """The copy kept in this clone, if there is one."""
    try:
        return (memory / FOLDER / kata.submit).read_bytes()
    except OSError:
        return None


def pristine_stub(memory: Path, kata: Kata) -> bytes | None:
    """The stub as the author left it, asking git first since a pull may have brought a newer one."""
    return _from_git(kata) or known_stub(memory, kata)


def _is_unwritten(source: bytes) -> bool:
    return 0 < source.count(b"def ") <= source.count(b"raise NotImplementedError")


def _lines(source: bytes) -> bytes:
    # git on Windows writes other line ends than it keeps.
    return source.replace(b"\r\n", b"\n")


def _keep(memory: Path, kata: Kata, stub: bytes) -> None:
    folder = memory / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / kata.submit).write_bytes(stub)


def _from_git(kata: Kata) -> bytes | None:
    author = _git(kata.folder, "log", "-1", "--format=%H", "--", ".", f":(exclude){kata.submit}")
    commit = (author or b"").decode("ascii", "replace").strip()
    return _git(kata.folder, "show", f"{commit}:./{kata.submit}") if commit else None


def _git(folder: Path, *arguments: str) -> bytes | None:
    try:
        said = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GIT_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout if said.returncode == 0 else None
