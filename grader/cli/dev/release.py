"""`grade dev release` and `grade update`: the edition that students receive, written and brought up to date."""

from __future__ import annotations

from pathlib import Path

import click

from grader.authoring.release import (
    Applied,
    Hidden,
    ReleaseOptions,
    ReleasePlatform,
    apply_edition,
    edition_files,
)
from grader.authoring.release.documents import is_archive, write_archive
from grader.authoring.release.edition import IN_THE_OPEN
from grader.classroom.archives import Refusal, Stored, stream_files
from grader.classroom.archives.members import Limits
from grader.cli import grading
from grader.cli.commands import enum_option, kata_names
from grader.cli.world import World
from grader.curriculum import find_course, load_katas
from grader.curriculum.kata_files import EDITION
from grader.errors import ExitCode, UsageError
from grader.model import Kata
from grader.text import count_of

TOP = "asyncio-katas"
LIMITS = Limits(member_bytes=4 << 20, unpacked_bytes=64 << 20)


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
        _tell(world, apply_edition(files, target), world.shown(target))
    world.say(", ".join(kata.id for kata in options.katas))
    return ExitCode.ACCEPTED


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.pass_obj
def update(world: World, source: Path) -> ExitCode:
    """A newer edition of the course, from a folder or an archive; what you wrote stays."""
    course = world.course()
    if not (course / EDITION).is_file():
        raise UsageError("This is no student edition.", hint="In a clone of the author's repository: git pull")
    _tell(world, apply_edition(_read(world.here / source), course), "This course")
    return ExitCode.ACCEPTED


def _katas(world: World, course: Path, names: tuple[str, ...], platform: ReleasePlatform | None) -> tuple[Kata, ...]:
    """Those named, or all; a student's copy always has the one that shows how everything works."""
    every = load_katas(course)
    wanted = {kata.id for kata in (grading.named(world, course, names) if names else every)}
    if platform is not ReleasePlatform.GRADESCOPE:
        wanted.add(IN_THE_OPEN)
        every = (*_shown_with_the_grader(every), *every)
    return tuple(kata for kata in every if kata.id in wanted)


def _shown_with_the_grader(every: tuple[Kata, ...]) -> tuple[Kata, ...]:
    """The kata of `grade demo`, for a set that has none of its own: it comes with the grader."""
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


def _read(source: Path) -> dict[str, bytes]:
    """Every file of an edition by its path. Raises UsageError when it is none."""
    files = _from_folder(source) if source.is_dir() else _from_archive(source)
    if EDITION not in files:
        raise UsageError(f"{source.name} is no edition of the course: {EDITION} is not in it.", hint=ASK)
    return files


def _from_folder(source: Path) -> dict[str, bytes]:
    if not (source / EDITION).is_file():
        return {}
    paths = [path for path in sorted(source.rglob("*")) if path.is_file() and not path.is_symlink()]
    try:
        return {
            path.relative_to(source).as_posix(): path.read_bytes()
            for path in paths
            if not {".git", ".grade", ".venv", "__pycache__"} & set(path.relative_to(source).parts)
        }
    except OSError as error:
        raise UsageError(f"{Path(str(error.filename)).name} cannot be read ({error.strerror}).", hint=ASK) from None


def _from_archive(source: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for one in stream_files(source, lambda name: True, limits=LIMITS):
        if isinstance(one, Refusal):
            raise UsageError(f"{source.name} cannot be read: {one.said}", hint=ASK)
        assert isinstance(one, Stored)
        if one.content is not None:
            found["/".join(one.parts)] = one.content
    if EDITION in found:
        return found
    return {name.removeprefix(f"{TOP}/"): content for name, content in found.items() if name.startswith(f"{TOP}/")}


def _tell(world: World, applied: Applied, where: str) -> None:
    world.say(f"{where}: {count_of(len(applied.written), 'file')} written, {len(applied.removed)} removed.")
    for name in applied.kept:
        world.say(f"  kept as it is, you have worked on it: {name}")
    for name in applied.newer_stubs:
        world.say(f"  the newer stub lies beside it: {name}")
    for name in applied.saved:
        world.say(f"  it was changed; a copy of yours is in .grade/backups: {name}")


ASK = "Ask whoever gave it to you for the file again."
