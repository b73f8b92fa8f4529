"""`grade dev new`, `wrong` and `release`, and `grade update`."""

from __future__ import annotations

import shlex
from pathlib import Path

from grader.authoring.new import NewKataOptions, begin_kata, begin_wrong
from grader.authoring.release import (
    EDITION,
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
from grader.cli.world import World
from grader.curriculum import find_course, kata_folders, load_katas
from grader.errors import ExitCode, UsageError
from grader.model import Kata
from grader.text import count_of


def new_kata(world: World, wish: NewKataOptions) -> ExitCode:
    """Write the kata's files, say what each is for, and what to do next. Raises UsageError."""
    course = _set(world)
    begun = begin_kata(course, load_katas(course), wish)
    for file, purpose in begun.files:
        world.say(f"{world.shown(course / file)}\n    {purpose}")
    world.say(f"To start over, delete {' and '.join(world.shown(course / folder) for folder in begun.folders)}.")
    world.say(f"What is left to write, until nothing is: {_check(world, begun.kata)}")
    return ExitCode.ACCEPTED


def new_wrong(world: World, name: str, belief: str, source: Path | None) -> ExitCode:
    """Write the file of a wrong solution, and say what to do next. Raises UsageError."""
    course = world.course()
    (kata,) = grading.named(world, course, [name])
    content = None if source is None else _content(world, source)
    file = begin_wrong(course / "solutions", kata, belief, content)
    world.say(world.shown(file))
    if content is not None:
        world.say("Take out what says who wrote it: names, ids, comments.")
    world.say(f"Make it wrong and fill in its header, until this is green: {_check(world, kata.id)}")
    return ExitCode.ACCEPTED


def _check(world: World, kata: str) -> str:
    """The command to type next; a set that was named has to be named again."""
    named = f" --katas {shlex.quote(world.shown(world.katas))}" if world.katas is not None else ""
    return f"grade dev check --repeats 1 {kata}{named}"


def _content(world: World, source: Path) -> bytes:
    try:
        return (world.here / source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}).", hint="Name a file that is there.") from None


def _set(world: World) -> Path:
    """The course, or the folder that --katas or GRADE_KATAS names, which may still be empty or absent."""
    named = world.katas or world.usual_katas
    return named if named is not None and not kata_folders(named) else world.course()


TOP = "asyncio-katas"
LIMITS = Limits(member_bytes=4 << 20, unpacked_bytes=64 << 20)


def release(
    world: World, out: Path, names: tuple[str, ...], hidden: Hidden | None, platform: ReleasePlatform | None
) -> ExitCode:
    """Write the edition to a folder or an archive. Raises UsageError where it cannot be made."""
    course = world.course()
    katas = _katas(world, course, names, platform)
    order = ReleaseOptions(katas, _how(hidden, platform), platform)
    files = edition_files(course, order)
    target = world.here / out
    if platform is ReleasePlatform.GRADESCOPE and not is_archive(out):
        raise UsageError("Gradescope takes a zip.", hint=f"Name one: grade dev release {out}.zip --for gradescope")
    if is_archive(out):
        write_archive(target, files, top="" if platform is ReleasePlatform.GRADESCOPE else TOP)
        world.say(f"{world.shown(target)}: {count_of(len(files), 'file')}, hidden checks {order.hidden}.")
    else:
        _tell(world, apply_edition(files, target), world.shown(target))
    world.say(", ".join(kata.id for kata in katas))
    return ExitCode.ACCEPTED


def update(world: World, source: Path) -> ExitCode:
    """Bring this copy of the course to the edition in a folder or an archive; what was written here stays."""
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
