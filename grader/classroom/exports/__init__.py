"""One file per platform: a class's scores as the gradebook files that platforms read. Pure, from values to text.

    notes = Notes()
    for piece in export_table("canvas", table, Options(), None, notes): ...

A format is a module here that holds a FORMAT: its file is all there is to add. Only one that is asked for is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from grader.classroom.exports.columns import Notes, NothingToSend, apart, somebody, watched
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.table import narrowed, uncommented
from grader.classroom.scores.model import ScoreTable
from grader.errors import UsageError

__all__ = [
    "FORMATS",
    "ExportFormat",
    "Holds",
    "Missing",
    "NothingToSend",
    "Notes",
    "Options",
    "export_files",
    "export_parts",
    "export_table",
    "find_format",
]

T = TypeVar("T")
# What formats share; every other module here is a format, named as its file is.
SHARED = frozenset({"attempts", "columns", "filling", "format", "sheet", "table"})


class _Formats(Mapping[str, ExportFormat]):
    """The formats by name, each imported when it is looked up."""

    def __init__(self) -> None:
        found = (module.name for module in iter_modules(__path__))
        self._modules = {name.replace("_", "-"): name for name in sorted(found) if name not in SHARED}

    def __getitem__(self, name: str) -> ExportFormat:
        found = import_module(f"{__name__}.{self._modules[name]}").FORMAT
        assert isinstance(found, ExportFormat)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules


FORMATS: Mapping[str, ExportFormat] = _Formats()


def find_format(name: str) -> ExportFormat:
    """Return the format of this name. Raises UsageError with the nearest name on one that is none."""
    if name in FORMATS:
        return FORMATS[name]
    near = get_close_matches(name, list(FORMATS), n=1)
    hint = f"Did you mean {near[0]}?" if near else "All of them: grade class export list"
    raise UsageError(f"There is no format {name!r}.", hint=hint)


def export_table(
    format: str, table: ScoreTable, options: Options, template: bytes | None, notes: Notes
) -> Iterator[str | bytes]:
    """Yield the file's text (UTF-8) or bytes, piece by piece; with a template, that file with the scores filled in.

    What the format cannot hold, and who was left out, is in the notes when the last piece has come. Raises UsageError
    for a template the format cannot use, or a missing one that it needs; at the end NothingToSend when nobody is in
    the file, or nothing of the template was changed: it is no file then, whatever came before.
    """
    made = find_format(format)
    table = _asked_for(table, options)
    if template is not None:
        if made.fill is None:
            raise UsageError(f"{made.name} takes no template.", hint="Leave --template out.")
        return made.fill(table, options, notes, template)
    if made.table is None:
        raise UsageError(made.refusal, hint=made.hint)
    return _with_somebody(made, made.table(_sendable(made, table, options, notes), options, notes), options, notes)


def export_files(format: str, table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield each file's path below the folder to write to, with /, and its bytes. The paths are safe and unique.

    Raises UsageError for a format that is one table, and NothingToSend at the end when there was no file.
    """
    made = find_format(format)
    if made.files is None:
        raise UsageError(f"{made.name} is one file.", hint="Name it: --to FILE")
    table = _asked_for(table, options)
    return _with_files(made.files(_sendable(made, table, options, notes), options, notes))


def export_parts(format: str, table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each kata, of a format that can be cut so: its name and its bytes.

    Raises UsageError for another format, and NothingToSend at the end when there was no file.
    """
    made = find_format(format)
    if made.parts is None:
        raise UsageError(f"{made.name} is one file.", hint="Name it: --to FILE")
    table = _asked_for(table, options)
    pieces = made.parts(_sendable(made, table, options, notes), options, notes)
    return _with_files(_with_somebody(made, pieces, options, notes))


def _asked_for(table: ScoreTable, options: Options) -> ScoreTable:
    """Return the table with what a person chose of it. Raises UsageError for a kata that the course does not have."""
    chosen = narrowed(table, options.katas)
    return chosen if options.comments else uncommented(chosen)


def _sendable(made: ExportFormat, table: ScoreTable, options: Options, notes: Notes) -> ScoreTable:
    """Return the table with those people only who can be told apart, and what is lost of them counted."""
    return watched(apart(table, made.person(options), notes), made.held(options), notes, files=made.per_attempt)


def _with_somebody(made: ExportFormat, pieces: Iterable[T], options: Options, notes: Notes) -> Iterator[T]:
    yield from pieces
    somebody(notes, made.person(options))


def _with_files(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    written = 0
    for written, one in enumerate(files, start=1):  # noqa: B007  how many there were is asked afterwards
        yield one
    if not written:
        raise NothingToSend(
            "There is nothing to write a file of yet.", hint="Grade what was collected: grade class run"
        )
