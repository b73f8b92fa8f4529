"""nbgrader's course and ours: its submitted notebooks as a source, decisions made there, and our scores back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from grader.classroom.collect import CollectProblem, KataNames, ListedFile, Place, Why
from grader.classroom.collect.choosing import DEEP, MISNAMED
from grader.classroom.collect.formats import SourceContext, reader_of
from grader.classroom.collect.trees import Tree, where
from grader.classroom.collect.values import Label, Parts, SourceFormat
from grader.classroom.gradebook import Gradebook, Logged
from grader.classroom.nbgrader.config import CONFIG
from grader.classroom.nbgrader.notebook import MOST_BYTES, NoSolution, check_id, known_as, solution_of
from grader.classroom.nbgrader.scores import by_hand, counted, points_of
from grader.classroom.plan import Adjustment, AdjustmentKind
from grader.classroom.scores.model import Score, ScoreTable, Student
from grader.errors import UsageError
from grader.model import Check, Kata

SUFFIX = ".ipynb"
# <student>/<assignment>/<kata>.ipynb: what lies deeper is a student's own.
NOTEBOOK_DEPTH = 3
BY = "nbgrader"


@dataclass(frozen=True, slots=True)
class Course:
    """Where nbgrader keeps a course: the folder of what was submitted, and its gradebook's address and course id.

    `given` are the folders of what an instructor wrote and students got.
    """

    submitted: Path
    given: tuple[Path, ...]
    db_url: str
    id: str

    @property
    def has_gradebook(self) -> bool:
        """Is there one yet? nbgrader would make an empty one of any address."""
        path = self.db_url.removeprefix("sqlite:///")
        return path == self.db_url or Path(path).is_file()

    def own_files(self) -> frozenset[Parts]:
        """Return what each assignment itself holds, as <assignment>/<file>: students hand it in again with their
        work.
        """
        return frozenset(one.relative_to(folder).parts for folder in self.given for one in folder.rglob("*"))


def open_course(folder: Path) -> Course:
    """nbgrader's course in this folder, as its nbgrader_config.py says. Raises UsageError where there is none."""
    from nbgrader.coursedir import CourseDirectory

    if not folder.is_dir():
        raise UsageError(f"There is no folder {where(str(folder))}.", hint="Name nbgrader's course folder.")
    config = _config(folder)
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(folder.resolve())
    course = CourseDirectory(config=config)
    root = Path(course.root)
    given = (root / course.source_directory, root / course.release_directory)
    return Course(root / course.submitted_directory, given, course.db_url, course.course_id)


def _config(folder: Path) -> Any:
    """Return what nbgrader_config.py sets.

    It is a program; what it puts into the environment is meant for nbgrader alone.
    """
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    if not (folder / CONFIG).is_file():
        return Config()
    environment = dict(os.environ)
    try:
        return PyFileConfigLoader(CONFIG, path=str(folder)).load_config()
    except Exception as error:
        said = f"{CONFIG} there cannot be read ({type(error).__name__}: {where(str(error))})."
        raise UsageError(said, hint="Correct it, until `nbgrader --version` runs there.") from None
    finally:
        os.environ.clear()
        os.environ.update(environment)


