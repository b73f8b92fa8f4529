"""An export onto the disk: one file or a folder of them, never half written, with what has to be told."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.cli.world import World
from grader.course.gradebook import FILE_NAME as GRADEBOOK
from grader.course.plan import PLAN, CoursePlan
from grader.course.pushing import FILE_NAME as PUSHED
from grader.errors import UsageError
from grader.escaping import one_line
from grader.exports import Format, Notes, Options, export_files, export_table
from grader.exports.sheet import LARGEST
from grader.scores import Row, ScoreTable
from grader.writing import write_pieces

# So many students are done before anybody begins to wonder.
TOLD_EACH = 2000
NAMED = 3
STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """Where an export goes, and the downloaded file it fills; `sure` replaces a file without asking."""

    to: Path
    template: Path | None
    sure: bool


def refuse_own(path: Path, plan: CoursePlan) -> None:
    """Raises UsageError for a file that the course itself is made of: no export may take its place."""
    wanted, own = path.resolve(), (plan.folder / PLAN, plan.roster, plan.folder / GRADEBOOK, plan.folder / PUSHED)
    if any(wanted == one.resolve() for one in own):
        raise UsageError(f"{path.name} is a file of the course itself.", hint="Name another: --to FILE")


def write_table(world: World, format: Format, table: ScoreTable, options: Options, target: Target) -> Notes:
    """Write the one file, and say how many students are in it. Raises UsageError; then no file has changed."""
    # Not Path's own: before 3.14 those raise for a name that is too long.
    if os.path.isdir(target.to):
        raise UsageError(f"{target.to.name} is a folder.", hint=f"Name a file: --to {format.name}{format.suffix}")
    template = _read(target.template) if target.template else None
    question = f"{world.shown(target.to)} is there already. Replace it?"
    taken = os.path.exists(target.to) and target.to.name != STANDARD_OUTPUT
    if taken and not target.sure and not world.ask(question):
        raise UsageError("Nothing was written.", hint="Name another file, or replace it: --yes")
    notes = Notes()
    pieces = export_table(format.name, counted(world, table), options, template, notes)
    if target.to.name == STANDARD_OUTPUT:
        _pour(world, pieces)
        world.complain(_people(notes.rows))
    else:
        write_pieces(target.to, pieces)
        world.say(f"{one_line(world.shown(target.to))}: {_people(notes.rows)}")
    return notes


def _pour(world: World, pieces: Iterable[str | bytes]) -> None:
    """Write to the standard output, as bytes where it takes them."""
    raw = getattr(world.out, "buffer", None)
    for piece in pieces:
        content = piece.encode("utf-8") if isinstance(piece, str) else piece
        if raw is not None:
            raw.write(content)
        else:
            world.out.write(content.decode("utf-8"))


def write_folder(world: World, format: Format, table: ScoreTable, options: Options, target: Target) -> Notes:
    """Write a file for each attempt; one that has the same content already is left, so that it can be begun again."""
    if target.template is not None:
        raise UsageError(f"{format.name} takes no template.", hint="Leave --template out.")
    if target.to.name == STANDARD_OUTPUT or (os.path.exists(target.to) and not os.path.isdir(target.to)):
        raise UsageError(f"{target.to.name} is a file.", hint="Name a folder: --to DIR")
    notes, written, same = Notes(), 0, 0
    earlier = _earlier(target.to, {f"{column.kata}{format.suffix}" for column in table.columns})
    for path, content in export_files(format.name, counted(world, table), options, notes):
        place = target.to.joinpath(*path.split("/"))
        earlier.discard(place)
        if _holds(place, content):
            same += 1
        else:
            write_pieces(place, [content])
            written += 1
    world.say(f"{one_line(world.shown(target.to))}: {written} files written, {same} were the same already.")
    if earlier:
        notes.tell(f"{len(earlier)} not of this export, left in {target.to.name}: {_named(earlier)}")
    return notes


def _earlier(folder: Path, names: Collection[str]) -> set[Path]:
    """Files of an earlier export: one for somebody who is excused by now must not pass for new."""
    # glob() raises for a name that is too long, on some Pythons.
    return {path for path in folder.glob("*/*") if path.name in names} if os.path.isdir(folder) else set()


def _named(paths: Collection[Path]) -> str:
    first = [f"{path.parent.name}/{path.name}" for path in sorted(paths)[:NAMED]]
    return ", ".join(first) + (" …" if len(paths) > NAMED else "")


def counted(world: World, table: ScoreTable) -> ScoreTable:
    """The same table, whose reader is told now and then how far it is."""

    def rows() -> Iterator[Row]:
        for number, row in enumerate(table.rows(), start=1):
            yield row
            if number % TOLD_EACH == 0:
                world.complain(f"{number} students")

    return replace(table, rows=rows)


def _people(count: int) -> str:
    return "1 student." if count == 1 else f"{count} students."


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read ({error.strerror}).", hint="Name another: --template") from None


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
