"""What stopped a student's code from outside the checks' own words, as sentences for the student."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.testing.bounded import bounded_str
from grader.vtime import BusyWait, Deadlock, Livelock, NoInput, TimeLimit
from grader.wire.gone import Gone, Loss
from grader.wire.objects import RemoteExit
from grader.wire.text import clean

UNUSABLE = (NoInput, ModuleNotFoundError)
GUARD = 'put it under `if __name__ == "__main__":`'
# How alike two names are when one of them may be a slip for the other, as difflib counts.
ALIKE = 0.8
LOST = {
    Loss.BREACH: "Something in the code disturbs the grader's own work, so what the code does cannot be seen.",
    Loss.TOO_MUCH: "The code hands over more values, or larger ones, than a check can take.",
    Loss.ENDED: "The process that ran the code ended before the check did.",
    Loss.TOO_SLOW: "It took longer than the real time it is given: an endless loop, or a wait that really waits?",
    Loss.COMPUTED: "It computes and computes, and nobody else can go on: an endless loop?",
    Loss.OVER: "The check was over already.",
    Loss.NOT_STARTED: "No process could be started for the code.",
}
_WHILE_LOADED = {
    NoInput: "waits for input() while the file is being loaded",
    Deadlock: "waits, while the file is being loaded, for something that can no longer happen",
    Livelock: "asks again and again without waiting while the file is being loaded",
    BusyWait: "asks the clock again and again without waiting while the file is being loaded",
    TimeLimit: "lets time pass without end while the file is being loaded",
}


def lost(gone: Gone) -> str:
    """What became of the process that ran the code."""
    return LOST[gone.loss]


def stopped(failure: NoInput | ModuleNotFoundError, line: int, *, hidden: bool) -> str:
    """What the code asked for that is not there; of what a hidden check met, no name is shown that may be its value."""
    if isinstance(failure, NoInput):
        return f"{_at(line)} waits for input(): nobody types anything while a check runs."
    name = failure.name or ""
    if hidden and name not in sys.stdlib_module_names:
        name = ""
    return f"{_at(line)} {imports(name)}."


def unloaded(failure: BaseException | None, line: int, file: Path) -> str:
    """Why a file could not be loaded; `file` is where it lies among the others of its kata."""
    where = f" (line {line})" if line else ""
    if isinstance(failure, Gone):
        return f"{_lost_while_loaded(failure)}{where}"
    if isinstance(failure, RemoteExit):
        return f"it tried to end the whole program{where}"
    for kind, does in _WHILE_LOADED.items():
        if isinstance(failure, kind):
            return f"{_at(line).lower()} {does}: {GUARD}"
    if isinstance(failure, ModuleNotFoundError):
        return f"{_at(line).lower()} {imports(failure.name or '', file)}"
    message = clean(said(failure), 200) if failure is not None else ""
    return f"{type(failure).__name__}: {message}{where}" if message else f"{type(failure).__name__}{where}"


def _lost_while_loaded(gone: Gone) -> str:
    if gone.timed_out:
        return "it took too long"
    return "it ended the whole process" if gone.loss is Loss.ENDED else lost(gone).rstrip(".")


def imports(name: str, file: Path | None = None) -> str:
    """What is wrong with an import of this module that failed, as the end of a sentence; the name may be empty."""
    whole = clean(name, 80) or "a module that is not there"
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        if "." in name:
            return f"imports {whole}: there is no module {whole}"
        return f"needs {whole}, a part of Python's standard library that is not there where submissions run"
    if file is not None and file.stem == top:
        return f"imports {whole}, which is this file itself: its names are there without an import"
    if file is not None and _lies_in(file.parent, top):
        return f"imports {whole}, another file: only this one file is handed in, so what it needs must stand in it"
    meant = _meant(top) if top else ""
    if meant:
        return (
            f"imports {whole}: there is no module {whole} in Python's standard library, and only that can be used here "
            f"(did you mean {meant}?)"
        )
    return f"imports {whole}: only Python's standard library can be used here"


def _lies_in(folder: Path, name: str) -> bool:
    return name.isidentifier() and ((folder / f"{name}.py").is_file() or (folder / name).is_dir())


def _meant(name: str) -> str:
    """The module of the standard library that this may be a slip for, or nothing."""
    import difflib  # only for a file that fails to import something: it costs a start more than it is worth

    public = [known for known in sorted(sys.stdlib_module_names) if not known.startswith("_")]
    return next(iter(difflib.get_close_matches(name, public, 1, ALIKE)), "")


def said(failure: BaseException) -> str:
    """What an exception says, where it can be said at all."""
    return bounded_str(failure)


def _at(line: int) -> str:
    return f"Line {line}" if line else "The code"