@dataclass(frozen=True, slots=True)
class Notebooks:
    """nbgrader's submitted/<student>/<assignment>/<kata>.ipynb as a source: of each notebook its solution cell.

    `own` are the files of the assignments themselves, as <assignment>/<file>.
    """

    tree: Tree
    katas: Mapping[str, Kata]
    own: frozenset[Parts] = frozenset()

    def listing(self) -> Iterator[ListedFile | CollectProblem]:
        """Yield every notebook that is called as a kata; of each other file why it is none, and the way to take it."""
        reader, names = reader_of(SourceFormat.NBGRADER), KataNames(self.katas.values())
        times: dict[Parts, bytes] = {}
        seen: dict[Parts, str] = {}
        for one in self.tree.files(reader.metadata, at_once=MOST_BYTES):
            if isinstance(one, CollectProblem):
                yield one
            elif one.content is not None:
                times[one.parts] = one.content
            else:
                seen[one.parts] = _kata_at(one.parts, names)
        read = reader.reads(SourceContext(UTC, times))
        for parts, kata in seen.items():
            label, said = read(parts), where("/".join(parts))
            if isinstance(label, Label) and kata:
                yield ListedFile(Place(parts), replace(label, file_name=self.katas[kata].submit, kata=kata), said)
            elif parts[1:] not in self.own:
                yield CollectProblem(Why.REFUSED, said, self._why_not(parts, names, seen))

    def _why_not(self, parts: Parts, names: KataNames, seen: Mapping[Parts, str]) -> str:
        """Return why a file that a student left here is no hand-in, and the way to make it one."""
        name = parts[-1]
        if len(parts) < NOTEBOOK_DEPTH:
            return OUTSIDE
        if not name.casefold().endswith(SUFFIX):
            kata = names.of(name).kata
            return BESIDE.format(kata, where(parts[0])) if kata else NOT_TAKEN
        kata = names.notebook(name)
        if kata and (*parts[:-1], f"{kata}{SUFFIX}") in seen:
            return SPARE.format(kata) if len(parts) == NOTEBOOK_DEPTH else DEEP
        if kata and name != f"{kata}{SUFFIX}":
            return MISNAMED.format(kata)
        return DEEP if kata else UNKNOWN

    def contents(self, chosen: Mapping[Place, ListedFile]) -> Iterator[tuple[ListedFile, bytes] | CollectProblem]:
        """Yield what their solution cells hand in."""
        wanted = {place.parts: listed for place, listed in chosen.items()}
        for one in self.tree.files(lambda parts: MOST_BYTES if parts in wanted else 0, at_once=MOST_BYTES):
            if isinstance(one, CollectProblem):
                yield one
                continue
            if one.content is None:
                continue
            listed = wanted[one.parts]
            try:
                yield listed, solution_of(one.content, listed.label.kata)
            except NoSolution as reason:
                yield CollectProblem(Why.REFUSED, listed.where, str(reason))


def _kata_at(parts: Parts, names: KataNames) -> str:
    """Return the kata of a notebook in its own place, "" for any other file."""
    stem = parts[-1].removesuffix(SUFFIX)
    return names.called(stem) if len(parts) == NOTEBOOK_DEPTH and stem != parts[-1] else ""


OUTSIDE = "lies outside of a student's <student>/<assignment>/: move it there, then run grade notebooks collect"
BESIDE = "is no notebook: take it with grade class collect FILE --kata {} --student {}"
NOT_TAKEN = "is neither a notebook nor a file of the assignment: only solution cells of katas' notebooks are taken"
SPARE = "is another notebook of {0}, and {0}.ipynb beside it is taken"
UNKNOWN = "is a notebook of no kata of this course: if it is one, rename it to KATA.ipynb and collect again"


def take_decisions(nbgrader: Any, book: Gradebook, katas: Mapping[str, Kata], known: set[str], now: datetime) -> int:
    """Points that somebody gave by hand in nbgrader become overrides here; one that is gone there goes here too.

    What nbgrader said before counts for nothing anew: an override made here since then stays. Gives how many are new
    or changed. `known` are the students of the roster.
    """
    wanted = {(student, kata): points for student, kata, points in _by_hand(nbgrader, katas) if student in known}
    overrides = [logged for logged in book.log() if logged.adjustment.kind is AdjustmentKind.OVERRIDE]
    standing = {_key(logged): logged.adjustment.points for logged in overrides if logged.stands}
    told = {_key(logged): logged for logged in overrides if logged.by == BY and logged.undone_by != BY}
    changed = 0
    for key in sorted(wanted.keys() | told.keys()):
        points, last = wanted.get(key), told.get(key)
        if points is not None and (points == standing.get(key) or (last and last.adjustment.points == points)):
            continue
        if last and last.stands:
            book.undo_adjustment(last.adjustment.id, by=BY, reason="changed in nbgrader", now=now)
        if points is not None:
            given = Adjustment(*key, AdjustmentKind.OVERRIDE, points=points, reason="given by hand in nbgrader")
            book.adjust(given, BY, now)
        changed += points is not None or bool(last and last.stands)
    return changed


