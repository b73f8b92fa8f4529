"""nbgrader's course and ours: its submitted notebooks as a source, decisions made there, and our scores back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from grader.course.collecting import KataNames, Listed, Place, Problem, Why
from grader.course.collecting.kinds import Context, reader_of
from grader.course.collecting.trees import Tree, where
from grader.course.collecting.values import Kind, Label, Parts
from grader.course.gradebook import Gradebook
from grader.course.plan import Adjustment, AdjustmentKind
from grader.errors import UsageError
from grader.model import Check, Kata
from grader.notebooks.cells import check_id, known_as
from grader.notebooks.reading import MOST_BYTES, NoSolution, solution_of
from grader.notebooks.scores import counted, raw_points
from grader.notebooks.settings import CONFIG
from grader.scores import ScoreTable

SUFFIX = ".ipynb"
BY = "nbgrader"


@dataclass(frozen=True, slots=True)
class Course:
    """Where nbgrader keeps a course: the folder of what was submitted, and its gradebook's address and course id."""

    submitted: Path
    db_url: str
    id: str

    @property
    def has_gradebook(self) -> bool:
        """Is there one yet? nbgrader would make an empty one of any address."""
        path = self.db_url.removeprefix("sqlite:///")
        return path == self.db_url or Path(path).is_file()


def open_course(folder: Path) -> Course:
    """nbgrader's course in this folder, as its nbgrader_config.py says. Raises UsageError where there is none."""
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    if not folder.is_dir():
        raise UsageError(f"There is no folder {where(str(folder))}.", hint="Name nbgrader's course folder.")
    config = PyFileConfigLoader(CONFIG, path=str(folder)).load_config() if (folder / CONFIG).is_file() else Config()
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(folder.resolve())
    course = CourseDirectory(config=config)
    return Course(Path(course.root) / course.submitted_directory, course.db_url, course.course_id)


@dataclass(frozen=True, slots=True)
class Notebooks:
    """nbgrader's submitted/<student>/<assignment>/<kata>.ipynb as a source: of each notebook its solution cell."""

    tree: Tree
    katas: Mapping[str, Kata]

    def listing(self) -> Iterator[Listed | Problem]:
        """Every notebook that is called as a kata; what else students left there is none of ours."""
        reader, names = reader_of(Kind.NBGRADER), KataNames(self.katas.values())
        times: dict[Parts, bytes] = {}
        seen: list[Parts] = []
        for one in self.tree.files(reader.metadata, at_once=MOST_BYTES):
            if isinstance(one, Problem):
                yield one
            elif one.content is not None:
                times[one.parts] = one.content
            elif one.parts[-1].endswith(SUFFIX):
                seen.append(one.parts)
        read = reader.reads(Context(UTC, times))
        for parts in seen:
            label, kata = read(parts), names.called(parts[-1].removesuffix(SUFFIX))
            if isinstance(label, Label) and kata:
                said = replace(label, file_name=self.katas[kata].submit, kata=kata)
                yield Listed(Place(parts), said, where("/".join(parts)))

    def contents(self, chosen: Mapping[Place, Listed]) -> Iterator[tuple[Listed, bytes] | Problem]:
        """What their solution cells hand in."""
        wanted = {place.parts: listed for place, listed in chosen.items()}
        for one in self.tree.files(lambda parts: MOST_BYTES if parts in wanted else 0, at_once=MOST_BYTES):
            if isinstance(one, Problem) or one.content is None:
                continue
            listed = wanted[one.parts]
            try:
                yield listed, solution_of(one.content, listed.label.kata)
            except NoSolution as reason:
                yield Problem(Why.REFUSED, listed.where, str(reason))


