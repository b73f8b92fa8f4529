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
from grader.curriculum import load_katas
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

    course = world.course()
    solutions = course / "solutions"
    chosen = choosing.named(world, course, wish.katas) if wish.katas else load_katas(course)
    laid = [lay(kata, solutions) for kata in chosen]
    try:
        found = _marked(world, wish, laid, memory(course) / KEPT)
    except KeyboardInterrupt:
        world.complain("Stopped." if wish.quick else "Stopped. What was marked is kept: the same command goes on.")
        return ExitCode.INTERRUPTED
    _tell(world, wish, laid, found)
    if not wish.check:
        _write(world, wish, solutions, laid, found)
        return ExitCode.ACCEPTED
    problems = list(_problems(wish, solutions, laid, found))
    for problem in problems:
        world.complain(problem)
    return ExitCode.REJECTED if problems else ExitCode.ACCEPTED


def _marked(world: World, wish: Wish, laid: Sequence[Laid], kept: Path) -> list[Tally]:
    """The mutants of all, or a few of them."""
    from grader.authoring.mutants.benching import sample, sampled, tallied
    from grader.authoring.mutants.marking import Bench

    total = sum(map(len, sample(laid).values() if wish.quick else (each.derived.mutants for each in laid)))
    with progress(world, total, plain=wish.plain) as tell:
        bench = Bench(world.run_batch, wish.jobs, tell)
        return sampled(laid, bench) if wish.quick else tallied(laid, kept, bench)


def _tell(world: World, wish: Wish, laid: Sequence[Laid], found: Sequence[Tally]) -> None:
    """The lines of each kata and of all together, or one JSON object."""
    from grader.authoring.mutants.telling import document, kata_lines, sum_line

    sources = {each.kata.id: each.source for each in laid}
    if wish.json:
        world.say(json.dumps(document(found, sources)))
        return
    for tally in found:
        world.say("\n".join(kata_lines(tally, sources[tally.kata])))
    world.say(sum_line(found))


def _write(world: World, wish: Wish, solutions: Path, laid: Sequence[Laid], found: Sequence[Tally]) -> None:
    """The table anew; rows of katas that were not asked for stay."""
    from grader.authoring.mutants import table

    rows = table.read_rows(solutions) if wish.katas else {}
    table.write_rows(solutions, rows | _rows(laid, found))
    world.complain(f"{world.shown(solutions / table.TABLE)} is written.")


def _problems(wish: Wish, solutions: Path, laid: Sequence[Laid], found: Sequence[Tally]) -> Iterator[str]:
    """Why these katas, or the table of all, are not where they should be. A share is asked for of all together."""
    from grader.authoring.mutants import table
    from grader.authoring.mutants.telling import unexplained

    yield from unexplained(found)
    rows = table.read_rows(solutions)
    fresh = {} if wish.quick else _rows(laid, found)
    for each in laid:
        row = rows.get(each.kata.id)
        yield from table.row_problems(row, each.kata.id, each.made_from, fresh.get(each.kata.id, row))
    gone = set() if wish.katas else rows.keys() - {each.kata.id for each in laid}
    yield from (f"{kata}: solutions/{table.TABLE} has a line for it, and it is not here." for kata in sorted(gone))
    yield from table.shortcoming({kata: row for kata, row in (rows | fresh).items() if kata not in gone})


def _rows(laid: Sequence[Laid], found: Sequence[Tally]) -> dict[str, str]:
    from grader.authoring.mutants import table

    return {one.kata: table.row(one, each.made_from) for one, each in zip(found, laid, strict=True)}
