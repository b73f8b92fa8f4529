"""The attempts of a clone: `.grade/attempts.jsonl`, one JSON object a line, only ever appended to."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from grader.model import Report, Verdict

FILE = "attempts.jsonl"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One marking of one submission; `when` is UTC in ISO 8601."""

    when: str
    kata: str
    sha256: str
    verdict: Verdict
    points: int
    max: int
    seed: str
    kata_version: str
    misconceptions: tuple[str, ...] = ()

    @classmethod
    def of(cls, report: Report, *, when: str, misconceptions: tuple[str, ...]) -> Attempt:
        """The attempt that this report tells of."""
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
        )


class Progress(NamedTuple):
    """How far a student is with one kata; it is done once an attempt was accepted, whatever came after."""

    attempts: int = 0
    best: int = 0
    max: int = 0
    done: bool = False


def remember(memory: Path, attempt: Attempt) -> None:
    """Append one attempt in one write. Raises OSError when the disk is full or may not be written."""
    memory.mkdir(exist_ok=True)
    line = json.dumps(asdict(attempt), ensure_ascii=False).encode() + b"\n"
    with (memory / FILE).open("a+b", buffering=0) as book:
        book.write(_end_of_torn_line(book) + line)


def attempts(memory: Path) -> tuple[Attempt, ...]:
    """Every attempt that can be read, the oldest first; a line that was torn or edited away is passed over."""
    try:
        lines = (memory / FILE).read_bytes().splitlines()
    except OSError:
        return ()
    return tuple(found for found in map(_attempt, lines) if found is not None)


def progress(made: Iterable[Attempt]) -> Mapping[str, Progress]:
    """How far the student is, for each kata that was tried."""
    found: dict[str, Progress] = {}
    for attempt in made:
        before = found.get(attempt.kata, Progress())
        better = attempt.points >= before.best
        found[attempt.kata] = Progress(
            attempts=before.attempts + 1,
            best=max(before.best, attempt.points),
            max=attempt.max if better else before.max,
            done=before.done or attempt.verdict is Verdict.ACCEPTED,
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
        said = json.loads(line)
        return Attempt(
            when=_text(said["when"]),
            kata=_text(said["kata"]),
            sha256=_text(said["sha256"]),
            verdict=Verdict(said["verdict"]),
            points=_whole(said["points"]),
            max=_whole(said["max"]),
            seed=_text(said["seed"]),
            kata_version=_text(said["kata_version"]),
            misconceptions=tuple(map(_text, said["misconceptions"])),
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
