"""An edition written into a folder, new or older: what its student wrote there stays."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from grader.cleaning import clean
from grader.curriculum.kata_files import EDITION
from grader.errors import UsageError
from grader.student.archives.members import Taken, Unfit, key_of, parts_of
from grader.text import one_line

EDITION_VERSION = 1
# The folder that everything in an archive is below.
TOP = "asyncio-katas"
FOLDERS = frozenset({"grader", "katas", "docs", "solutions", ".github"})
# Gradescope asks for two of its own.
GRADESCOPE = frozenset({"setup.sh", "run_autograder"})
FILES = frozenset({"LICENSE", "README.md", "pyproject.toml", ".gitignore", EDITION}) | GRADESCOPE
# Whose programs git or the grader would run, in every spelling that some disk takes for one; the last is Windows' own.
OTHERS = frozenset({".git", ".grade", ".venv", "git~1"})
SHOWN = 80
PLAIN, PROGRAM = 0o644, 0o755


def mode_of(name: str, content: bytes) -> int:
    """Return the rights of a file: a script that names its interpreter can be run."""
    return PROGRAM if content.startswith(b"#!") and PurePosixPath(name).suffix in ("", ".sh") else PLAIN


def files_told(content: bytes, whose: str) -> dict[str, str]:
    """Return the hash of each file that an edition.json tells. Raises UsageError where it is none."""
    try:
        hashes = json.loads(content)
        files = hashes["files"]
        if hashes["version"] != EDITION_VERSION or not all(isinstance(known, str) for known in files.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"{EDITION} {whose} cannot be read.", hint="Ask for the file again, or name a new folder."
        ) from None
    return dict(files)


def is_own(name: str) -> bool:
    """Return whether this path is the course's: one of its files, or below one of its folders."""
    try:
        parts = parts_of(name)
    except Unfit:
        return False
    if "/".join(parts) != name or any(key_of((part,)) in OTHERS for part in parts):
        return False
    return name in FILES if len(parts) == 1 else parts[0] in FOLDERS


def must_be_own(names: Iterable[str]) -> None:
    """Raises UsageError for a path that is not the course's, or that some disk takes for another of them."""
    taken = Taken()
    for name in names:
        try:
            if not is_own(name):
                raise Unfit("is not a file of the course")
            taken.add(parts_of(name))
        except Unfit as unfit:
            raise UsageError(
                f"This edition cannot be used: {_shown(name)} {unfit}.",
                hint="Nothing was written. Ask for the file again.",
            ) from None


def must_be_plain(folder: Path, names: Iterable[str]) -> None:
    """Raises UsageError where a link stands in the way to one of these files below the folder."""
    looked: dict[str, bool] = {}
    for name in names:
        parts = parts_of(name)
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if path not in looked:
                looked[path] = _is_link(folder / path)
            if looked[path]:
                raise UsageError(
                    f"{_shown(path)} is a link: what it leads to is not the course's.",
                    hint="Nothing was written. Put a plain file or folder in its place.",
                )


def files_there(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return those files that edition.json tells, and itself.

    Raises UsageError where one is missing or not the course's.
    """
    hashes = files_told(files[EDITION], "of this edition")
    must_be_own((*hashes, EDITION))
    for name in hashes:
        if name not in files:
            raise UsageError(f"This edition is damaged: {_shown(name)} is missing.", hint="Ask for the file again.")
    return {name: files[name] for name in (*hashes, EDITION)}


def _is_link(path: Path) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    # On Windows a junction is one that is not called a link.
    junction = getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(found.st_mode) or junction


def _shown(name: str) -> str:
    return one_line(clean(name, SHOWN))


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
    """Return the hashes an edition here was written with. Raises UsageError where something else is."""
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
    """Return where a student writes: the one Python file beside a kata.yaml that holds no checks."""
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
