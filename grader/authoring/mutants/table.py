"""Mutants as an author reads them, and `solutions/mutants.md`, the table of every kata's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.authoring.mutants.deriving import Derived, Mutant, diff
from grader.authoring.mutants.fates import LEAST_SCORES, SURVIVORS, MutantTally, score, score_of
from grader.authoring.mutants.sites import Family
from grader.curriculum import kata_version
from grader.model import Kata
from grader.text import count_of


def kata_lines(found: MutantTally, source: str) -> Iterator[str]:
    """Yield a kata's line, its problems, and each survivor with what was changed; `source` is its reference."""
    killed, explained = score([found])
    apart = f" ({found.not_gradable} not gradable)" if found.not_gradable else ""
    yield (
        f"{found.kata}  {_counted(found.mutants)}, {found.killed} killed{apart}, {len(found.accepted)} accepted, "
        f"{len(found.survivors)} unexplained: {percent(killed)} % killed, {percent(explained)} % explained"
    )
    for problem in found.problems:
        yield f"    {problem}"
    for name in found.by_luck:
        yield f"    killed by some seeds only: {name}"
    for mutant in found.survivors:
        yield f"    survives: {mutant.id}"
        yield from (f"        {line}" for line in diff(source, mutant).splitlines())


def mutants_text(found: Sequence[MutantTally], sources: Mapping[str, str]) -> str:
    """Return the lines of each kata and of all together; `sources` are the references by kata."""
    lines = (line for tally in found for line in kata_lines(tally, sources[tally.kata]))
    return "\n".join([*lines, sum_line(found)])


def sum_line(found: Sequence[MutantTally]) -> str:
    """Return all katas together."""
    killed, explained = score(found)
    mutants = sum(one.mutants for one in found)
    apart = ", ".join(
        f"{percent(score_of(found, family))} % of {_counted_of(found, family)}"
        for family in Family
        if _of(found, family)
    )
    return (
        f"{_counted(mutants)}: {percent(killed)} % killed ({apart}), {percent(explained)} % killed or accepted by name"
    )


def unexplained(found: Sequence[MutantTally]) -> Iterator[str]:
    """Yield a sentence for each kata with survivors that nobody accepted, and for each problem."""
    for one in found:
        if one.survivors:
            names = ", ".join(mutant.id for mutant in one.survivors)
            yield f"{one.kata}: killed by no check and accepted by nobody: {names}"
        yield from (f"{one.kata}: {problem}" for problem in one.problems)


def mutants_document(found: Sequence[MutantTally], sources: Mapping[str, str]) -> dict[str, Any]:
    """Return all katas as one JSON object; `sources` are the references by kata."""
    killed, explained = score(found)
    return {
        "killed": round(killed, 4),
        "explained": round(explained, 4),
        "families": {family: round(score_of(found, family), 4) for family in Family},
        "katas": [_kata(one, sources[one.kata]) for one in found],
    }


def _counted(mutants: int) -> str:
    return count_of(mutants, "mutant")


def _counted_of(found: Sequence[MutantTally], family: Family) -> str:
    mutants = _of(found, family)
    return count_of(mutants, family)


def _of(found: Sequence[MutantTally], family: Family) -> int:
    return sum(one.share(family).mutants for one in found)


def _kata(found: MutantTally, source: str) -> dict[str, Any]:
    killed, explained = score([found])
    return {
        "kata": found.kata,
        "mutants": found.mutants,
        "equivalent": found.equivalent,
        "killed": found.killed,
        "not_gradable": found.not_gradable,
        "killed_share": round(killed, 4),
        "explained_share": round(explained, 4),
        "accepted": [{"mutant": one.mutant, "reason": one.reason} for one in found.accepted],
        "families": {
            family: {"mutants": share.mutants, "killed": share.killed} for family, share in found.shares.items()
        },
        "by_luck": list(found.by_luck),
        "survivors": [_survivor(one, source) for one in found.survivors],
        "problems": list(found.problems),
    }


def _survivor(mutant: Mutant, source: str) -> dict[str, str]:
    return {"mutant": mutant.id, "family": mutant.family, "change": mutant.change, "diff": diff(source, mutant)}


