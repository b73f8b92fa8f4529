"""`grade class export`: the scores as files that a platform reads, never half written."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile

import click

from grader.classroom.exports import (
    FORMATS,
    ExportFormat,
    Holds,
    Missing,
    Notes,
    NothingToSend,
    Options,
    export_files,
    export_parts,
    export_table,
    find_format,
)
from grader.classroom.exports.sheet import LARGEST
from grader.classroom.gradebook import FILE_NAME as GRADEBOOK
from grader.classroom.plan import PLAN, CoursePlan
from grader.classroom.push import FILE_NAME as PUSHED
from grader.classroom.scores.model import ScoreRow, ScoreTable
from grader.cli.classroom.course import opened
from grader.cli.commands import as_options, enum_option
from grader.cli.world import World
from grader.curriculum import find_kata
from grader.errors import ExitCode, UsageError
from grader.files import write_pieces
from grader.text import count_of, one_line

# So many students are done before anybody begins to wonder.
TOLD_EACH = 2000
NAMED = 3
IN_MEMORY = 8 << 20
STANDARD_OUTPUT = "-"
SEPARATORS = tuple({"/", os.sep})


@dataclass(frozen=True, slots=True)
class Target:
    """Where an export goes, and the downloaded file it fills; `sure` replaces a file without asking.

    With `as_folder`, a folder is meant, whether it is there or not.
    """

    to: Path
    template: Path | None
    sure: bool
    as_folder: bool = False

    def holds_parts(self, format: ExportFormat) -> bool:
        """Return whether a file for each kata is meant, of a format that can be cut so."""
        return format.parts is not None and (self.as_folder or os.path.isdir(self.to))


def refuse_own(path: Path, plan: CoursePlan) -> None:
    """Raise UsageError for a file of the course itself: no export may replace it."""
    wanted, own = path.resolve(), (plan.folder / PLAN, plan.roster, plan.folder / GRADEBOOK, plan.folder / PUSHED)
    if any(wanted == one.resolve() for one in own):
        raise UsageError(f"{path.name} is a file of the course itself.", hint="Name another: --to FILE")


@dataclass(frozen=True, slots=True)
class ScoreExport:
    """One export: the scores, in which format and how, where to, and the notes of what became of them."""

    format: ExportFormat
    table: ScoreTable
    options: Options
    target: Target
    notes: Notes


def write_table(world: World, export: ScoreExport) -> None:
    """Write the one file, and say how many students are in it. Raises UsageError; then no file has changed."""
    format, target, notes = export.format, export.target, export.notes
    # Not Path's own: before 3.14 those raise for a name that is too long.
    if os.path.isdir(target.to):
        raise UsageError(f"{target.to.name} is a folder.", hint=f"Name a file: --to {format.name}{format.suffix}")
    template = _read(target.template) if target.template else None
    question = f"{world.shown(target.to)} is there already. Replace it?"
    exists = os.path.exists(target.to) and target.to.name != STANDARD_OUTPUT
    if exists and not target.sure and not world.ask(question):
        raise UsageError("Nothing was written.", hint="Name another file, or replace it: --yes")
    pieces = export_table(format.name, counted(world, export.table), export.options, template, notes)
    if target.to.name == STANDARD_OUTPUT:
        _pour(world, pieces)
        world.complain(_people(notes.rows))
    else:
        write_pieces(target.to, pieces)
        world.say(f"{one_line(world.shown(target.to))}: {_people(notes.rows)}")


def _pour(world: World, pieces: Iterable[str | bytes]) -> None:
    """Write to the standard output, as bytes where it takes them, once the last piece has come."""
    raw = getattr(world.out, "buffer", None)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        for piece in pieces:
            whole.write(piece.encode("utf-8") if isinstance(piece, str) else piece)
        whole.seek(0)
        if raw is not None:
            copyfileobj(whole, raw)
        else:
            world.out.write(whole.read().decode("utf-8"))


def write_folder(world: World, export: ScoreExport) -> None:
    """Write a file for each attempt, or each kata; one that has the same content already is left as it is."""
    format, target = export.format, export.target
    if target.template is not None:
        raise UsageError(f"{format.name} takes no template.", hint="Leave --template out.")
    if target.to.name == STANDARD_OUTPUT or (os.path.exists(target.to) and not os.path.isdir(target.to)):
        raise UsageError(f"{target.to.name} is a file.", hint="Name a folder: --to DIR")
    written, same = 0, 0
    earlier = _earlier(target.to, {f"{column.kata}{format.suffix}" for column in export.table.columns}, format)
    files_of = export_files if format.per_attempt else export_parts
    for path, content in files_of(format.name, counted(world, export.table), export.options, export.notes):
        place = target.to.joinpath(*path.split("/"))
        earlier.discard(place)
        if _holds(place, content):
            same += 1
        else:
            write_pieces(place, [content])
            written += 1
    alike = f"{count_of(same, 'was', 'were')} the same already"
    world.say(f"{one_line(world.shown(target.to))}: {count_of(written, 'file')} written, {alike}.")
    if earlier:
        export.notes.tell(f"{len(earlier)} not of this export, left in {target.to.name}: {_named(earlier, target.to)}")


def _earlier(folder: Path, names: Collection[str], format: ExportFormat) -> set[Path]:
    """List files of an earlier export, so that one for somebody who is excused by now does not pass for new."""
    places = "*/*" if format.per_attempt else "*"
    # glob() raises for a name that is too long, on some Pythons.
    found = folder.glob(places) if os.path.isdir(folder) else ()
    return {path for path in found if path.name in names}


def _named(paths: Collection[Path], folder: Path) -> str:
    first = [path.relative_to(folder).as_posix() for path in sorted(paths)[:NAMED]]
    return ", ".join(first) + (" …" if len(paths) > NAMED else "")


def counted(world: World, table: ScoreTable) -> ScoreTable:
    """Return the same table; reading it says now and then how many students are done."""

    def rows() -> Iterator[ScoreRow]:
        for number, row in enumerate(table.rows(), start=1):
            yield row
            if number % TOLD_EACH == 0:
                world.complain(count_of(number, "student"))

    return replace(table, rows=rows)


def _people(count: int) -> str:
    return f"{count_of(count, 'student')}."


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


OVERVIEW = "list"
EXAMPLES = """\b
Examples:
  grade class export list                                   what each format can hold
  grade class export csv --to grades.csv
  grade class export canvas --template ~/Downloads/grades.csv --to filled.csv
  grade class export moodle --to moodle.csv --kata kata11 --missing zero
  grade class export gradescope --to results/

