"""`grade dev mutants`: programs derived from each reference, and those that no check notices."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli import choosing
from grader.cli.instructor.progress import progress
from grader.cli.world import World
from grader.curriculum import find_course, load_katas
from grader.errors import ExitCode, UsageError
from grader.history import memory

if TYPE_CHECKING:
    from grader.authoring.mutants.benching import Laid
    from grader.authoring.mutants.tally import Tally

KEPT = "mutants"


@dataclass(frozen=True, slots=True)
class Wish:
    """What `grade dev mutants` was asked for."""

    katas: tuple[str, ...] = ()
    jobs: int = 1
    check: bool = False
    quick: bool = False
    json: bool = False
    plain: bool = False


def mutants(world: World, wish: Wish) -> ExitCode:
    """Mark the mutants of some katas or of all, tell who lives, and write the table or hold it against them."""
    if wish.quick and not wish.check:
        raise UsageError("--quick is a way to check.", hint="Try: grade dev mutants --check --quick")
    if find_spec("libcst") is None:
        raise UsageError("Mutants need libcst, which is not here.", hint='Try: pip install "asyncio-katas[mutants]"')
    from grader.authoring.mutants.benching import lay
    from grader.authoring.mutants.telling import document, sum_line

    course = find_course(world.here)
    solutions = course / "solutions"
    chosen = choosing.named(world, course, wish.katas) if wish.katas else load_katas(course)
    laid = [lay(kata, solutions) for kata in chosen]
    found = _marked(world, wish, laid, memory(course) / KEPT)
    if wish.json:
        world.say(json.dumps(document(found, {each.kata.id: each.source for each in laid})))
    elif not wish.quick:
        world.say(sum_line(found))
    if not wish.check:
        _write(world, wish, solutions, laid, found)
        return ExitCode.ACCEPTED
    problems = [*_shortcomings(wish, found), *_stale(wish, solutions, laid, found)]
    for problem in problems:
        world.complain(problem)
    return ExitCode.REJECTED if problems else ExitCode.ACCEPTED


def _marked(world: World, wish: Wish, laid: Sequence[Laid], kept: Path) -> list[Tally]:
    """The mutants of all, kata by kata; then the lines of each."""
    from grader.authoring.mutants.benching import Bench, sample, sampled, tallied
    from grader.authoring.mutants.telling import kata_lines

    sizes = [len(sample(each) if wish.quick else each.derived.mutants) for each in laid]
    found: list[Tally] = []
    with progress(world, sum(sizes), plain=wish.plain) as tell:
        for place, each in enumerate(laid):
            before = sum(sizes[:place])
            bench = Bench(world.run_batch, wish.jobs, lambda done, before=before: tell(before + done))  # type: ignore[misc]
            found.append(sampled(each, bench) if wish.quick else tallied(each, kept, bench))
            tell(before + sizes[place])
    if not wish.json:
        for tally, each in zip(found, laid, strict=True):
            world.say("\n".join(kata_lines(tally, each.source)))
    return found


def _write(world: World, wish: Wish, solutions: Path, laid: Sequence[Laid], found: Sequence[Tally]) -> None:
    """The table anew; rows of katas that were not asked for stay."""
    from grader.authoring.mutants import table

    rows = table.read_rows(solutions) if wish.katas else {}
    rows |= {one.kata: table.row(one, each.made_from) for one, each in zip(found, laid, strict=True)}
    table.write_rows(solutions, rows)
    world.complain(f"{world.shown(solutions / table.TABLE)} is written.")


def _shortcomings(wish: Wish, found: Sequence[Tally]) -> Iterator[str]:
    """What is not good enough; of a sample, no share is asked for."""
    from grader.authoring.mutants.telling import shortcomings, unexplained

    yield from unexplained(found) if wish.quick else shortcomings(found)


def _stale(wish: Wish, solutions: Path, laid: Sequence[Laid], found: Sequence[Tally]) -> Iterator[str]:
    """A sentence for each row of the table that speaks of another version, or says something else."""
    from grader.authoring.mutants import table

    rows = table.read_rows(solutions)
    for one, each in zip(found, laid, strict=True):
        row = rows.get(one.kata)
        if row is None or table.made_from(row) != each.made_from:
            yield f"{one.kata}: solutions/{table.TABLE} is of another version. Try: grade dev mutants {one.kata}"
        elif not wish.quick and row != table.row(one, each.made_from):
            yield f"{one.kata}: solutions/{table.TABLE} says something else. Try: grade dev mutants {one.kata}"
    if wish.quick and (problem := table.shortcoming(rows)):
        yield problem
