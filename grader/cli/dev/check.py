"""`grade dev check`: the rules that every kata is held to."""

from __future__ import annotations

import os
from dataclasses import dataclass

import click

from grader.authoring.check import InspectionOrder, dev_check
from grader.authoring.inspection import ALL_SEEDS, FEW_SEEDS, Effort
from grader.cli import grading
from grader.cli.commands import as_options, kata_names
from grader.cli.world import World
from grader.curriculum import load_katas
from grader.errors import ExitCode


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options of `grade dev check`."""

    katas: tuple[str, ...]
    repeats: int
    seeds: int | None
    full: bool
    jobs: int

    @property
    def effort(self) -> Effort:
        """How often everything is tried."""
        return Effort(self.repeats, self.seeds or (ALL_SEEDS if self.full else FEW_SEEDS), endless=self.full)


@click.command()
@kata_names
@click.option("--repeats", type=click.IntRange(1), default=10, show_default=True, help="How often reports must agree.")
@click.option("--seeds", type=click.IntRange(1), help="With how many seeds wrong solutions are tried; else 2, or 20.")
@click.option("--full", is_flag=True, help="Twenty seeds, and idle programs that never end: slow.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many katas at once.")
@as_options(CheckOptions)
def check(world: World, options: CheckOptions) -> ExitCode:
    """Verify katas: the stub fails, every solution passes, every wrong one is caught for its own reason.

    Wrong solutions are rejected with every seed, and programs that do nothing earn nothing.

    \b
    Examples:
      grade dev check kata11 --repeats 1     while you write
      grade dev check kata11 --seeds 20      is a wrong solution accepted by luck?
      grade dev check --full                 everything, slowly
    """
    course = world.course()
    chosen = grading.named(world, course, options.katas) if options.katas else load_katas(course)
    orders = [InspectionOrder(kata, course / "solutions", options.effort) for kata in chosen]
    return dev_check(orders, jobs=options.jobs, say=world.say)