def take_decisions(nbgrader: Any, book: Gradebook, katas: Mapping[str, Kata], known: set[str], now: datetime) -> int:
    """Points that somebody gave by hand in nbgrader become overrides here; one that is gone there goes here too.

    Gives how many are new or changed. `known` are the students of the roster.
    """
    wanted = {(student, kata): points for student, kata, points in _by_hand(nbgrader, katas) if student in known}
    standing = {
        (logged.adjustment.student, logged.adjustment.kata): logged
        for logged in book.log()
        if logged.stands and logged.adjustment.kind is AdjustmentKind.OVERRIDE
    }
    changed = 0
    for key, logged in standing.items():
        if logged.by == BY and logged.adjustment.points != wanted.get(key):
            book.undo_adjustment(logged.adjustment.id, by=BY, reason="changed in nbgrader", now=now)
            changed += key not in wanted
    for key, points in wanted.items():
        if key not in standing or standing[key].adjustment.points != points:
            given = Adjustment(*key, AdjustmentKind.OVERRIDE, points=points, reason="given by hand in nbgrader")
            book.adjust(given, BY, now)
            changed += 1
    return changed


def _by_hand(nbgrader: Any, katas: Mapping[str, Kata]) -> Iterator[tuple[str, str, Decimal]]:
    for assignment in nbgrader.assignments:
        for submission in assignment.submissions:
            for notebook in submission.notebooks:
                decided = any(grade.manual_score is not None or grade.extra_credit for grade in notebook.grades)
                if decided and notebook.name in katas:
                    most = Decimal(katas[notebook.name].points)
                    yield submission.student.id, notebook.name, min(counted(notebook), most)


@dataclass(slots=True)
class Returned:
    """What went into nbgrader's gradebook, and the katas that it has no notebook of."""

    scores: int = 0
    unknown: tuple[str, ...] = ()


def give_back(nbgrader: Any, table: ScoreTable, checks: Mapping[str, Sequence[Check]]) -> Returned:
    """Write every score that has points: each check's into its cell, and the rest of the difference as the penalty.

    Points that somebody gave by hand in nbgrader stay, and count before a check's. `checks` are each kata's.
    """
    places: dict[str, list[str]] = {}
    for assignment in nbgrader.assignments:
        for notebook in assignment.notebooks:
            places.setdefault(notebook.name, []).append(assignment.name)
    returned = Returned(unknown=tuple(one.kata for one in table.columns if one.kata not in places))
    for row in table.rows():
        scored = [
            (column.kata, score)
            for column, score in zip(table.columns, row.scores, strict=True)
            if score.points is not None and column.kata in places
        ]
        if not scored:
            continue
        student = row.student
        nbgrader.update_or_create_student(
            student.id, first_name=student.first_name, last_name=student.last_name, email=student.email
        )
        for kata, score in scored:
            assert score.points is not None
            document = table.document(score.attempt) if score.attempt is not None else None
            earned = dict(_earned(kata, document, checks[kata])) if document is not None else {}
            notebook = _notebook(nbgrader, places[kata], student.id, kata, score.submitted)
            _give(nbgrader, notebook, earned, score.points)
            returned.scores += 1
    return returned


def _notebook(nbgrader: Any, assignments: Sequence[str], student: str, kata: str, submitted: datetime | None) -> Any:
    """The student's notebook of this kata, in the assignment where they have one; else made in the first."""
    theirs = {one.name for one in nbgrader.student_submissions(student)}
    assignment = next((name for name in assignments if name in theirs), assignments[0])
    if assignment not in theirs:
        when = {"timestamp": submitted.astimezone(UTC).replace(tzinfo=None)} if submitted is not None else {}
        nbgrader.add_submission(assignment, student, **when)
    return nbgrader.find_submission_notebook(kata, assignment, student)


def _give(nbgrader: Any, notebook: Any, earned: Mapping[str, float], points: Decimal) -> None:
    for grade in notebook.grades:
        grade.auto_score = earned.get(grade.name, grade.auto_score or 0.0)
        grade.needs_manual_grade = False
    nbgrader.db.commit()
    nbgrader.db.refresh(notebook)
    notebook.late_submission_penalty = float(raw_points(notebook) - points)
    nbgrader.db.commit()


def _earned(kata: str, document: Mapping[str, Any], checks: Iterable[Check]) -> Iterator[tuple[str, float]]:
    """Each cell's points. A verdict that no check explains earns nothing."""
    points = {one["id"]: 0.0 if document["reason"] else float(one["points"]) for one in document["checks"]}
    for name, check in known_as(checks):
        yield check_id(kata, name), points.get(check.name, 0.0)
