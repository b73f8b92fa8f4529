"""What a student tried: every attempt, the hints shown and the untouched stubs, in the course's own folder."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from grader.model import PASSED, Kata, Report, Verdict

HINTS_FILE = "hints.json"


def hints_shown(memory: Path, kata: str) -> int:
    """Return how many hints of this kata the student has seen."""
    shown = _all(memory).get(kata)
    return shown if type(shown) is int and shown > 0 else 0


def remember_hints(memory: Path, kata: str, shown: int) -> None:
    """Note how many hints of this kata were shown. Raises OSError when the disk is full or may not be written."""
    memory.mkdir(exist_ok=True)
    known = {**_all(memory), kata: shown}
    (memory / HINTS_FILE).write_text(json.dumps(known, sort_keys=True) + "\n", encoding="utf-8")


def _all(memory: Path) -> dict[str, object]:
    try:
        known = json.loads((memory / HINTS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


FILE = "attempts.jsonl"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One grading of one submission; `when` is UTC in ISO 8601."""

    when: str
    kata: str
    sha256: str
    verdict: Verdict
    points: int
    max: int
    seed: str
    kata_version: str
    misconceptions: tuple[str, ...] = ()
    pending: int = 0

    @classmethod
    def of(cls, report: Report, *, when: str, misconceptions: tuple[str, ...]) -> Attempt:
        """Make the attempt that this report describes."""
        return cls(
            when=when,
            kata=report.kata,
            sha256=report.sha256,
            verdict=report.verdict,
            points=report.points,
            max=report.max,
            seed=report.seed,
            kata_version=report.kata_version,
            misconceptions=misconceptions,
            pending=report.pending,
        )


class KataProgress(NamedTuple):
    """How far a student is with one kata; it is done once an attempt passed all that is judged here.

    `pending` are points that the instructor judges: 0 once an attempt was accepted with none left.
    """

    attempts: int = 0
    best: int = 0
    max: int = 0
    done: bool = False
    pending: int = 0


def remember(memory: Path, attempt: Attempt) -> None:
    """Append one attempt in one write. Raises OSError when the disk is full or may not be written."""
    memory.mkdir(exist_ok=True)
    line = json.dumps(asdict(attempt), ensure_ascii=False).encode() + b"\n"
    with (memory / FILE).open("a+b", buffering=0) as book:
        book.write(_end_of_torn_line(book) + line)


def attempts(memory: Path) -> tuple[Attempt, ...]:
    """Return every attempt that can be read, the oldest first; skip lines that are no attempt."""
    try:
        lines = (memory / FILE).read_bytes().splitlines()
    except OSError:
        return ()
    return tuple(found for found in map(_attempt, lines) if found is not None)


def progress(attempts: Iterable[Attempt]) -> Mapping[str, KataProgress]:
    """Return how far the student is with each kata that was tried."""
    found: dict[str, KataProgress] = {}
    for attempt in attempts:
        before = found.get(attempt.kata, KataProgress())
        better = attempt.points >= before.best
        found[attempt.kata] = KataProgress(
            attempts=before.attempts + 1,
            best=max(before.best, attempt.points),
            max=attempt.max if better else before.max,
            done=before.done or attempt.verdict in PASSED,
            pending=attempt.pending if better else before.pending,
        )
    return found


def _end_of_torn_line(book: Any) -> bytes:
    size = book.seek(0, os.SEEK_END)
    if size == 0:
        return b""
    book.seek(size - 1)
    return b"" if book.read(1) == b"\n" else b"\n"


def _attempt(line: bytes) -> Attempt | None:
    try:
        fields = json.loads(line)
        return Attempt(
            when=_text(fields["when"]),
            kata=_text(fields["kata"]),
            sha256=_text(fields["sha256"]),
            verdict=Verdict(fields["verdict"]),
            points=_whole(fields["points"]),
            max=_whole(fields["max"]),
            seed=_text(fields["seed"]),
            kata_version=_text(fields["kata_version"]),
            misconceptions=tuple(map(_text, fields["misconceptions"])),
            # Attempts that were kept before points could be pending have none.
            pending=_whole(fields.get("pending", 0)),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("expected a whole number")
    return value


FOLDER = "stubs"
GIT_LIMIT_S = 5.0


def is_untouched(memory: Path, kata: Kata, source: bytes) -> bool:
    """Tell whether these bytes are the untouched stub; keep a copy of it the first time.

    Raises OSError when the copy cannot be written.
    """
    stub = known_stub(memory, kata)
    if stub is None:
        stub = _from_git(kata) or (source if _is_unwritten(source) else None)
        if stub is not None:
            _keep(memory, kata, stub)
    return stub is not None and _lines(stub) == _lines(source)


def known_stub(memory: Path, kata: Kata) -> bytes | None:
    """Return the copy kept in this clone, if there is one."""
    try:
        return (memory / FOLDER / kata.submit).read_bytes()
    except OSError:
        return None


def pristine_stub(memory: Path, kata: Kata) -> bytes | None:
    """Return the stub as the author left it; ask git first, since a pull may have brought a newer one."""
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
        fields = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GIT_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return fields.stdout if fields.returncode == 0 else None
