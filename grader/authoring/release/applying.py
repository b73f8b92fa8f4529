"""An edition written into a folder, new or older: what its student wrote there stays."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from grader.authoring.release.places import EDITION, files_there, files_told, is_own, must_be_plain
from grader.authoring.release.writing import PROGRAM, mode_of
from grader.errors import UsageError

BACKUPS = Path(".grade") / "backups"
NEWER = ".new"


@dataclass(frozen=True, slots=True)
class Applied:
    """What an edition changed: paths written, removed, kept because they were worked on, and saved before rewriting."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    newer_stubs: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()


def apply_edition(files: Mapping[str, bytes], folder: Path) -> Applied:
    """Bring the folder to this edition; it is empty, absent, or an edition itself.

    A file whose place is the student's (a stub) is only rewritten while it is untouched; a newer stub is then laid
    beside it. Another file that was changed is copied into .grade/backups first. Nothing else in the folder is touched.
    Raises UsageError for a folder that holds something else, for an edition that would write anywhere but in the
    course's own folders, or through a link, before anything is written; and when a file cannot be written.
    """
    files = files_there(files)
    before, after = _manifest(folder), files_told(files[EDITION], "of this edition")
    must_be_plain(folder, (*files, *before, *((BACKUPS / name).as_posix() for name in files)))
    stubs = _stubs(files)
    written, kept, newer, saved = [], [], [], []
    try:
        for name, content in files.items():
            path = folder / name
            found = _hash(path)
            if found == sha256(content).hexdigest():
                continue
            if found is not None and name != EDITION and found != before.get(name):
                if name in stubs:
                    kept.append(name)
                    if before.get(name) != after[name]:
                        _write(path.with_name(path.name + NEWER), name, content)
                        newer.append(name + NEWER)
                    continue
                _save(folder, name)
                saved.append(name)
            _write(path, name, content)
            written.append(name)
        removed = _remove(folder, before, after)
    except OSError as error:
        raise UsageError(
            f"The edition cannot be written: {error.strerror} ({Path(str(error.filename or folder)).name}).",
            hint="Mend that and run it again: what is written already is not written twice.",
        ) from None
    return Applied(tuple(written), removed, tuple(kept), tuple(newer), tuple(saved))


def _manifest(folder: Path) -> dict[str, str]:
    """The hashes an edition here was written with. Raises UsageError where something else is."""
    path = folder / EDITION
    if not path.is_file():
        if folder.exists() and (not folder.is_dir() or any(one.name != ".git" for one in folder.iterdir())):
            raise UsageError(f"{folder.name} holds something else than an edition.", hint="Name a new folder.")
        return {}
    try:
        content = path.read_bytes()
    except OSError:
        raise UsageError(f"{path.name} in {folder.name} cannot be read.", hint="Name a new folder.") from None
    # Whoever wrote it: what is not the course's is neither looked at nor taken away.
    return {name: known for name, known in files_told(content, f"in {folder.name}").items() if is_own(name)}


def _stubs(files: Mapping[str, bytes]) -> Collection[str]:
    """Where a student writes: the one Python file beside a kata.yaml that holds no checks."""
    homes = {name.removesuffix("kata.yaml") for name in files if name.endswith("/kata.yaml")}
    return {
        name
        for name in files
        for home, _, file in [name.rpartition("/")]
        if f"{home}/" in homes and file.endswith(".py") and not file.startswith("test_")
    }


def _remove(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Take away what an older edition brought and nobody changed."""
    gone = [name for name in before if name not in after and name != EDITION]
    removed = [name for name in gone if _hash(folder / name) == before[name]]
    for name in removed:
        (folder / name).unlink()
        for parent in (folder / name).parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()
    return tuple(removed)


def _hash(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _write(path: Path, name: str, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    with partial.open("xb") as file:
        file.write(content)
    if mode_of(name, content) == PROGRAM:
        partial.chmod(PROGRAM)
    os.replace(partial, path)


def _save(folder: Path, name: str) -> None:
    _write(folder / BACKUPS / name, name, (folder / name).read_bytes())
