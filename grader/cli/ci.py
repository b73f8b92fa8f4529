"""`grade ci …`: what the platforms that mark by themselves call; students and instructors never need to."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.world import World


@click.group(hidden=True)
def ci() -> None:
    """Mark here and report as a platform wants it."""


@ci.command("github-classroom")
@click.argument("kata")
@click.pass_obj
def github_classroom(world: World, kata: str) -> int:
    """Mark one kata's stub and hand its result to GitHub Classroom's reporter, through $GITHUB_OUTPUT."""
    from grader.cli.platforms import report_to_classroom

    return report_to_classroom(world, kata)


@ci.command()
@click.argument("katas", nargs=-1, required=True, metavar="KATA...")
@click.option("--submission", required=True, type=click.Path(path_type=Path), help="The folder handed in.")
@click.option("--metadata", type=click.Path(path_type=Path), help="submission_metadata.json.")
@click.option("--results", required=True, type=click.Path(path_type=Path), help="Where results.json goes.")
@click.pass_obj
def gradescope(world: World, katas: tuple[str, ...], submission: Path, metadata: Path | None, results: Path) -> int:
    """Mark what was handed in on Gradescope and write its results.json."""
    from grader.cli.platforms import report_to_gradescope

    return report_to_gradescope(world, katas, submission, metadata, results)
