"""What was found out about mutants, kept in `.grade/mutants/`, so that a run that was stopped can be taken up."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from grader.curriculum import kata_version
from grader.model import Kata, Verdict


@dataclass(frozen=True, slots=True)
class Fate:
    """How a mutant was marked with one seed, and the checks it did not pass."""

    verdict: Verdict
    caught_by: tuple[str, ...] = ()


class Kept:
    """The fates of one kata's mutants. One line a fate: a torn one is forgotten, and nothing before it."""

    def __init__(self, folder: Path, kata: Kata) -> None:
        self._path = folder / f"{kata.id}.jsonl"
        # Another Python may end a mutant in another way.
        self._ground = f"{kata_version(kata)} {sys.version_info[:2]}"
        self._known: dict[str, Fate] = {}
        self._asked: set[str] = set()
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        for line in lines:
            try:
                told = json.loads(line)
                self._known[told["key"]] = Fate(Verdict(told["verdict"]), tuple(told["caught_by"]))
            except (ValueError, KeyError, TypeError):
                continue

    def get(self, source: str, seed: str) -> Fate | None:
        """What is known of this program under this seed, for the kata as it is now."""
        key = self._key(source, seed)
        self._asked.add(key)
        return self._known.get(key)

    def put(self, source: str, seed: str, fate: Fate) -> None:
        """Keep one more."""
        key = self._key(source, seed)
        self._known[key] = fate
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            # The line end comes first too: what stood there last may be torn.
            file.write("\n" + _line(key, fate) + "\n")

    def sweep(self) -> None:
        """Forget what nobody asked for or told, so that the file holds no more than the kata has."""
        lines = [_line(key, fate) for key, fate in self._known.items() if key in self._asked]
        if not self._path.exists():
            return
        fresh = self._path.with_suffix(f".{os.getpid()}")
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        fresh.replace(self._path)

    def _key(self, source: str, seed: str) -> str:
        return sha256(f"{self._ground} {seed}\0{source}".encode()).hexdigest()


def _line(key: str, fate: Fate) -> str:
    return json.dumps({"key": key, "verdict": fate.verdict, "caught_by": fate.caught_by})
