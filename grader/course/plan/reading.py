"""course.yaml found and made into a CoursePlan."""

from __future__ import annotations

from pathlib import Path

from grader.course.plan.building import Building
from grader.course.plan.nodes import compose
from grader.course.plan.problems import BrokenCourse, Problem, broken
from grader.course.plan.values import PLAN, CoursePlan
from grader.curriculum import find_course, kata_folders, load_kata
from grader.curriculum.names import kata_id
from grader.errors import BrokenKata, UsageError
from grader.model import Kata

MOST_BYTES = 2**18


def find_plan(start: Path) -> Path:
    """The folder of course.yaml, upward from `start`. Raises UsageError when there is none."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / PLAN).is_file():
            return folder
    raise UsageError(
        f"There is no {PLAN} here, nor in any folder above.",
        hint="Change into the course's folder, or begin one: grade class init FOLDER",
    )


def load_plan(folder: Path, *, named: Path | None = None, usual: Path | None = None) -> CoursePlan:
    """The plan in this folder's course.yaml. Raises BrokenCourse with every problem and its line.

    Its katas are in the folder `named`, else in the plan's own `katas_from`, else in the `usual` one: what a course
    says of itself goes before what is usual on a machine. Raises UsageError where that folder holds none.

    Katas must be in the course, and whoever has an extension or an excuse in the roster, where that can be read.
    """
    # jsonschema is slow to import, and this package is imported for its values too.
    from grader.course.plan.explain import against_schema

    made = compose(_read(folder / PLAN))
    if made.problems and made.value is None:
        raise broken(PLAN, made.problems)
    problems: list[Problem] = [*made.problems, *against_schema(made)]
    building = Building(folder, made, named=named, usual=usual)
    plan = building.plan()
    # What the schema found wrong was taken out: that it is missing now is no news.
    told = {problem.said.partition(": ")[0] for problem in problems}
    problems += [one for one in building.problems if "." not in (at := one.said.partition(": ")[0]) or at not in told]
    if problems or plan is None:
        raise broken(PLAN, problems)
    return plan


def katas_of(plan: CoursePlan) -> tuple[Kata, ...]:
    """The plan's katas in its order. Raises BrokenKata with all problems of all of them."""
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
        raise broken(PLAN, [Problem(line, "this is not UTF-8: save the file as UTF-8.")]) from None


NOT_READ = "Look at the file: is it yours, and the one you mean?"
