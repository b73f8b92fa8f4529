"""`grade dev matrix` and `mutants`, and what an author reads beside a student's report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from grader.authoring.matrix import matrices
from grader.authoring.matrix_report import Matrix, findings, legend, matrix_document, matrix_text
from grader.authoring.release.applying import EDITION
from grader.cli import grading
from grader.cli.classroom.course import progress
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, UsageError
from grader.files import write_pieces
from grader.model import Kata, Report
from grader.report.layout import Style
from grader.student import memory

if TYPE_CHECKING:
    from grader.authoring.mutants.grading import Laid
    from grader.authoring.mutants.tally import MutantTally

KEPT = "mutants"


@dataclass(frozen=True, slots=True)
class MutantsOptions:
    """What `grade dev mutants` was asked for."""

    katas: tuple[str, ...] = ()
    jobs: int = 1
    check: bool = False
    quick: bool = False
    json: bool = False
    plain: bool = False


def mutants(world: World, wish: MutantsOptions) -> ExitCode:
    """Mark the mutants of some katas or of all, tell who lives, and write the table or hold it against them."""
    if wish.quick and not wish.check:
        raise UsageError("--quick is a way to check.", hint="Try: grade dev mutants --check --quick")
    if find_spec("libcst") is None:
        raise UsageError("Mutants need libcst, which is not here.", hint='Try: pip install "asyncio-katas[mutants]"')
    from grader.authoring.mutants.grading import lay

    course = world.course()
    solutions = course / "solutions"
    chosen = grading.named(world, course, wish.katas) if wish.katas else load_katas(course)
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


def _marked(world: World, wish: MutantsOptions, laid: Sequence[Laid], kept: Path) -> list[MutantTally]:
    """The mutants of all, or a few of them."""
    from grader.authoring.mutants.grading import Bench, sample, sampled, tallied

    total = sum(map(len, sample(laid).values() if wish.quick else (each.derived.mutants for each in laid)))
    with progress(world, total, plain=wish.plain) as tell:
        bench = Bench(world.run_batch, wish.jobs, tell)
        return sampled(laid, bench) if wish.quick else tallied(laid, kept, bench)


def _tell(world: World, wish: MutantsOptions, laid: Sequence[Laid], found: Sequence[MutantTally]) -> None:
    """The lines of each kata and of all together, or one JSON object."""
    from grader.authoring.mutants.table import kata_lines, mutants_document, sum_line

    sources = {each.kata.id: each.source for each in laid}
    if wish.json:
        world.say(json.dumps(mutants_document(found, sources)))
        return
    for tally in found:
        world.say("\n".join(kata_lines(tally, sources[tally.kata])))
    world.say(sum_line(found))


def _write(
    world: World, wish: MutantsOptions, solutions: Path, laid: Sequence[Laid], found: Sequence[MutantTally]
) -> None:
    """The table anew; rows of katas that were not asked for stay."""
    from grader.authoring.mutants import table

    rows = table.read_rows(solutions) if wish.katas else {}
    table.write_rows(solutions, rows | _rows(laid, found))
    world.complain(f"{world.shown(solutions / table.TABLE)} is written.")


def _problems(
    wish: MutantsOptions, solutions: Path, laid: Sequence[Laid], found: Sequence[MutantTally]
) -> Iterator[str]:
    """Why these katas, or the table of all, are not where they should be. A share is asked for of all together."""
    from grader.authoring.mutants import table
    from grader.authoring.mutants.table import unexplained

    yield from unexplained(found)
    rows = table.read_rows(solutions)
    fresh = {} if wish.quick else _rows(laid, found)
    for each in laid:
        row = rows.get(each.kata.id)
        yield from table.row_problems(row, each.kata.id, each.made_from, fresh.get(each.kata.id, row))
    gone = set() if wish.katas else rows.keys() - {each.kata.id for each in laid}
    yield from (f"{kata}: solutions/{table.TABLE} has a line for it, and it is not here." for kata in sorted(gone))
    yield from table.shortcoming({kata: row for kata, row in (rows | fresh).items() if kata not in gone})


def _rows(laid: Sequence[Laid], found: Sequence[MutantTally]) -> dict[str, str]:
    from grader.authoring.mutants import table

    return {one.kata: table.row(one, each.made_from) for one, each in zip(found, laid, strict=True)}


class MatrixForm(StrEnum):
    """What a matrix may be written as."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """What `grade dev matrix` was asked for; `file` takes it instead of the screen."""

    names: tuple[str, ...] = ()
    form: MatrixForm = MatrixForm.TEXT
    file: Path | None = None
    jobs: int = 1
    style: Style = Style.PICTURES


def show_matrix(world: World, wish: MatrixOptions) -> ExitCode:
    """Mark and show; exit code 1 where a check catches nothing, a wrong solution survives or a right one fails."""
    course = world.course()
    katas = grading.named(world, course, wish.names) if wish.names else load_katas(course)
    if not katas:
        raise UsageError(f"There is no kata in {world.shown(course)}.", hint="Begin one: grade dev new")
    found = _drawn(world, katas, course / "solutions", wish)
    said = written(found, wish.form, Style.PLAIN if wish.file else wish.style)
    if wish.file is None:
        world.say(said.rstrip("\n"))
    else:
        write_pieces(world.here / wish.file, [said])
        world.say(f"{wish.file} is written.")
    return ExitCode.REJECTED if any(map(findings, found)) else ExitCode.ACCEPTED


def _drawn(world: World, katas: Sequence[Kata], solutions: Path, wish: MatrixOptions) -> tuple[Matrix, ...]:
    """The matrices; where there are several, how far they are is told."""
    if len(katas) == 1:
        return matrices(katas, solutions=solutions, jobs=wish.jobs)
    done = count(1)
    with progress(world, len(katas), plain=wish.style is Style.PLAIN) as tell:
        return matrices(katas, solutions=solutions, jobs=wish.jobs, on_step=lambda kata: tell(next(done)))


def written(found: tuple[Matrix, ...], form: MatrixForm, style: Style) -> str:
    """The matrices in one form."""
    match form:
        case MatrixForm.TEXT:
            return "\n".join([*(matrix_text(matrix, style=style) for matrix in found), legend(style)])
        case MatrixForm.JSON:
            return json.dumps(matrix_document(found), indent=1, ensure_ascii=True) + "\n"
        case MatrixForm.HTML:
            # Templates are only loaded where a page is wanted.
            from grader.authoring.matrix_report import matrix_page

            return matrix_page(found)


INDENT = "  "


def is_authors(course: Path, kata: Kata) -> bool:
    """Whether this is the clone where the kata is written: its solutions are in the open, and it is no edition."""
    return (course / "solutions" / kata.slug / kata.submit).is_file() and not (course / EDITION).exists()


def for_author(report: Report) -> str:
    """The faults of the checks themselves, each with the way there; empty without any."""
    lines = [INDENT + line for line in _lines(report)]
    return "\n".join(["For the author, and nobody else:", *lines]) + "\n" if lines else ""


def _lines(report: Report) -> Iterator[str]:
    for result in report.results:
        if result.fault is not None:
            yield f"{result.fault.place}: {result.check.name} breaks by itself: {result.fault.said}"
            yield from (INDENT + line for line in result.fault.traceback.splitlines())
