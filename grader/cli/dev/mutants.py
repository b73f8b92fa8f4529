"""`grade dev mutants`: what no check notices."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.util import find_spec

import click

from grader.cli import grading
from grader.cli.classroom.course import progress
from grader.cli.commands import TextOrJson, as_options, kata_names, text_or_json
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode, UsageError
from grader.student import memory

STORED = "mutants"


@dataclass(frozen=True, slots=True)
class MutantsOptions:
    """The options of `grade dev mutants`."""

    katas: tuple[str, ...]
    jobs: int
    check: bool
    quick: bool
    output: TextOrJson
    plain: bool


@click.command()
@kata_names
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many at once; else all cores.")
@click.option("--check", is_flag=True, help="Write nothing; fail below the shares asked for.")
@click.option("--quick", is_flag=True, help="With --check: hold the table against the katas, and try a few again.")
@text_or_json
@click.option("--plain", is_flag=True, help="No colour and no moving bar.")
@as_options(MutantsOptions)
def mutants(world: World, options: MutantsOptions) -> ExitCode:
    """Derive programs from each reference, with one thing changed, and list those that no check notices.

    \b
    Examples:
      grade dev mutants kata11             who survives, with diffs; solutions/mutants.md gets its row
      grade dev mutants                    every kata; what is known is not graded again
      grade dev mutants --check --quick    is the table of these katas, and true of a few tried again?
    A survivor is killed by a better check, or accepted by name in solutions/<kata>/survivors.yaml.
    """
    if options.quick and not options.check:
        raise UsageError("--quick is a way to check.", hint="Try: grade dev mutants --check --quick")
    if find_spec("libcst") is None:
        raise UsageError("Mutants need libcst, which is not here.", hint='Try: pip install "asyncio-katas[mutants]"')
    # libcst comes with the extra `mutants`.
    from grader.authoring.mutants import grading as mutant_grading
    from grader.authoring.mutants.table import TABLE, mutants_document, mutants_text

    course = world.course()
    solutions = course / "solutions"
    chosen = grading.named(world, course, options.katas) if options.katas else load_katas(course)
    derived = [mutant_grading.derive_mutants(kata, solutions) for kata in chosen]
    try:
        with progress(world, mutant_grading.count(derived, quick=options.quick), plain=options.plain) as tell:
            bench = mutant_grading.Bench(world.run_batch, options.jobs, tell)
            found = mutant_grading.graded(derived, memory(course) / STORED, bench, quick=options.quick)
    except KeyboardInterrupt:
        world.complain("Stopped." if options.quick else "Stopped. What was graded is kept: the same command goes on.")
        return ExitCode.INTERRUPTED
    sources = {each.kata.id: each.source for each in derived}
    json_wanted = options.output is TextOrJson.JSON
    world.say(json.dumps(mutants_document(found, sources)) if json_wanted else mutants_text(found, sources))
    if not options.check:
        mutant_grading.write_table(solutions, derived, found, keep_others=bool(options.katas))
        world.complain(f"{world.shown(solutions / TABLE)} is written.")
        return ExitCode.ACCEPTED
    comparison = mutant_grading.TableCheck(solutions, whole=not options.katas, quick=options.quick)
    problems = list(comparison.problems(derived, found))
    for problem in problems:
        world.complain(problem)
    return ExitCode.REJECTED if problems else ExitCode.ACCEPTED
