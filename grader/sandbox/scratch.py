"""Removing a scratch folder, whatever a submission left in it."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator


def remove_scratch(folder: str) -> None:
    """Remove the folder and all below it, however deep, locked or linked; what cannot be removed stays, quietly.

    Each turn lifts what lies two levels down to the first, so no path grows longer than the system allows and nothing
    recurses. Links are removed and never followed.
    """
    names = (os.path.join(folder, f".{number}") for number in itertools.count())
    with contextlib.suppress(OSError):
        _unlock(folder)
        while entries := _entries(folder):
            for path in entries:
                _remove_or_lift(path, names)
        os.rmdir(folder)


def _remove_or_lift(path: str, names: Iterator[str]) -> None:
    if not _is_folder(path):
        os.unlink(path)
        return
    _unlock(path)
    for inner in _entries(path):
        if _is_folder(inner):
            _unlock(inner)
            os.rename(inner, next(name for name in names if not os.path.lexists(name)))
        else:
            os.unlink(inner)
    os.rmdir(path)


def _entries(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in os.listdir(folder)]


def _is_folder(path: str) -> bool:
    return stat.S_ISDIR(os.lstat(path).st_mode)


def _unlock(folder: str) -> None:
    os.chmod(folder, 0o700)
