"""The numbered rules of a kata's contract, as its README.md states them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from grader.model import Kata

HEADING = re.compile(r"##\s+The contract\s*\Z")
RULE = re.compile(r"(\d{1,3})\.\s+(.*)")


def contracts_of(katas: Iterable[Kata]) -> dict[str, dict[int, str]]:
    """The rules of each kata by its id; none where its README.md cannot be read."""
    return {kata.id: _rules_of(kata.folder / "README.md") for kata in katas}


def _rules_of(brief: Path) -> dict[int, str]:
    with suppress(OSError, UnicodeDecodeError):
        return rules_in(brief.read_text(encoding="utf-8"))
    return {}


def rules_in(brief: str) -> dict[int, str]:
    """Each rule's text by its number, on one line, in the order of the brief; a number that comes twice stands once.

    A rule is an item of a numbered list below the heading "The contract"; it ends before the next item, and before a
    line without an indent that follows an empty one.
    """
    found: dict[int, list[str]] = {}
    current: list[str] = []
    after_gap = False
    for line in _contract(brief):
        begun = RULE.match(line)
        if begun:
            current = found.setdefault(int(begun[1]), [])
            current.append(begun[2])
        elif line.strip() and after_gap and not line.startswith(" "):
            current = []
        else:
            current.append(line)
        after_gap = not line.strip()
    return {number: " ".join(" ".join(lines).split()) for number, lines in found.items()}


def named_rules(rules: Sequence[int]) -> str:
    """Such as "rule 5" or "rules 5, 7 and 9"; empty for none."""
    if not rules:
        return ""
    *others, last = map(str, rules)
    return f"rules {', '.join(others)} and {last}" if others else f"rule {last}"


def _contract(brief: str) -> Iterator[str]:
    """The lines between the contract's heading and the next one of its level."""
    inside = False
    for line in brief.splitlines():
        if line.startswith("## "):
            inside = bool(HEADING.match(line))
        elif inside:
            yield line
