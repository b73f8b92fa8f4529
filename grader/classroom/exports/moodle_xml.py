"""Moodle's grade import from XML (public/grade/import/xml/lib.php): items and students by their id numbers."""

from __future__ import annotations

from collections.abc import Iterator

from grader.classroom.exports.columns import Keys, Notes, NothingToSend, note_range, somebody
from grader.classroom.exports.format import ExportFormat, Missing, Options
from grader.classroom.exports.table import IN_WORDS, PersonKey, comment_text, grade_text, lms_name, refuse_shared
from grader.classroom.scores.model import ScoreRow, ScoreTable
from grader.text import csv_cell, xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<results batch="{batch}">\n'
OTHER_KEY = "course.yaml may name another under lms: moodle: key:, such as id, email or username."
REFUSES = "Moodle refuses the whole file for them, unless the site allows such grades"


def person(options: Options) -> PersonKey:
    """People are told apart by an ID number, which stands in the roster as id, or as course.yaml says under key:."""
    return PersonKey("ID number", (options.settings.get("key", "id"),), hint=OTHER_KEY)


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[str]:
    """Yield a result for each score there is; one without points has words and no score, since an empty one is refused.

    Raises NothingToSend when there is no result: Moodle takes such a file for a broken one.
    """
    items = [_item(lms_name(column, "moodle-xml") or column.kata) for column in table.columns]
    refuse_shared(table.columns, items, "ID number in Moodle")
    notes.tell("In Moodle, each kata's grade item needs its ID number: " + ", ".join(items))
    keys = Keys(notes, person(options))
    named = [f"<result><state>new</state><assignment>{xml(item)}</assignment>" for item in items]
    yield HEAD.format(batch=int(table.made.timestamp()))
    any_result = False
    for row in table.rows():
        key = keys.take(row.student)
        results = "".join(_results(row, named, key, options, notes)) if key else ""
        any_result = any_result or bool(results)
        yield results
    if not any_result:
        somebody(notes, person(options))
        raise NothingToSend("There is no score to send yet.", hint="Grade what was collected: grade class run")
    yield "</results>\n"


def _results(row: ScoreRow, named: list[str], key: str, options: Options, notes: Notes) -> Iterator[str]:
    """Yield the results of one student; each begins with what is `named`, its item."""
    student = f"<student>{xml(key)}</student>"
    for item, score in zip(named, row.scores, strict=True):
        grade = grade_text(score, zero=options.missing is Missing.ZERO)
        comment = comment_text(score) if options.comments else ""
        note_range(score, notes, REFUSES)
        if grade or comment:
            points = f"<score>{grade}</score>" if grade else ""
            words = f"<feedback>{xml(comment)}</feedback>" if comment else ""
            yield f"{item}{student}{points}{words}</result>\n"


def _item(name: str) -> str:
    return csv_cell(name).strip()


FORMAT = ExportFormat(
    name="moodle-xml",
    title="Moodle: grade import from XML, by id numbers",
    holds=IN_WORDS,
    in_words=IN_WORDS,
    suffix=".xml",
    person=person,
    table=export,
)
