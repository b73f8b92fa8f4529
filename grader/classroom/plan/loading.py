"""course.yaml found and made into a CoursePlan: what no schema can judge is judged here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from grader.classroom.plan.roster import LONGEST_TEXT, Roster
from grader.classroom.plan.roster_file import load_roster
from grader.classroom.plan.values import (
    EXAMPLE,
    PLAN,
    Adjustment,
    AdjustmentKind,
    BrokenCourse,
    CategoryRule,
    Counting,
    CoursePlan,
    KataPlan,
    LateKind,
    LatePolicy,
    TotalRule,
    broken,
    moment,
)
from grader.cleaning import clean
from grader.curriculum import find_course, kata_folders, load_kata
from grader.curriculum.names import kata_id
from grader.curriculum.yaml_file import Composed, FileProblem, Place, against_schema, compose, near, told
from grader.errors import BrokenKata, UsageError
from grader.model import Kata

MOST_BYTES = 2**18
SCHEMA = "course.schema.json"


def schema_text() -> str:
    """Return the published schema of course.yaml."""
    return files("grader.classroom.plan").joinpath(SCHEMA).read_text(encoding="utf-8")


def find_plan(start: Path) -> Path:
    """Return the folder of course.yaml, upward from `start`. Raises UsageError when there is none."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / PLAN).is_file():
            return folder
    raise UsageError(
        f"There is no {PLAN} here, nor in any folder above.",
        hint="Change into the course's folder, or begin one: grade class init FOLDER",
    )


def load_plan(folder: Path, *, named: Path | None = None, usual: Path | None = None) -> CoursePlan:
    """Return the plan in this folder's course.yaml. Raises BrokenCourse with every problem and its line.

    Its katas are in the folder `named`, else in the plan's own `katas_from`, else in the `usual` one: what a course
    says of itself goes before what is usual on a machine. Raises UsageError where that folder holds none.

    Katas must be in the course, and whoever has an extension or an excuse in the roster, where that can be read.
    """
    made = compose(_read(folder / PLAN))
    if made.problems and made.value is None:
        raise broken(PLAN, made.problems)
    problems: list[FileProblem] = [*made.problems, *against_schema(made, json.loads(schema_text()))]
    building = Building(folder, made, named=named, usual=usual)
    plan = building.plan()
    # What the schema found wrong was taken out: that it is missing now is no news.
    told = {problem.said.partition(": ")[0] for problem in problems}
    problems += [one for one in building.problems if "." not in (at := one.said.partition(": ")[0]) or at not in told]
    if problems or plan is None:
        raise broken(PLAN, problems)
    return plan


def katas_of(plan: CoursePlan) -> tuple[Kata, ...]:
    """Return the plan's katas in its order. Raises BrokenKata with all problems of all of them."""
    folders = {kata_id(folder.name): folder for folder in kata_folders(plan.katas_from or find_course(plan.folder))}
    katas: list[Kata] = []
    wrong: list[str] = []
    for one in plan.katas:
        try:
            katas.append(load_kata(folders[one.kata]))
        except KeyError:
            wrong.append(f"There is no kata {one.kata} any more.")
        except BrokenKata as error:
            wrong.append(error.message)
    if wrong:
        raise BrokenKata("\n".join(wrong), hint="These are the author's to mend: grade dev check")
    return tuple(katas)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BrokenCourse(
            f"{PLAN} cannot be read ({error.strerror}).", hint="Look at the file's permissions."
        ) from None
    if len(content) > MOST_BYTES:
        raise BrokenCourse(f"{PLAN} is larger than {MOST_BYTES // 1024} KiB.", hint=NOT_READ)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise broken(PLAN, [FileProblem(line, "this is not UTF-8: save the file as UTF-8.")]) from None


NOT_READ = "Look at the file: is it yours, and the one you mean?"


ROSTER = "roster.csv"
LISTS = {"extensions": AdjustmentKind.EXTENSION, "excuses": AdjustmentKind.EXCUSE}