def _key(logged: Logged) -> tuple[str, str]:
    return logged.adjustment.student, logged.adjustment.kata


def _by_hand(nbgrader: Any, katas: Mapping[str, Kata]) -> Iterator[tuple[str, str, Decimal]]:
    for assignment in nbgrader.assignments:
        for submission in assignment.submissions:
            for notebook in submission.notebooks:
                if by_hand(notebook) and notebook.name in katas:
                    most = Decimal(katas[notebook.name].points)
                    yield submission.student.id, notebook.name, min(counted(notebook), most)


@dataclass(slots=True)
class Returned:
    """How many scores went into nbgrader's gradebook, and which katas with scores it has no notebook of."""

    scores: int = 0
    unknown: dict[str, None] = field(default_factory=dict)


def give_back(nbgrader: Any, table: ScoreTable, checks: Mapping[str, Sequence[Check]]) -> Returned:
    """Write every score that has points: each check's into its cell, and the rest of the difference as the penalty.

    Points that somebody gave by hand in nbgrader stay, and count before a check's; cells that are not a check's stay
    as they are. What a notebook with such points counts is what our gradebook took from it, all its cells and extra
    credit together: it counts the same afterwards, unless our score is another by now. `checks` are each kata's.
    """
    places: dict[str, list[str]] = {}
    for assignment in nbgrader.assignments:
        for notebook in assignment.notebooks:
            places.setdefault(notebook.name, []).append(assignment.name)
    returned = Returned()
    for row in table.rows():
        for column, score in zip(table.columns, row.scores, strict=True):
            if score.points is None:
                continue
            if column.kata not in places:
                returned.unknown[column.kata] = None
                continue
            document = table.document(score.attempt) if score.attempt is not None else None
            notebook = _notebook(nbgrader, places[column.kata], row.student, column.kata, score.submitted)
            _give(nbgrader, notebook, dict(_earned(column.kata, document, checks[column.kata])), score)
            returned.scores += 1
    return returned


def _notebook(
    nbgrader: Any, assignments: Sequence[str], student: Student, kata: str, submitted: datetime | None
) -> Any:
    """Return the student's notebook of this kata, in the assignment where they have one; else made in the first."""
    from nbgrader.api import MissingEntry

    names = {"first_name": student.first_name, "last_name": student.last_name, "email": student.email}
    nbgrader.update_or_create_student(student.id, **{name: known for name, known in names.items() if known})
    for assignment in assignments:
        with contextlib.suppress(MissingEntry):
            return nbgrader.find_submission_notebook(kata, assignment, student.id)
    when = {"timestamp": submitted.astimezone(UTC).replace(tzinfo=None)} if submitted is not None else {}
    # nbgrader fills a new submission in an order that SQLAlchemy warns of.
    with nbgrader.db.no_autoflush:
        nbgrader.update_or_create_submission(assignments[0], student.id, **when)
    return nbgrader.find_submission_notebook(kata, assignments[0], student.id)


def _give(nbgrader: Any, notebook: Any, earned: Mapping[str, float | None], score: Score) -> None:
    ours = [grade for grade in notebook.grades if grade.name in earned]
    # Of a notebook that somebody gave points in, the whole is ours too, but for what is above the kata's points.
    counting = notebook.grades if by_hand(notebook) else ours
    before, points = counted(notebook), score.points or Decimal(0)
    if by_hand(notebook) and points == min(before, Decimal(score.max)):
        points = before
    for grade in ours:
        given = earned[grade.name]
        grade.auto_score = given if given is not None else grade.auto_score or 0.0
        grade.needs_manual_grade = False
    nbgrader.db.commit()
    notebook.late_submission_penalty = float(points_of(counting) - points)
    nbgrader.db.commit()


def _earned(
    kata: str, document: Mapping[str, Any] | None, checks: Iterable[Check]
) -> Iterator[tuple[str, float | None]]:
    """Yield each cell's points; None where no attempt says. A verdict that no check explains earns nothing."""
    judged = document["checks"] if document is not None and not document["reason"] else ()
    points = {one["id"]: float(one["points"]) for one in judged}
    for name, check in known_as(checks):
        yield check_id(kata, name), None if document is None else points.get(check.name, 0.0)
