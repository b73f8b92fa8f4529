"""One file per platform: a class's scores as the gradebook files that platforms read. Pure, from values to text.

    notes = Notes()
    for piece in export_table("canvas", table, Options(), None, notes): ...

A format is a module here that holds a FORMAT; MODULES names it, and only a format that is asked for is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module

from grader.classroom.exports.columns import Notes, watched
from grader.classroom.exports.format import ExportFormat, Holds, Missing, Options
from grader.classroom.exports.table import narrowed
from grader.classroom.scores.model import ScoreTable
from grader.errors import UsageError

__all__ = [
    "FORMATS",
    "ExportFormat",
    "Holds",
    "Missing",
    "Notes",
    "Options",
    "export_files",
    "export_table",
    "find_format",
]

MODULES = {
    "canvas": "canvas",
    "moodle": "moodle",
    "moodle-xml": "moodle_xml",
    "moodle-worksheet": "moodle_worksheet",
    "blackboard": "blackboard",
    "brightspace": "brightspace",
    "sakai": "sakai",
    "edx": "edx",
    "oneroster": "oneroster",
    "lti-ags": "lti_ags",
    "gradescope": "gradescope",
    "github-classroom": "github_classroom",
    "exercism": "exercism",
    "junit": "junit",
    "nbgrader": "nbgrader",
    "csv": "long_csv",
    "csv-wide": "wide_csv",
    "json": "whole_json",
}


class _Formats(Mapping[str, ExportFormat]):
    """The formats by name, each imported when it is looked up."""

    def __getitem__(self, name: str) -> ExportFormat:
        found = import_module(f"grader.classroom.exports.{MODULES[name]}").FORMAT
        assert isinstance(found, ExportFormat)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)

    def __contains__(self, name: object) -> bool:
        return name in MODULES


FORMATS: Mapping[str, ExportFormat] = _Formats()


def find_format(name: str) -> ExportFormat:
    """The format of this name. Raises UsageError with the nearest name on one that is none."""
    if name in FORMATS:
        return FORMATS[name]
    near = get_close_matches(name, list(FORMATS), n=1)
    hint = f"Did you mean {near[0]}?" if near else "All of them: grade class export list"
    raise UsageError(f"There is no format {name!r}.", hint=hint)


def export_table(
    format: str, table: ScoreTable, options: Options, template: bytes | None, notes: Notes
) -> Iterator[str | bytes]:
    """The file's text (UTF-8) or bytes, piece by piece; with a template, that file with the scores filled in.

    What the format cannot hold, and who was left out, is in the notes when the last piece has come. Raises UsageError
    for a template the format cannot use, or a missing one that it needs.
    """
    made = find_format(format)
    table = narrowed(table, options.katas)
    if template is not None:
        if made.fill is None:
            raise UsageError(f"{made.name} takes no template.", hint="Leave --template out.")
        return made.fill(table, options, notes, template)
    if made.table is None:
        raise UsageError(made.refusal, hint=made.hint)
    return made.table(watched(table, made.held(options), notes), options, notes)


def export_files(format: str, table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Each file's path below the folder to write to, with /, and its bytes. The paths are safe and unique.

    Raises UsageError for a format that is one table.
    """
    made = find_format(format)
    if made.files is None:
        raise UsageError(f"{made.name} is one file.", hint="Name it: --to FILE")
    return made.files(watched(narrowed(table, options.katas), made.held(options), notes, files=True), options, notes)