class Building:
    """A plan on its way. Whatever is missing or wrong is left out and noted in `problems`."""

    def __init__(self, folder: Path, made: Composed, *, named: Path | None = None, usual: Path | None = None) -> None:
        self._folder = folder
        self._named = named
        self._usual = usual
        self._made = made
        self._facts: dict[str, Any] = made.value if isinstance(made.value, dict) else {}
        # Times are judged also where their zone is not known: a machine may know none, not even UTC.
        self._zone: tzinfo = UTC
        self.problems: list[FileProblem] = []
        self._notes: list[tuple[int, str]] = []

    def plan(self) -> CoursePlan | None:
        """Return the plan, as far as it can be made; None where its time zone is not known."""
        facts = self._facts
        zone = self._time_zone()
        self._zone = zone or UTC
        katas_from = self._katas_from()
        katas = self._katas(self._known_katas(katas_from))
        by_id = {one.kata: one for one in katas}
        adjustments, total = tuple(self._adjustments(by_id)), self._total(by_id)
        if zone is None:
            return None
        return CoursePlan(
            folder=self._folder,
            name=clean(facts.get("course", ""), LONGEST_TEXT),
            zone=zone,
            katas=katas,
            roster=self._folder / facts.get("roster", ROSTER),
            adjustments=adjustments,
            katas_from=katas_from,
            lms={name: _words(options) for name, options in (facts.get("lms") or {}).items()},
            total=total,
            notes=tuple(f"{PLAN}:{line}: {said}" for line, said in sorted(self._notes)),
        )

    def _katas_from(self) -> Path | None:
        if self._named is None and "katas_from" in self._facts:
            return self._folder / str(self._facts["katas_from"])
        elsewhere = self._named or self._usual
        return None if elsewhere is None else find_course(self._folder, named=elsewhere)

    def _time_zone(self) -> ZoneInfo | None:
        key = self._facts.get("time_zone")
        if key is None:
            return None
        try:
            return ZoneInfo(key)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zones = available_timezones()
            why = f"{told(key)} is no time zone." if zones else "this machine knows no time zones: pip install tzdata."
            self._problem(("time_zone",), f"time_zone: {why}{near(key, sorted(zones))}")
            return None

    def _known_katas(self, katas_from: Path | None) -> list[str]:
        """Return the ids of the katas there are; none, and a problem, where there is no course."""
        if katas_from is not None:
            folders = kata_folders(katas_from)
            if not folders:
                self._problem(("katas_from",), "katas_from: there is no katas/ in that folder.")
        else:
            try:
                folders = kata_folders(find_course(self._folder))
            except UsageError:
                folders = ()
                self._problem(("katas",), "katas: no folder above this one holds katas/: name it under katas_from.")
        return [kata_id(folder.name) for folder in folders]

    def _katas(self, known: list[str]) -> tuple[KataPlan, ...]:
        late = self._late(("late",), self._facts.get("late"), LatePolicy())
        counting = Counting(self._facts.get("counting", Counting.LAST))
        made = []
        for kata, asked in (self._facts.get("katas") or {}).items():
            place, asked = ("katas", kata), asked or {}
            if known and kata not in known:
                self._problem(place, f"katas: there is no kata {told(kata)}.{_same_number(kata, known)}")
            made.append(
                KataPlan(
                    kata=kata,
                    deadline=self._moment((*place, "deadline"), asked.get("deadline")),
                    late=self._late((*place, "late"), asked.get("late"), late),
                    counting=Counting(asked.get("counting", counting)),
                    lms=_words(asked.get("lms") or {}),
                    zone=self._zone,
                    weight=Decimal(str(asked.get("weight", 1))),
                )
            )
        return tuple(made)

    def _late(self, place: Place, asked: Any, otherwise: LatePolicy) -> LatePolicy:
        if asked is None:
            return otherwise
        if isinstance(asked, str):
            return LatePolicy(LateKind(asked))
        if "kind" not in asked:
            return otherwise
        kind = LateKind(asked["kind"])
        for key, said in _misfits(kind, asked):
            self._problem((*place, key), f"{'.'.join(map(str, place))}.{key}: {said}")
        steps = _steps(asked.get("steps", ()))
        if any(after <= before or most < less for (before, less), (after, most) in pairwise(steps)):
            self._problem((*place, "steps"), "steps: each should come later than the one before, and not cost less.")
        return LatePolicy(
            kind=kind,
            percent=Decimal(str(asked.get("percent", 0))),
            steps=steps,
            grace_minutes=asked.get("grace_minutes", 0),
            most=Decimal(str(asked["most"])) if "most" in asked else None,
            cut_off_hours=asked.get("cut_off_hours"),
        )

    def _total(self, katas: Mapping[str, KataPlan]) -> TotalRule:
        """Return how scores come together."""
        asked = self._facts.get("total") or {}
        categories = {name: _category(one or {}) for name, one in (asked.get("categories") or {}).items()}
        owners: dict[str, str] = {}
        for name, category in categories.items():
            for position, kata in enumerate(category.katas):
                place: Place = ("total", "categories", name, "katas", position)
                if kata not in katas:
                    said = f"{told(kata)} is not among the katas of this course.{_same_number(kata, katas)}"
                    self._problem(place, said)
                elif owners.setdefault(kata, name) != name or category.katas.index(kata) != position:
                    self._problem(place, f"{told(kata)} is in {told(owners[kata])} already.")
        weights = {name: one.weight for name, one in katas.items() if one.weight != 1}
        return TotalRule(asked.get("drop_lowest", 0), categories, weights)

    def _adjustments(self, katas: Mapping[str, KataPlan]) -> Iterator[Adjustment]:
        roster = self._roster()
        for key, kind in LISTS.items():
            for position, asked in enumerate(self._facts.get(key) or ()):
                if asked is None:
                    continue
                place: Place = (key, position)
                until = self._moment((*place, "until"), asked.get("until"))
                made = Adjustment(
                    student=self._whom(place, asked, roster),
                    kata=asked.get("kata", ""),
                    kind=kind,
                    until=until,
                    reason=clean(asked.get("reason", ""), LONGEST_TEXT),
                )
                if made.kata and made.kata not in katas:
                    said = f"{told(made.kata)} is not among the katas of this course.{_same_number(made.kata, katas)}"
                    self._problem((*place, "kata"), said)
                elif kind is AdjustmentKind.EXTENSION:
                    self._note_vain(place, made, katas)
                yield made

    def _roster(self) -> Roster | None:
        """Return the roster, where it can be read: what is wrong in it is told by whoever needs it."""
        if not any(self._facts.get(key) for key in LISTS):
            return None
        try:
            return load_roster(self._folder / self._facts.get("roster", ROSTER))
        except BrokenCourse:
            return None

    def _whom(self, place: Place, asked: Mapping[str, Any], roster: Roster | None) -> str:
        named = [key for key in ("student", "group") if key in asked]
        if len(named) != 1:
            self._problem(place, f"{place[0]}: say for whom: either student or group.")
            return ""
        key = named[0]
        name = str(asked[key])
        known: Mapping[str, object] = {} if roster is None else roster.by_id if key == "student" else roster.groups
        if roster is not None and name not in known:
            self._problem((*place, key), f"there is no {key} {told(name)} in the roster.{near(name, list(known))}")
        return name

    def _note_vain(self, place: Place, made: Adjustment, katas: Mapping[str, KataPlan]) -> None:
        deadlines = [kata.deadline for kata in katas.values() if made.kata in ("", kata.kata)]
        if made.until and not any(deadline and deadline < made.until for deadline in deadlines):
            said = "this extension changes nothing: no deadline stands before it."
            self._notes.append((self._made.line((*place, "until")), said))

    def _moment(self, place: Place, text: str | None) -> datetime | None:
        if text is None:
            return None
        try:
            found = moment(text, self._zone)
        except UsageError as error:
            self._problem(place, f"{place[-1]}: {error.message}: write it as {EXAMPLE}.")
            return None
        if found.note:
            self._notes.append((self._made.line(place), f"{place[-1]}: {found.note}"))
        return found.at

    def _problem(self, place: Place, said: str) -> None:
        self.problems.append(FileProblem(self._made.line(place), said))


