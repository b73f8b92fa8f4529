"""What every format must hold, asked of each file in grader/classroom/exports/, also of one that is new there.

A format that needs settings says so in `needs`; one that can fill a download has a small one in tests/exports/samples.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grader.classroom import exports
from grader.classroom.exports import (
    FORMATS,
    Holds,
    Missing,
    Notes,
    NothingToSend,
    Options,
    export_files,
    export_parts,
    export_table,
)
from grader.classroom.scores.model import Column, Score, ScoreRow, ScoreTable, Standing, Student, Total
from grader.model import Check, CheckResult, Level, Mode, Outcome, Report, Verdict
from grader.report.json import report_document
from grader.report.scoring import View
from grader.text import is_formula
from tests.exports.people import DUE, MADE
from tests.support.claims import nonempty

SAMPLES = Path(__file__).parent / "samples"
MOST = 90
KATAS = (Column("kata51", "Title 1", MOST, DUE), Column("kata52", "Title 2", MOST, DUE))
CHECK = Check("test_it", "It works.", MOST, hidden=False)
# Headings under which some platform looks for its own number of a person.
NUMBERS = ("canvas_id", "lti_user_id", "edx_user_id", "participant")
LOGINS = ("username", "sis_login_id", "sakai_eid", "edx_username", "github")
WITHOUT_POINTS = tuple(standing for standing in Standing if standing not in (Standing.SCORED, Standing.OVERRIDDEN))
ZERO = re.compile(r"(?<![\w.:+-])0+(?:\.0+)?(?![\w.:+-])")

FILLED = [name for name, format in FORMATS.items() if format.fill]
ALONE = [name for name, format in FORMATS.items() if format.table or format.files]
PARTED = [name for name, format in FORMATS.items() if format.parts]
# Each way in which a format writes: by itself, into a download, a file for each kata.
WAYS = [(name, way) for way, names in (("alone", ALONE), ("filled", FILLED), ("parts", PARTED)) for name in names]


def person(word: str, number: int, **more: Any) -> Student:
    """Somebody whom every platform knows."""
    ids = {**dict.fromkeys(NUMBERS, str(number)), **dict.fromkeys(LOGINS, word)}
    facts = {"first_name": "Ann", "last_name": word.title(), "email": f"{word}@example.org", "ids": ids, **more}
    return Student(f"k-{word}", **facts)


ONE, TWO = person("one", 17), person("two", 18, first_name="Ben")


def earned(points: str, attempt: int = 1) -> Score:
    """Points of an attempt, in time."""
    verdict = Verdict.ACCEPTED if points == str(MOST) else Verdict.REJECTED
    facts: dict[str, Any] = {"earned": int(Decimal(points)), "submitted": DUE, "attempt": attempt, "verdict": verdict}
    return Score(Standing.SCORED, MOST, Decimal(points), level=Level.STRONG, **facts)


def class_of(*rows: tuple[Student, Sequence[Score]]) -> ScoreTable:
    """These people; every kata has one check, which earned what the attempt's number says."""
    kept = [ScoreRow(student, tuple(scores)) for student, scores in rows]
    width = len(kept[0].scores) if kept else 1
    return ScoreTable("Autumn", MADE, KATAS[:width], lambda: iter(kept), _document)


def _document(attempt: int) -> Mapping[str, Any]:
    outcome = Outcome.PASSED if attempt > 1 else Outcome.FAILED
    report = Report(
        kata="kata51",
        kata_title="Title 1",
        kata_version="ab" * 32,
        submit="it.py",
        verdict=Verdict.REJECTED,
        mode=Mode.SPLIT,
        seed="cd" * 16,
        sha256="ef" * 32,
        results=(CheckResult(CHECK, outcome, headline="Not yet."),),
    )
    return report_document(report, View.INSTRUCTOR)


def sample(name: str) -> bytes:
    """The small download of a format that can fill one."""
    found = list(SAMPLES.glob(f"{name}.*"))
    assert found, f"{name} fills a download: put a small one into {SAMPLES.name}/, with k-one and k-two in it"
    return found[0].read_bytes()


def write(
    name: str, way: str, scores: ScoreTable, notes: Notes | None = None, **options: Any
) -> Iterator[tuple[str, bytes]]:
    """Every file of it, by its path."""
    format, kept = FORMATS[name], notes or Notes()
    made = Options(settings=dict(format.needs), **options)
    if way == "parts":
        yield from export_parts(name, scores, made, kept)
    elif format.files:
        yield from export_files(name, scores, made, kept)
    else:
        pieces = export_table(name, scores, made, sample(name) if way == "filled" else None, kept)
        yield name + format.suffix, b"".join(one.encode() if isinstance(one, str) else one for one in pieces)


