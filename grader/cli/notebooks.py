"""`grade notebooks …`: katas as nbgrader's notebooks, and nbgrader's gradebook and ours, each into the other."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.learning import plain
from grader.cli.world import World
from grader.errors import ExitCode

BUILD = """\b
Examples:
  grade notebooks build ../async101                    an assignment for each kata
  grade notebooks build ../async101 kata00 kata11 --assignment week1
  cd ../async101 && nbgrader generate_assignment week1

\b
Each notebook holds the brief, the solution cell, the visible checks to read, and an
autograded cell for each check. nbgrader_config.py is written where there is none: it
keeps everything of a student's out of the kernel that marks.
"""
COLLECT = """\b
Examples:
  grade notebooks collect ../async101              from where course.yaml is
  grade notebooks collect ../async101 --back       and our scores into nbgrader's gradebook
  grade notebooks collect ../async101 --no-run     mark later: grade class run

\b
In:   what stands in the solution cells of submitted/, and when it came; points that
      somebody gave by hand in the formgrader become overrides. Who handed in nothing
      has no score, which is not 0. It is then marked here, as `grade class run` does.
Back: of every kata that has points here, each check's points, and as nbgrader's
      penalty whatever else makes the difference: lateness, or an override.
"""


@click.group()
def notebooks() -> None:
    """Katas as notebooks, for nbgrader."""


@notebooks.command(epilog=BUILD)
@click.argument("course", type=click.Path(path_type=Path))
@click.argument("katas", nargs=-1, metavar="[KATA]...")
@click.option("--assignment", default="", metavar="NAME", help="One assignment for all of them; else one for each.")
@click.option("--yes", is_flag=True, help="Replace notebooks that are there and differ, without asking.")
@click.pass_obj
def build(world: World, course: Path, katas: tuple[str, ...], assignment: str, yes: bool) -> ExitCode:
    """Write source notebooks into COURSE, an nbgrader course: source/<assignment>/<kata>.ipynb."""
    from grader.cli.notebooks_building import build_notebooks

    return build_notebooks(world, course, katas, assignment=assignment, sure=yes)


@notebooks.command(epilog=COLLECT)
@click.argument("course", type=click.Path(path_type=Path))
@click.option("--back", is_flag=True, help="Then write the scores into nbgrader's gradebook.")
@click.option("--no-run", is_flag=True, help="Do not mark what was collected.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many at once; else all cores.")
@click.option(
    "--accept-unconfined", is_flag=True, help="Run files of others even where little guards this machine from them."
)
@plain
@click.option("-v", "--verbose", is_flag=True, help="List everything there is to look at.")
@click.pass_obj
def collect(
    world: World,
    course: Path,
    back: bool,
    no_run: bool,
    jobs: int,
    accept_unconfined: bool,
    plain: bool,
    verbose: bool,
) -> ExitCode:
    """Bring what nbgrader's COURSE holds into the gradebook of the course one stands in, and mark it."""
    from grader.cli.instructor.run import Wish
    from grader.cli.notebooks_collecting import Request, collect_notebooks

    wish = None if no_run else Wish(jobs=jobs, accept_unconfined=accept_unconfined, plain=plain)
    request = Request((world.here / course).resolve(), wish, back, world.style(plain=plain), verbose)
    return collect_notebooks(world, request)
