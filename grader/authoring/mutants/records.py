"""What is kept of mutants: how each fared, and the survivors that are explained."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from grader.curriculum import kata_version
from grader.errors import BrokenKata
from grader.model import Kata, Verdict


@dataclass(frozen=True, slots=True)
class Fate:
    """How a mutant was graded with one seed, and the checks it did not pass."""

    verdict: Verdict
    caught_by: tuple[str, ...] = ()


class StoredFates:
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
                stored = json.loads(line)
                self._known[stored["key"]] = Fate(Verdict(stored["verdict"]), tuple(stored["caught_by"]))
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


SURVIVORS = "survivors.yaml"
KEYS = {"mutant", "change", "reason"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mutant that may survive. `change` holds it to the very program that was judged; empty trusts the name."""

    mutant: str
    reason: str
    change: str = ""


def read_survivors(folder: Path) -> tuple[Accepted, ...]:
    """What is accepted for the reference in this folder. Raises BrokenKata with everything that is wrong with it."""
    path = folder / SURVIVORS
    if not path.is_file():
        return ()
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError):
        raise _broken(folder, ["it is no YAML"]) from None
    if not isinstance(entries, list):
        raise _broken(folder, ["it is no list"])
    problems = [f"entry {number}: {_problem(entry)}" for number, entry in enumerate(entries, 1) if _problem(entry)]
    names = [entry["mutant"] for entry in entries if not _problem(entry)]
    problems += [f"{name} stands there twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if problems:
        raise _broken(folder, problems)
    return tuple(
        Accepted(entry["mutant"], " ".join(entry["reason"].split()), entry.get("change", "")) for entry in entries
    )


def _problem(entry: object) -> str:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        return "it is no text by key"
    if unknown := sorted(str(key) for key in entry.keys() - KEYS):
        return f"there is no key {', '.join(unknown)}"
    missing = [key for key in ("mutant", "reason") if not entry.get(key, "").strip()]
    return f"it has no {' and no '.join(missing)}" if missing else ""


def _broken(folder: Path, problems: list[str]) -> BrokenKata:
    stored = "; ".join(problems)
    return BrokenKata(
        f"solutions/{folder.name}/{SURVIVORS}: {stored}.",
        hint="An entry says `mutant:`, `reason:` and, to hold it to one program, `change:`.",
    )
