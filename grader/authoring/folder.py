"""What lies in a kata's folder besides its checks: the brief, the hints, the stub's name."""

from __future__ import annotations

import re

from grader.curriculum import kata_folders, load_kata
from grader.curriculum.names import kata_id
from grader.errors import BrokenKata
from grader.model import Kata

HINTS = 3


def folder_problems(kata: Kata) -> tuple[str, ...]:
    """A sentence for each thing a kata's folder owes to its reader."""
    return (*_facts(kata), *_after(kata), *_brief(kata), *_locked(kata), *_hints(kata), *_submit(kata))


def readme_of(kata: Kata) -> str:
    """The brief's text; empty when there is none to read."""
    try:
        return (kata.folder / "README.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _facts(kata: Kata) -> list[str]:
    try:
        load_kata(kata.folder)
    except BrokenKata as error:
        return error.message.splitlines()
    return []


def _after(kata: Kata) -> list[str]:
    """A kata that nobody can do first is never proposed."""
    there = {kata_id(folder.name) for folder in kata_folders(kata.folder.parents[1])}
    problems = [f"kata.yaml: after: {name} is no kata of this set" for name in kata.after if name not in there]
    return problems + [f"kata.yaml: after: {kata.id} is this kata itself" for name in kata.after if name == kata.id]


def _brief(kata: Kata) -> list[str]:
    text = readme_of(kata)
    if not text.strip():
        return ["README.md is missing or empty"]
    if not re.search(rf"\bgrade {kata.id}\b", text):
        return [f"README.md does not say how to check oneself: grade {kata.id}"]
    return []


def _locked(kata: Kata) -> list[str]:
    text = readme_of(kata)
    unsaid = [f"`{name}`" for name in kata.locked if text.strip() and f"`{name}`" not in text]
    problems = [f"README.md does not say that {name} is locked" for name in unsaid]
    if kata.locked and not kata.locked_because:
        problems.append("kata.yaml does not say why names are locked: locked_because")
    return problems


def _hints(kata: Kata) -> list[str]:
    said = {" ".join(hint.split()) for hint in kata.hints if hint.strip()}
    if len(kata.hints) == HINTS and len(said) == HINTS:
        return []
    return [f"kata.yaml has {len(said)} different hints; {HINTS} are wanted, from a nudge to nearly the answer"]


def _submit(kata: Kata) -> list[str]:
    problems = [] if kata.stub.is_file() else [f"{kata.submit}, the file a student starts from, is missing"]
    # Asked of the files, so that another kata's broken kata.yaml is not this one's problem.
    others = sorted(folder for folder in kata.folder.parent.glob("kata*") if folder.name != kata.folder.name)
    problems += [
        f"{kata.submit} is also a file of {other.name}: submit names are unique"
        for other in others
        if (other / kata.submit).exists()
    ]
    return problems
