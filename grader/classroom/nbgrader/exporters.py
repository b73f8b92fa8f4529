"""Exporters for `nbgrader export`: one for each format of `grade class export list`, from nbgrader's own gradebook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Enum, List, Unicode

from grader.classroom.exports import FORMATS, Missing, Notes, Options, export_files, export_table, find_format
from grader.classroom.nbgrader.scores import NbgraderChoice, table_of
from grader.classroom.scores.model import ScoreTable
from grader.errors import GraderError, UsageError
from grader.files import write_pieces


class Exporter(ExportPlugin):  # type: ignore[misc]  # untyped
    """What all of them do; each names its format."""

    format = ""
    template = Unicode("", help="a file downloaded from the platform, to fill in").tag(config=True)
    missing = Enum([one.value for one in Missing], "blank", help="what was not handed in").tag(config=True)
    katas = List(Unicode(), [], help="these notebooks; else all").tag(config=True)
    settings = Dict({}, help="what course.yaml would say under lms: for this format").tag(config=True)

    def export(self, gradebook: Any) -> None:
        """Write the scores to `--to`; where that cannot be, say why and leave."""
        try:
            self._export(gradebook)
        except GraderError as error:
            self.log.error("%s %s\n%s", error.message, error.hint, HERE.format(type(self).__name__))
            raise SystemExit(int(error.code)) from None

    def _export(self, gradebook: Any) -> None:
        made = find_format(self.format)
        to = Path(self.to or (self.format if made.per_attempt else f"{self.format}{made.suffix}"))
        settings = {name: str(value) for name, value in self.settings.items()}
        options = Options(missing=Missing(self.missing), katas=frozenset(self.katas), settings=settings)
        table, notes = self._table(gradebook), Notes()
        try:
            if made.per_attempt:
                for path, content in export_files(self.format, table, options, notes):
                    write_pieces(to.joinpath(*path.split("/")), [content])
            else:
                write_pieces(to, export_table(self.format, table, options, _template(self.template), notes))
        finally:
            for sentence in notes.sentences():
                self.log.warning("%s", sentence)

    def _table(self, gradebook: Any) -> ScoreTable:
        chosen = NbgraderChoice([str(one) for one in self.student], [str(one) for one in self.assignment])
        course = self.parent.coursedir.course_id or "nbgrader"
        return table_of(gradebook, course, datetime.now(UTC), chosen, self._handed_in)

    def _handed_in(self, student: str, assignment: str, notebook: str) -> bool | None:
        """Return whether the notebook lies where students' submissions are; nobody knows where there is no such
        folder.
        """
        course = self.parent.coursedir
        folder = Path(course.format_path(course.submitted_directory, student, assignment))
        return (folder / f"{notebook}.ipynb").is_file() if folder.is_dir() else None


HERE = "Here that is --{0}.template=FILE, --{0}.katas=KATA and, for lines of course.yaml, --{0}.settings NAME=VALUE."


def _template(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes() if path else None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).", hint="Name the downloaded file.") from None


# What an exporter is called whose name is not made of its format's words.
NAMES = {"csv": "LongCsv", "csv-wide": "WideCsv", "junit": "JUnit", "oneroster": "OneRoster"}


def exporters() -> Mapping[str, type[Exporter]]:
    """Return an exporter for each format of `grade class export list`, by its class's name, such as MoodleXml."""
    return {named(format): _exporter(format) for format in FORMATS}


def named(format: str) -> str:
    """Return what the exporter of a format is called."""
    return NAMES.get(format) or "".join(word.title() for word in format.split("-"))


def _exporter(format: str) -> type[Exporter]:
    about = {"format": format, "__doc__": f"{FORMATS[format].title}.", "__module__": __name__}
    return type(named(format), (Exporter,), about)


# nbgrader finds an exporter as a name of this module, and lists what stands in it.
globals().update(exporters())
