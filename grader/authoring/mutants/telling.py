"""Mutants as an author reads them, and as a program does. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.authoring.mutants.deriving import Mutant, diff
from grader.authoring.mutants.sites import Family
from grader.authoring.mutants.table import percent
from grader.authoring.mutants.tally import Tally, score, score_of


def kata_lines(found: Tally, source: str) -> Iterator[str]:
    """A kata's line, its problems, and each survivor with what was changed; `source` is its reference."""
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


def sum_line(found: Sequence[Tally]) -> str:
    """All katas together."""
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


def unexplained(found: Sequence[Tally]) -> Iterator[str]:
    """A sentence for each kata with survivors that nobody accepted, and for each problem."""
    for one in found:
        if one.survivors:
            names = ", ".join(mutant.id for mutant in one.survivors)
            yield f"{one.kata}: killed by no check and accepted by nobody: {names}"
        yield from (f"{one.kata}: {problem}" for problem in one.problems)


def document(found: Sequence[Tally], sources: Mapping[str, str]) -> dict[str, Any]:
    """All katas as one JSON object; `sources` are the references by kata."""
    killed, explained = score(found)
    return {
        "killed": round(killed, 4),
        "explained": round(explained, 4),
        "families": {family: round(score_of(found, family), 4) for family in Family},
        "katas": [_kata(one, sources[one.kata]) for one in found],
    }


def _counted(mutants: int) -> str:
    return f"{mutants} mutant{'' if mutants == 1 else 's'}"


def _counted_of(found: Sequence[Tally], family: Family) -> str:
    mutants = _of(found, family)
    return f"{mutants} {family}{'' if mutants == 1 else 's'}"


def _of(found: Sequence[Tally], family: Family) -> int:
    return sum(one.share(family).mutants for one in found)


def _kata(found: Tally, source: str) -> dict[str, Any]:
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