def texts(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """What stands in them, out of its zip or its base64."""
    for path, content in files:
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((name, archive.read(name).decode()) for name in archive.namelist())
        else:
            yield path, _plain(content)


def _plain(content: bytes) -> str:
    try:
        return base64.b64decode(content.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return content.decode("utf-8")


def said(name: str, way: str, scores: ScoreTable, **options: Any) -> str:
    """All of it as one text; "" where nothing is sent."""
    try:
        return "\n".join(f"{path}\n{text}" for path, text in texts(write(name, way, scores, **options)))
    except NothingToSend:
        return ""


@pytest.mark.parametrize("standing", WITHOUT_POINTS)
@pytest.mark.parametrize(("name", "way"), WAYS)
def test_blank_is_never_zero(name: str, way: str, standing: Standing) -> None:
    """Whoever has no points gets none: without them there is no zero that was not there with them."""
    reason = "ill" if standing is Standing.EXCUSED else ""
    blank = (Score(standing, MOST, reason=reason), earned("13"))[: 2 if way == "alone" else 1]
    graded = (earned("7"), earned("13"))[: len(blank)]
    other = (earned("21"), earned("23"))[: len(blank)]

    without = said(name, way, class_of((ONE, blank), (TWO, other)))
    with_points = said(name, way, class_of((ONE, graded), (TWO, other)))

    assert without != with_points
    assert len(ZERO.findall(without)) <= len(ZERO.findall(with_points))


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_zero_is_sent(name: str, way: str) -> None:
    """Who earned nothing is not as who handed in nothing."""
    zero = said(name, way, class_of((ONE, [earned("0")]), (TWO, [earned("21")])))
    blank = said(name, way, class_of((ONE, [Score(Standing.OPEN, MOST)]), (TWO, [earned("21")])))

    assert zero != blank


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_missing_is_zero_when_asked_for(name: str, way: str) -> None:
    """With --missing zero it is one, where there is anything to write it into; open and excused are none even then."""
    if FORMATS[name].per_attempt:
        pytest.skip("there is no file without an attempt")
    missing, still_open = ([Score(one, MOST)] for one in (Standing.MISSING, Standing.OPEN))

    zero, blank, later = (
        said(name, way, class_of((ONE, scores), (TWO, [earned("21")])), missing=asked)
        for scores, asked in ((missing, Missing.ZERO), (missing, Missing.BLANK), (still_open, Missing.ZERO))
    )

    assert len(ZERO.findall(zero)) > len(ZERO.findall(blank))
    assert len(ZERO.findall(later)) <= len(ZERO.findall(blank))


COMMENT = "A clear loop!"
# Its downloaded file has a column for comments only where somebody once wrote one.
MAY_HAVE_NO_ROOM = ("sakai",)


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_a_comment_is_where_there_is_room_and_left_out_when_asked(name: str, way: str) -> None:
    """A format that says it holds comments holds the instructor's, and with --no-comments none does."""
    scores = class_of((ONE, [replace(earned("45"), comments=(COMMENT,))]), (TWO, [earned("90", 2)]))

    holds = COMMENT in said(name, way, scores)

    assert COMMENT not in said(name, way, scores, comments=False)
    if way != "filled" or name not in MAY_HAVE_NO_ROOM:
        assert (Holds.COMMENT in FORMATS[name].holds) == holds


@pytest.mark.parametrize("name", ["csv", "csv-wide", "json"])
def test_our_own_tables_say_what_the_total_makes_of_a_score(name: str) -> None:
    """Each kata's weight and category, what is dropped, and the total out of how much."""
    columns = (replace(KATAS[0], weight=Decimal("0.5"), category="homework"), KATAS[1])
    own = (earned("45"), earned("90", 2))
    whole = Total(Decimal("45"), Decimal("45"), frozenset({1}))
    scores = ScoreTable("Autumn", MADE, columns, lambda: iter([ScoreRow(ONE, own, whole)]), _document, "By weight.")

    text = said(name, "alone", scores)

    if name == "json":
        document = json.loads(text.partition("\n")[2])
        (one,) = document["students"]
        assert (
            document["total"],
            *_picked(document["katas"][0], "weight category"),
        ) == ("By weight.", "0.5", "homework")
        assert _picked(one, "total total_max") == ("45", "45")
        assert [score.get("dropped", False) for score in one["scores"]] == [False, True]
        return
    rows = list(csv.DictReader(io.StringIO(text.partition("\n")[2], newline="")))
    if name == "csv-wide":
        assert [_picked(row, "total total_max dropped") for row in rows] == [("45", "45", "kata52")]
    else:
        assert [_picked(row, "weight category dropped") for row in rows] == [("0.5", "homework", ""), ("1", "", "yes")]


@pytest.mark.parametrize("name", ["csv-wide", "json"])
@pytest.mark.parametrize(("missing", "most"), [(Missing.BLANK, "90"), (Missing.ZERO, "180")])
def test_the_total_is_out_of_what_counts(name: str, missing: Missing, most: str) -> None:
    """A blank is out of nothing; with --missing zero it is a zero, out of the kata's points."""
    text = said(name, "alone", class_of((ONE, [earned("45"), Score(Standing.MISSING, MOST)])), missing=missing)
    found = text.partition("\n")[2]

    one = json.loads(found)["students"][0] if name == "json" else next(csv.DictReader(io.StringIO(found, newline="")))

    assert ("45", most) == _picked(one, "total total_max")


def _picked(facts: Mapping[str, Any], names: str) -> tuple[Any, ...]:
    return tuple(facts[name] for name in names.split())


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_people_keep_their_own_points(name: str, way: str) -> None:
    """Where somebody's key stands, their points stand, and nobody else's."""
    points = ((ONE, "37"), (TWO, "41"))
    scores = class_of(*((student, [earned(own)]) for student, own in points))
    known = FORMATS[name].person(Options(settings=dict(FORMATS[name].needs)))

    records = [record for path, text in texts(write(name, way, scores)) for record in _records(path, text)]

    for student, own in nonempty(points):
        keys = {student.id, known.of(student), *student.ids.values()} - {""}
        theirs = [one for one in records if any(re.search(rf"(?<!\w){re.escape(key)}(?!\w)", one) for key in keys)]
        others = {other for whose, other in points if whose is not student}
        if name not in WITHOUT_ANY_POINTS:
            assert any(_has(one, own) for one in theirs)
        assert not any(_has(one, other) for one in theirs for other in others)


# Exercism's results know no points at all.
WITHOUT_ANY_POINTS = ("exercism",)


def _records(path: str, text: str) -> Iterable[str]:
    """A line is one record, or a file of one attempt with its path."""
    return [f"{path} {text}"] if "/" in path else text.splitlines()


def _has(record: str, points: str) -> bool:
    return bool(re.search(rf"(?<![\w.:-]){points}(?:\.0+)?(?![\w:-])", record))


HOSTILE = (
    *('Ann, "Bee"', "=cmd()", "@SUM(A1)", "Two\nLines", "tab\there", "back\\", ";=1+1", "Núñez", "王", "]]>", "</a>"),
    *("\u202eevil", "nul\0"),
)


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("word", HOSTILE, ids=ascii)
def test_no_name_breaks_a_file(name: str, word: str) -> None:
    """Its reader finds as many rows, cells and elements as with a plain name, and no formula."""
    plain, awkward = (replace(ONE, first_name=one, last_name=one, section=one, group=one) for one in ("Plain", word))

    shapes = [
        [_shape(*file) for file in texts(write(name, "alone", class_of((one, [earned("7")]), (TWO, [earned("9")]))))]
        for one in (plain, awkward)
    ]

    assert shapes[0] == shapes[1]


def _shape(path: str, text: str) -> object:
    """What a reader counts."""
    if path.endswith((".csv", ".txt")) and not text.startswith("{"):
        cells = [len(row) for row in _rows(path, text)]
        assert len(set(cells)) == 1 or path == "manifest.csv"
        assert not [cell for row in _rows(path, text) for cell in row if is_formula(cell)]
        return cells
    if path.endswith(".xml"):
        from xml.etree import ElementTree

        return [element.tag for element in ElementTree.fromstring(text).iter()]
    return _keys(json.loads(text))


def _rows(path: str, text: str) -> list[list[str]]:
    delimiter = "\t" if path.endswith(".txt") else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def _keys(value: Any) -> object:
    if isinstance(value, dict):
        return {key: _keys(inner) for key, inner in value.items()}
    return [_keys(inner) for inner in value] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("key", ["=1+1", "@x", "a;=1", "DOMAIN\\"])
def test_a_hostile_key_is_never_changed_and_never_runs(name: str, key: str) -> None:
    """It is refused by name, or it stands there whole where no spreadsheet reads it; nobody else is lost."""
    notes = Notes()
    evil = replace(ONE, id=key, ids=dict.fromkeys((*NUMBERS, *LOGINS), key))

    files = list(write(name, "alone", class_of((evil, [earned("7")]), (TWO, [earned("9")])), notes))

    for path, text in texts(files):
        if path.endswith(".csv"):
            assert not [cell for row in _rows(path, text) for cell in row if is_formula(cell)]
    assert [whom for whom in notes.left_out if "Ben" in whom] == []
    if not FORMATS[name].per_attempt:
        whole = " ".join(text for _, text in texts(files))
        assert notes.left_out or key in whole or json.dumps(key)[1:-1] in whole


@pytest.mark.parametrize("name", [name for name in ALONE if not FORMATS[name].per_attempt] + PARTED)
def test_of_two_with_one_key_neither_is_sent(name: str) -> None:
    """Nobody can say whose the points would be: both are named, and everybody else is sent."""
    notes = Notes()
    twin = replace(ONE, first_name="Zed", last_name="Other")

    way = "parts" if name in PARTED and name not in ALONE else "alone"
    scores = class_of((ONE, [earned("37")]), (twin, [earned("41")]), (TWO, [earned("43")]))
    text = said(name, way, scores)
    list(write(name, way, scores, notes))

    assert {"Ann One (k-one)", "Zed Other (k-one)"} == set(notes.left_out)
    assert not any(_has(line, points) for line in text.splitlines() for points in ("37", "41"))
    assert any(_has(line, "43") for line in text.splitlines())


@pytest.mark.parametrize("name", FILLED)
def test_of_two_who_are_one_in_a_template_neither_is_filled(name: str) -> None:
    """The row that may be either's stays as it was, and both are named."""
    notes = Notes()
    twin = replace(ONE, id="k-other", first_name="Zed", last_name="Other")
    same = [ONE, replace(twin, ids={**ONE.ids, "idnumber": "k-one", "student_id": "k-one", "sis_user_id": "k-one"})]
    same[0] = replace(ONE, ids={**ONE.ids, "idnumber": "k-one", "student_id": "k-one", "sis_user_id": "k-one"})
    same = [replace(one, ids={**one.ids, "orgdefinedid": "k-one"}) for one in same]

    scores = class_of((same[0], [earned("37")]), (same[1], [earned("41")]), (TWO, [earned("43")]))
    ((_, content),) = write(name, "filled", scores, notes)

    lines = content.decode().splitlines()
    assert not any(_has(line, points) for line in lines for points in ("37", "41"))
    assert any(_has(line, "43") for line in lines)
    assert {"Ann One (k-one)", "Zed Other (k-other)"} <= set(notes.left_out)


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_a_file_without_anybody_is_none(name: str, way: str) -> None:
    """An empty roster, or one of people whom nobody there knows, is refused with exit code 1 and the next step."""
    for scores in (class_of(), class_of((Student("=1"), [Score(Standing.OPEN, MOST)]))):
        if scores.columns and name == "json" and list(scores.rows()):
            continue  # It holds everybody, whatever they are called.
        with pytest.raises(NothingToSend) as refused:
            list(write(name, way, scores))
        assert (refused.value.code, bool(refused.value.hint)) == (1, True)


@pytest.mark.parametrize("name", FILLED)
def test_a_template_in_which_nothing_changes_is_refused(name: str) -> None:
    """Filled once, the same again is nothing to upload; without any score there is nothing to fill in."""
    scores = class_of((ONE, [earned("7")]), (TWO, [earned("9")]))
    ((_, filled),) = write(name, "filled", scores)

    for given, template in ((scores, filled), (class_of((ONE, [Score(Standing.OPEN, MOST)])), sample(name))):
        with pytest.raises(NothingToSend):
            list(export_table(name, given, Options(settings=dict(FORMATS[name].needs)), template, Notes()))


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_the_same_scores_give_the_same_bytes(name: str, way: str) -> None:
    """Of one moment there is one file."""
    scores = class_of((ONE, [earned("7")]), (TWO, [earned("9")]))

    assert list(write(name, way, scores)) == list(write(name, way, scores))


SHIPS_ZEROS = """
from grader.classroom.exports.format import ExportFormat

def export(table, options, notes):
    yield "id,points\\n"
    for row in table.rows():
        yield f"{row.student.id},{row.scores[0].points or 0}\\n"

FORMAT = ExportFormat(name="ships-zeros", title="A stranger's", table=export)
"""


def test_a_strangers_file_is_found_and_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is all it takes to be a format, and one that writes 0 for whoever has no points fails here."""
    (tmp_path / "ships_zeros.py").write_text(SHIPS_ZEROS, encoding="utf-8")
    monkeypatch.setattr(exports, "__path__", [*exports.__path__, str(tmp_path)])
    monkeypatch.setattr(exports, "FORMATS", found := type(FORMATS)())
    monkeypatch.setitem(globals(), "FORMATS", found)

    assert "ships-zeros" in set(found) - set(ALONE)
    with pytest.raises(AssertionError):
        test_blank_is_never_zero("ships-zeros", "alone", Standing.OPEN)
