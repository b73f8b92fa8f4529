"""Mutants as an author reads them, and as a program does. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.authoring.mutants.deriving import diff
from grader.authoring.mutants.table import percent
from grader.authoring.mutants.tally import Tally, score


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
    return f"{_counted(mutants)}: {percent(killed)} % killed, {percent(explained)} % killed or accepted by name"


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
        "katas": [_kata(one, sources[one.kata]) for one in found],
    }


def _counted(mutants: int) -> str:
    return f"{mutants} mutant{'' if mutants == 1 else 's'}"


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
        "by_luck": list(found.by_luck),
        "survivors": [{"mutant": one.id, "change": one.change, "diff": diff(source, one)} for one in found.survivors],
        "problems": list(found.problems),
    }