TABLE = "mutants.md"
HEAD = (
    *("kata", "slips", "slips killed", "habits", "habits killed"),
    *("equivalent", "not gradable", "accepted", "unexplained", "slips killed %", "habits killed %", "made from"),
)
# A family's mutants stand in its own column, and the killed ones beside them.
COLUMNS = {Family.SLIP: HEAD.index("slips") - 1, Family.HABIT: HEAD.index("habits") - 1}
COUNTS = 8
UNEXPLAINED = HEAD.index("unexplained") - 1
INPUTS_SHOWN = 16
ABOUT = """\
# Mutants

Programs derived from each kata's reference, with one thing changed, and how many of them its checks notice. *Slips*
change any one thing: a comparison, an await, a handler. *Habits* are what people write on purpose: a limit nobody asked
for, a rounded delay, a shield, a value that is shared. Made by `grade dev mutants`; do not edit it by hand.
`grade dev mutants --check --quick` fails when it is stale: the last column is a hash of the kata, of its mutants and of
its `survivors.yaml`, where each accepted one is named with its reason. *Equivalent* ones are the reference itself, and
count nowhere; *not gradable* ones are among the killed.
"""


def inputs(kata: Kata, derived: Derived, solutions: Path) -> str:
    """Return a hash of all that a kata's row is made from."""
    digest = sha256(kata_version(kata).encode())
    for mutant in derived.mutants:
        digest.update(f"\0{mutant.id}\0{mutant.source}".encode())
    path = solutions / kata.slug / SURVIVORS
    digest.update(b"\0" + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()[:INPUTS_SHOWN]


def row(found: MutantTally, made_from: str) -> str:
    """Return a kata's line in the table."""
    families = [count for family in COLUMNS for count in (found.share(family).mutants, found.share(family).killed)]
    others = (found.equivalent, found.not_gradable, len(found.accepted), len(found.survivors))
    killed = [percent(score_of([found], family)) for family in COLUMNS]
    return _line([found.kata, *map(str, (*families, *others)), *killed, made_from])


def read_rows(solutions: Path) -> dict[str, str]:
    """Return the committed lines by kata; none where there is no table."""
    try:
        text = (solutions / TABLE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    lines = (line for line in text.splitlines() if line.startswith("| kata") and len(cells(line)) == len(HEAD))
    return {cells(line)[0]: line for line in lines if cells(line)[0] != HEAD[0]}


def cells(line: str) -> list[str]:
    """Return a line's cells."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def made_from(line: str) -> str:
    """Return what a committed line says it was made from."""
    return cells(line)[-1]


def write_rows(solutions: Path, rows: Mapping[str, str]) -> None:
    """Write the table anew."""
    fresh = solutions / f".{TABLE}.{os.getpid()}"
    fresh.write_text(document(rows), encoding="utf-8")
    fresh.replace(solutions / TABLE)


def row_problems(row: str | None, kata: str, hash_now: str, fresh: str | None) -> Iterator[str]:
    """Say why a kata's committed line does not hold: `hash_now` is of its files today, `fresh` what it should say."""
    if row is None or made_from(row) != hash_now:
        yield f"{kata}: solutions/{TABLE} is of another version. Try: grade dev mutants {kata}"
    elif row != fresh:
        yield f"{kata}: solutions/{TABLE} says something else. Try: grade dev mutants {kata}"
    elif _counts(row)[UNEXPLAINED]:
        yield f"{kata}: solutions/{TABLE} has survivors that nobody explained."


def shortcoming(rows: Mapping[str, str]) -> Iterator[str]:
    """That too few mutants of a family are killed in all these katas together, if so."""
    sums = _sums(rows.values())
    for family in COLUMNS:
        killed = _killed(sums, family)
        least = LEAST_SCORES[family]
        if killed < least:
            yield f"{percent(killed)} % of all {family}s are killed; {percent(least)} % are asked for."


def document(rows: Mapping[str, str]) -> str:
    """Return the table of these lines, with a sum."""
    lines = [rows[kata] for kata in sorted(rows)]
    ruler = "|---|" + "---:|" * (len(HEAD) - 2) + "---|"
    sums = _sums(lines)
    total = _line(["**all**", *map(str, sums), *(percent(_killed(sums, family)) for family in COLUMNS), ""])
    return "\n".join([ABOUT, _line(HEAD), ruler, *lines, total]) + "\n"


def percent(share: float) -> str:
    """Return a share in per cent with one decimal, never rounded up."""
    return f"{int(share * 1000 + 1e-9) / 10:.1f}"


def _killed(sums: Sequence[int], family: Family) -> float:
    """Return the share of a family that is killed; 1.0 where there is none."""
    mutants, killed = sums[COLUMNS[family] : COLUMNS[family] + 2]
    return killed / mutants if mutants else 1.0


def _sums(lines: Iterable[str]) -> list[int]:
    """Of each column that counts."""
    return [sum(column) for column in zip(*map(_counts, lines), strict=True)] or [0] * COUNTS


def _counts(line: str) -> list[int]:
    return [int(cell) for cell in cells(line)[1 : COUNTS + 1]]


def _line(cells_: Sequence[str]) -> str:
    return f"| {' | '.join(cells_)} |"
