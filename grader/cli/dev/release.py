"""`grade dev release`: the edition that students receive, a folder or an archive."""

from __future__ import annotations

from pathlib import Path

import click

from grader.authoring.release import Hidden, ReleaseOptions, ReleasePlatform, edition_files
from grader.authoring.release.documents import is_archive, write_archive
from grader.authoring.release.edition import IN_THE_OPEN
from grader.cli import grading
from grader.cli.commands import enum_option, kata_names
from grader.cli.update import tell_applied
from grader.cli.world import World
from grader.curriculum import find_course, load_katas
from grader.errors import ExitCode, UsageError
from grader.model import Kata
from grader.student.edition import TOP, apply_edition
from grader.text import count_of


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@kata_names
@enum_option(
    "--hidden",
    kind=Hidden,
    help="How hidden checks travel: folded up (a curtain, not a lock), not at all, or in the open.",
)
@enum_option("--for", "platform", kind=ReleasePlatform, help="For this platform.")
@click.pass_obj
def release(
    world: World, out: Path, katas: tuple[str, ...], hidden: Hidden | None, platform: ReleasePlatform | None
) -> ExitCode:
    """Write the edition that students receive: a folder, or an archive by its name.

    \b
    Examples:
      grade dev release ../course              sealed; run again, it updates the folder and keeps a student's work
      grade dev release course.zip kata00 kata01 kata02
      grade dev release ../classroom --for github-classroom      withheld: the instructor judges the rest
      grade dev release kata11.zip kata11 --for gradescope       the autograder's zip
    """
    course = world.course()
    options = ReleaseOptions(_katas(world, course, katas, platform), _how(hidden, platform), platform)
    files = edition_files(course, options)
    target = world.here / out
    if platform is ReleasePlatform.GRADESCOPE and not is_archive(out):
        raise UsageError("Gradescope takes a zip.", hint=f"Name one: grade dev release {out}.zip --for gradescope")
    if is_archive(out):
        write_archive(target, files, top="" if platform is ReleasePlatform.GRADESCOPE else TOP)
        world.say(f"{world.shown(target)}: {count_of(len(files), 'file')}, hidden checks {options.hidden}.")
    else:
        tell_applied(world, apply_edition(files, target), world.shown(target))
    world.say(", ".join(kata.id for kata in options.katas))
    return ExitCode.ACCEPTED


def _katas(world: World, course: Path, names: tuple[str, ...], platform: ReleasePlatform | None) -> tuple[Kata, ...]:
    """Return those named, or all; a student's copy always has the one that shows how everything works."""
    every = load_katas(course)
    wanted = {kata.id for kata in (grading.named(world, course, names) if names else every)}
    if platform is not ReleasePlatform.GRADESCOPE:
        wanted.add(IN_THE_OPEN)
        every = (*_shown_with_the_grader(every), *every)
    return tuple(kata for kata in every if kata.id in wanted)


def _shown_with_the_grader(every: tuple[Kata, ...]) -> tuple[Kata, ...]:
    """Return the kata of `grade demo`, for a set that has none of its own: it comes with the grader."""
    if any(kata.id == IN_THE_OPEN for kata in every):
        return ()
    found = load_katas(find_course(Path(__file__)))
    return tuple(kata for kata in found if kata.id == IN_THE_OPEN)


def _how(hidden: Hidden | None, platform: ReleasePlatform | None) -> Hidden:
    """Withheld where the platform keeps what students see; in the open where only the platform has it."""
    if platform is ReleasePlatform.GRADESCOPE:
        if hidden not in (None, Hidden.PLAIN):
            raise UsageError("Gradescope's autograder holds the hidden checks itself.", hint="Leave --hidden out.")
        return Hidden.PLAIN
    if hidden is None:
        return Hidden.WITHHELD if platform else Hidden.SEALED
    return hidden
