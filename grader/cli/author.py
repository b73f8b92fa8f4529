"""The author's commands."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.student import plain
from grader.cli.world import World
from grader.curriculum.kata_yaml import TRACKS
from grader.model import KataKind


@click.group()
def dev() -> None:
    """Make and verify katas."""


@dev.command()
@click.argument("number", metavar="KATA")
@click.argument("title")
@click.option(
    "--track", metavar="TRACK", help=f"{', '.join(TRACKS)}, or one of katas/set.yaml; else that of the kata before it."
)
@click.option("--kind", type=click.Choice([kind.value for kind in KataKind]), default="implement", show_default=True)
@click.option("--difficulty", type=click.IntRange(1, 5), default=2, show_default=True)
@click.option("--submit", default="", metavar="FILE", help="The file to hand in; else made of the title.")
@click.option("--after", multiple=True, metavar="KATA", help="What to do first; else the kata before it.")
@click.pass_obj
def new(
    world: World,
    number: str,
    title: str,
    track: str | None,
    kind: str,
    difficulty: int,
    submit: str,
    after: tuple[str, ...],
) -> int:
    """Begin a kata: every file, complete and red, saying in place what belongs there.

    \b
    Examples:
      grade dev new kata61 "Graceful shutdown"
      grade dev new kata61 "Graceful shutdown" --track cancellation --kind fix --difficulty 3
      grade dev new kata01 "Hello, queue" --katas ../my-katas       a set of your own
    To start over, delete the two folders that it names.
    """
    from grader.authoring.new import NewKataOptions
    from grader.cli.author_files import new_kata

    wish = NewKataOptions(number, title, track or "", KataKind(kind), difficulty, submit, after or None)
    return int(new_kata(world, wish))


@dev.command()
@click.argument("kata")
@click.argument("name")
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="Begin from this program.")
@click.pass_obj
def wrong(world: World, kata: str, name: str, source: Path | None) -> int:
    """Begin a wrong solution: the reference, or a program met in a class, with the header to fill in.

    \b
    Examples:
      grade dev wrong kata61 does_not_wait                       solutions/kata61_…/wrong/w6_does_not_wait.py
      grade dev wrong kata61 waits_twice --from submission.py    from what somebody handed in
    """
    from grader.cli.author_files import new_wrong

    return int(new_wrong(world, kata, name, source))


@dev.command()
@click.argument("katas", nargs=-1, metavar="[KATA]...")
@click.option("--repeats", type=click.IntRange(1), default=10, show_default=True, help="How often reports must agree.")
@click.option("--seeds", type=click.IntRange(1), help="With how many seeds wrong solutions are tried; else 2, or 20.")
@click.option("--full", is_flag=True, help="Twenty seeds, and idle programs that never end: slow.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many katas at once.")
@click.pass_obj
def check(world: World, katas: tuple[str, ...], repeats: int, seeds: int | None, full: bool, jobs: int) -> int:
    """Verify katas: the stub fails, every solution passes, every wrong one is caught for its own reason.

    Wrong solutions are rejected with every seed, and programs that do nothing earn nothing.

    \b
    Examples:
      grade dev check kata11 --repeats 1     while you write
      grade dev check kata11 --seeds 20      is a wrong solution accepted by luck?
      grade dev check --full                 everything, slowly
    """
    from grader.authoring.check import dev_check
    from grader.authoring.inspection import ALL_SEEDS, FEW_SEEDS, Effort
    from grader.cli import grading
    from grader.curriculum import load_katas

    course = world.course()
    chosen = grading.named(world, course, katas) if katas else load_katas(course)
    effort = Effort(repeats, seeds or (ALL_SEEDS if full else FEW_SEEDS), endless=full)
    return int(dev_check(chosen, solutions=course / "solutions", effort=effort, jobs=jobs, say=world.say))


@dev.command()
@click.argument("katas", nargs=-1, metavar="[KATA]...")
@click.option("--output", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@click.option("--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many katas at once.")
@plain
@click.pass_obj
def matrix(world: World, katas: tuple[str, ...], form: str, output_file: Path | None, jobs: int, plain: bool) -> int:
    """Wrong solutions by checks: who catches whom, which check catches nothing, which right one fails.

    \b
    Examples:
      grade dev matrix kata11
      grade dev matrix --output html --output-file matrix.html      every kata, on one page
    Exit code 1: there is something to look at.
    """
    from grader.cli.author_checks import MatrixForm, MatrixOptions, show_matrix

    return int(show_matrix(world, MatrixOptions(katas, MatrixForm(form), output_file, jobs, world.style(plain=plain))))


@dev.command()
@click.option("--check", "checking", is_flag=True, help="Write nothing; fail when the document is stale.")
@click.pass_obj
def gallery(world: World, checking: bool) -> int:
    """Write docs/feedback-gallery.md: what a student sees for twenty wrong solutions."""
    from grader.cli import documents

    return documents.check_gallery(world) if checking else documents.write_gallery(world)


@dev.command()
@click.option("--check", "checking", is_flag=True, help="Write nothing; fail when the document is stale.")
@click.pass_obj
def ladder(world: World, checking: bool) -> int:
    """Write docs/ladder.md: the katas by track, and what each concept of the lessons is taught by."""
    from grader.cli import documents

    return documents.check_ladder(world) if checking else documents.write_ladder(world)


@dev.command()
@click.argument("katas", nargs=-1, metavar="[KATA]...")
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="How many at once; else all cores.")
@click.option("--check", "checking", is_flag=True, help="Write nothing; fail below the shares asked for.")
@click.option("--quick", is_flag=True, help="With --check: hold the table against the katas, and try a few again.")
@click.option("--output", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--plain", is_flag=True, help="No colour and no moving bar.")
@click.pass_obj
def mutants(
    world: World, katas: tuple[str, ...], jobs: int, checking: bool, quick: bool, form: str, plain: bool
) -> int:
    """Derive programs from each reference, with one thing changed, and list those that no check notices.

    \b
    Examples:
      grade dev mutants kata11             who survives, with diffs; solutions/mutants.md gets its row
      grade dev mutants                    every kata; what is known is not marked again
      grade dev mutants --check --quick    is the table of these katas, and true of a few tried again?
    A survivor is killed by a better check, or accepted by name in solutions/<kata>/survivors.yaml.
    """
    from grader.cli.author_checks import MutantsOptions
    from grader.cli.author_checks import mutants as mutants_here

    return int(mutants_here(world, MutantsOptions(katas, jobs, checking, quick, form == "json", plain)))


@dev.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("katas", nargs=-1, metavar="[KATA]...")
@click.option(
    "--hidden",
    type=click.Choice(["sealed", "withheld", "plain"]),
    help="How hidden checks travel: folded up (a curtain, not a lock), not at all, or in the open.",
)
@click.option("--for", "platform", type=click.Choice(["github-classroom", "gradescope"]), help="For this platform.")
@click.pass_obj
def release(world: World, out: Path, katas: tuple[str, ...], hidden: str | None, platform: str | None) -> int:
    """Write the edition that students receive: a folder, or an archive by its name.

    \b
    Examples:
      grade dev release ../course              sealed; run again, it updates the folder and keeps a student's work
      grade dev release course.zip kata00 kata01 kata02
      grade dev release ../classroom --for github-classroom      withheld: the instructor judges the rest
      grade dev release kata11.zip kata11 --for gradescope       the autograder's zip
    """
    from grader.authoring.release import Hidden, ReleasePlatform
    from grader.cli.author_files import release as release_edition

    how = Hidden(hidden) if hidden else None
    return int(release_edition(world, out, katas, how, ReleasePlatform(platform) if platform else None))
