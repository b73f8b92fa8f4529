"""`survivors.yaml` beside a reference: mutants that no check need notice, by name, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from grader.errors import BrokenKata

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
    told = "; ".join(problems)
    return BrokenKata(
        f"solutions/{folder.name}/{SURVIVORS}: {told}.",
        hint="An entry says `mutant:`, `reason:` and, to hold it to one program, `change:`.",
    )