def _category(asked: Mapping[str, Any]) -> CategoryRule:
    weight = Decimal(str(asked.get("weight", 1)))
    return CategoryRule(weight, asked.get("drop_lowest", 0), tuple(asked.get("katas", ())))


def _misfits(kind: LateKind, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys that this kind of late policy needs and lacks, or does not know what to do with."""
    for key, owner in (("percent", LateKind.PERCENT_PER_DAY), ("steps", LateKind.STEPS)):
        if kind is owner and key not in asked:
            yield key, f"{kind} needs it."
        if kind is not owner and key in asked:
            yield key, f"it belongs to {owner}, and this is {kind}."
    for key, owners in (
        ("most", (LateKind.PERCENT_PER_DAY, LateKind.STEPS)),
        ("cut_off_hours", (LateKind.PERCENT_PER_DAY, LateKind.STEPS, LateKind.CUT_OFF)),
    ):
        if kind not in owners and key in asked:
            yield key, f"it belongs to {' or '.join(owners)}, and this is {kind}."


def _steps(asked: Sequence[Any]) -> tuple[tuple[int, Decimal], ...]:
    whole = [step for step in asked if step is not None and step.keys() >= {"after_hours", "percent"}]
    return tuple((step["after_hours"], Decimal(str(step["percent"]))) for step in whole)


def _same_number(kata: str, known: Iterable[str]) -> str:
    """Return a question that names the kata of the same number: one that is merely spelt alike is another kata."""
    digits = re.search(r"[0-9]{1,3}", kata)
    wanted = f"kata{int(digits[0]):02d}" if digits else ""
    return f" Did you mean {wanted}?" if wanted in known else ""


def _words(options: Mapping[str, Any]) -> dict[str, str]:
    """Values as text: true and 4123 as they are written."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in options.items()}
