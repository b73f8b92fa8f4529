"""What was collected from a source, for an instructor: counts, then every line to look at. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from grader.render.layout import WIDTH, folded
from grader.render.style import Ink, Style, paint

SHOWN = 8
DOCUMENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class KataCollected:
    """One kata: how many submissions are new, replace an earlier one, or were there; and who has handed in nothing."""

    kata: str
    new: int
    changed: int
    same: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One line to look at: its kind in a word and in a clause, its file, and what is said of it; all cleaned."""

    kind: str
    why: str
    where: str
    said: str


@dataclass(frozen=True, slots=True)
class Collected:
    """One run. `passed` files are the course's own in a clone; `kept` is False for a trial; `students` is the class."""

    source: str
    kind: str
    katas: tuple[KataCollected, ...]
    remarks: tuple[Remark, ...]
    passed: int
    students: int
    kept: bool
    stopped: bool


def collected_document(collected: Collected) -> dict[str, Any]:
    """All of it, for `--output json`."""
    return {"version": DOCUMENT_VERSION, **asdict(collected)}


def collected_text(collected: Collected, *, style: Style, all_remarks: bool) -> str:
    """All counts and the remarks by their kind, a few of each unless all are asked for; in 80 columns."""
    lines = [*_head(collected), *_counts(collected, style)]
    by_why: dict[str, list[Remark]] = {}
    for remark in collected.remarks:
        by_why.setdefault(remark.why, []).append(remark)
    hidden = False
    for why, remarks in by_why.items():
        lines += ["", paint(f"{why[0].upper()}{why[1:]} ({len(remarks)})", Ink.LOUD, style)]
        shown = remarks if all_remarks else remarks[:SHOWN]
        lines += [line for remark in shown for line in _remark(remark)]
        if len(shown) < len(remarks):
            hidden = True
            lines.append(f"  … and {len(remarks) - len(shown)} more")
    if collected.passed:
        lines += ["", f"{_files(collected.passed)} of the course itself passed over."]
    if hidden:
        lines += ["", "All of them: -v or --output json"]
    return "\n".join(line.rstrip() for line in [*lines, *_next(collected)]) + "\n"


def _head(collected: Collected) -> Iterator[str]:
    count = sum(one.new + one.changed + one.same for one in collected.katas)
    said = f"{collected.source}, read as {collected.kind}: {count} submission{'s' * (count != 1)}"
    yield from folded(said if collected.kept else f"{said} (a trial: nothing was kept)", indent="", hang="  ")


def _counts(collected: Collected, style: Style) -> Iterator[str]:
    if not collected.katas:
        return
    yield paint(f"  {'kata':<12}{'new':>8}{'changed':>10}{'the same':>10}   missing", Ink.LOUD, style)
    for one in collected.katas:
        row = f"  {one.kata:<12}{one.new:>8}{one.changed:>10}{one.same:>10}   "
        missing = f"{len(one.missing)} of {collected.students}" if one.missing else "nobody"
        ids = ", ".join(one.missing)
        # All of them, or none: half of a list reads like a whole one.
        full = f"{row}{missing}: {ids}"
        yield full if one.missing and len(full) <= WIDTH else f"{row}{missing}"


def _remark(remark: Remark) -> list[str]:
    return folded(f"{remark.where}: {remark.said}" if remark.said else remark.where, indent="  ", hang="    ")


def _next(collected: Collected) -> Iterator[str]:
    if collected.stopped:
        yield ""
        kept = " What is counted here is kept: collect it again to go on." if collected.kept else ""
        yield f"Stopped before its end.{kept}"
    elif collected.kept and any(one.new or one.changed for one in collected.katas):
        yield ""
        yield "Next: grade class run"


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"