\b
With --template, the cells of the course's katas and students are filled in a file
that was downloaded from the platform, and not one other byte is changed. A blank
score leaves its cell as it is. course.yaml says under lms: what a kata is called
on a platform; without that, it is found by its title or id.

\b
Blank is no grade, 0 is one: what was not handed in is blank, unless --missing zero.
A stub as it was given out is no more than nothing: it is blank or 0 just the same.
What a format cannot hold, and who had to be left out, is told when it is written.
Two people with one key (an e-mail, a participant) are both left out and named.
A file with nobody in it, or a template in which nothing would change, is not
written: the exit code is then 1, and what would help is told.

\b
lti-ags writes one array, or with --to DIR/ an array for each kata's line item.
"""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options of `grade class export`."""

    format: str
    to: str | None
    template: Path | None
    katas: tuple[str, ...]
    missing: Missing
    no_comments: bool
    yes: bool
    verbose: bool


class _WithFormats(click.Command):
    """Its help lists the formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The formats, one line each, then the examples."""
        with formatter.section("Formats"):
            formatter.write_dl([(name, format.title) for name, format in FORMATS.items()])
        super().format_epilog(ctx, formatter)


@click.command(cls=_WithFormats, epilog=EXAMPLES)
@click.argument("format", metavar="FORMAT")
@click.option("--to", metavar="FILE|DIR", help="Where it is written; - is the standard output.")
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="A downloaded file to fill in.")
@click.option("--kata", "katas", multiple=True, metavar="KATA", help="This kata only; may be given again.")
@enum_option("--missing", kind=Missing, default="blank", help="What was not handed in. [default: blank]")
@click.option("--no-comments", is_flag=True, help="Points alone, where a format could hold words beside them.")
@click.option("--yes", is_flag=True, help="Replace a file that is there already.")
@click.option("-v", "--verbose", is_flag=True, help="Name everybody who was left out.")
@as_options(ExportOptions)
def export(world: World, options: ExportOptions) -> ExitCode:
    """Write the scores in FORMAT, ready to upload; `list` shows what each format can hold."""
    if options.format == OVERVIEW:
        world.say(overview())
        return ExitCode.ACCEPTED
    format = find_format(options.format)
    if options.to is None:
        place = "DIR" if format.per_attempt else f"{format.name}{format.suffix}"
        raise click.UsageError(f"Say where it goes: --to {place}")
    template = world.path(options.template) if options.template else None
    target = Target(world.path(Path(options.to)), template, options.yes, options.to.endswith(SEPARATORS))
    with opened(world) as course:
        refuse_own(target.to, course.plan)
        chosen = Options(
            missing=options.missing,
            katas=frozenset(find_kata(course.katas, name, here=world.path(Path())).id for name in options.katas),
            comments=not options.no_comments,
            # moodle-xml and moodle-worksheet know what moodle knows.
            settings={**course.plan.lms.get(format.name.partition("-")[0], {}), **course.plan.lms.get(format.name, {})},
        )
        notes = Notes()
        write = write_folder if format.per_attempt or target.holds_parts(format) else write_table
        try:
            write(world, ScoreExport(format, course.table, chosen, target, notes))
        except NothingToSend:
            _tell(world, notes, verbose=options.verbose)
            raise
    _tell(world, notes, verbose=options.verbose)
    return ExitCode.ACCEPTED


def _tell(world: World, notes: Notes, *, verbose: bool) -> None:
    for sentence in notes.sentences(len(notes.left_out)) if verbose else notes.sentences():
        world.complain(sentence)


def overview() -> str:
    """Return a table of what each format can hold beside points and blank."""
    width = max(map(len, FORMATS))
    lines = [f"{'':{width}} {'writes':11}{'template':9}" + "".join(f"{held:<9}" for held in Holds)]
    for name, format in FORMATS.items():
        writes = f"{format.suffix} each" if format.per_attempt else format.suffix
        filled = "needed" if format.needs_template else "can fill" if format.fill else "-"
        held = "".join(f"{'yes' if one in format.holds else '-':<9}" for one in Holds)
        lines.append(f"{name:{width}} {writes:11}{filled:9}{held}")
    return "\n".join(line.rstrip() for line in lines)
