"""`grade update`: a newer edition of the course, applied to a student's copy."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.world import World
from grader.curriculum.kata_files import EDITION
from grader.errors import ExitCode, UsageError
from grader.student.archives import Refusal, Stored, stream_files
from grader.student.archives.members import Limits
from grader.student.edition import TOP, Applied, apply_edition
from grader.text import count_of

LIMITS = Limits(member_bytes=4 << 20, unpacked_bytes=64 << 20)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.pass_obj
def update(world: World, source: Path) -> ExitCode:
    """A newer edition of the course, from a folder or an archive; what you wrote stays."""
    course = world.course()
    if not (course / EDITION).is_file():
        raise UsageError("This is no student edition.", hint="In a clone of the author's repository: git pull")
    tell_applied(world, apply_edition(_read(world.here / source), course), "This course")
    return ExitCode.ACCEPTED


def _read(source: Path) -> dict[str, bytes]:
    """Return every file of an edition by its path. Raises UsageError when it is none."""
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


def tell_applied(world: World, applied: Applied, where: str) -> None:
    """Say what was written, removed and kept."""
    world.say(f"{where}: {count_of(len(applied.written), 'file')} written, {len(applied.removed)} removed.")
    for name in applied.kept:
        world.say(f"  kept as it is, you have worked on it: {name}")
    for name in applied.newer_stubs:
        world.say(f"  the newer stub lies beside it: {name}")
    for name in applied.saved:
        world.say(f"  it was changed; a copy of yours is in .grade/backups: {name}")


ASK = "Ask whoever gave it to you for the file again."
