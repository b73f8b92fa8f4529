"""A kata as an instructor's source notebook for `nbgrader generate_assignment`. Pure, but for reading the kata."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model import Check, Kata
from grader.notebooks.cells import (
    BEGIN,
    BEGIN_HIDDEN,
    END,
    END_HIDDEN,
    MAGIC,
    check_id,
    known_as,
    solution_id,
)

CHECK_YOURSELF = "\n## Check yourself\n"
SCHEMA = 3
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a notebook is made of. `checks` are in a report's order, `reference` is the source of the right answer."""

    kata: Kata
    brief: str
    stub: str
    reference: str
    checks: Sequence[Check]
    tests: Mapping[str, str]
    """The visible checks' sources by name; under "" what they share."""


def parts_of(course: Path, kata: Kata) -> Parts:
    """Everything of a kata that its notebook shows. Raises UsageError where the course's copy has no solutions."""
    from grader.curriculum.solutions import solutions_of
    from grader.examiner import examine

    solutions = solutions_of(course, kata)
    if solutions is None:
        raise UsageError(f"The solution of {kata.id} is not in this copy of the course.", hint=CLONE)
    checks = examine(kata, lambda desk: desk.checks)
    if not any(check.hidden for check in checks):
        raise UsageError(f"The hidden checks of {kata.id} are not in this copy of the course.", hint=CLONE)
    sources = [path.read_text("utf-8") for path in sorted(kata.folder.glob("test_*.py")) if path.name != kata.submit]
    return Parts(
        kata,
        (kata.folder / "README.md").read_text("utf-8"),
        _stub(kata),
        solutions.reference.decode("utf-8"),
        checks,
        dict(_tests(sources)),
    )


def notebook(parts: Parts) -> str:
    """The notebook as a file's text; the same text for the same parts."""
    import nbformat
    from nbformat.v4 import new_notebook

    cells = list(_cells(parts))
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    made = new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(made)
    text: str = nbformat.writes(made)
    return text.rstrip("\n") + "\n"


def graded_cell(grade_id: str, points: float, source: str) -> Any:
    """A cell of this text that nbgrader runs, and gives up to so many points."""
    return _code(source, {"grade_id": grade_id, "grade": True, "locked": True, "points": points})


def _cells(parts: Parts) -> Iterator[Any]:
    kata = parts.kata
    yield _shown(kata, "brief", _brief(parts))
    yield _code("%load_ext grader.notebooks", {"grade_id": f"{kata.id}-setup", "locked": True})
    yield _code(_solution(parts), {"grade_id": solution_id(kata.id), "solution": True})
    yield _shown(kata, "checks", _shared(parts))
    for name, check in known_as(parts.checks):
        if not check.hidden:
            yield _shown(kata, f"{name}-source", _fenced(parts.tests[name]))
        yield graded_cell(check_id(kata.id, name), check.points, _verdict(kata, name, check))


def _brief(parts: Parts) -> str:
    """The README; how to check oneself is another matter in a notebook."""
    brief = parts.brief.partition(CHECK_YOURSELF)[0].strip()
    return f"{brief}\n{CHECK_YOURSELF}\n{HOW.format(submit=parts.kata.submit)}"


def _solution(parts: Parts) -> str:
    stub, reference = parts.stub.strip("\n"), parts.reference.strip("\n")
    return f"{MAGIC} {parts.kata.id}\n{stub}\n\n{BEGIN}\n{reference}\n{END}"


def _shared(parts: Parts) -> str:
    shared = parts.tests[""]
    return CHECKS.format(kata=parts.kata.id) + (f"\n\nThey share this:\n\n{_fenced(shared)}" if shared else "")


def _verdict(kata: Kata, name: str, check: Check) -> str:
    worth = f"{check.points} point{'s' * (check.points != 1)}"
    call = f'from grader.notebooks import verdict\n\nverdict("{kata.id}", "{name}")'
    if not check.hidden:
        return f"# {worth}: {check.sentence}\n{call}"
    # nbgrader shows a region's source in its feedback, so that a hidden check's own words are not even here.
    return f"# {worth}, hidden: {check.sentence}\n{BEGIN_HIDDEN}\n{call}\n{END_HIDDEN}"


def _shown(kata: Kata, name: str, source: str) -> Any:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(source, metadata=_metadata({"grade_id": f"{kata.id}-{name}", "locked": True}))


def _code(source: str, about: Mapping[str, Any]) -> Any:
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, metadata=_metadata(about))


def _metadata(about: Mapping[str, Any]) -> dict[str, Any]:
    plain = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": SCHEMA}
    return {"nbgrader": plain | dict(about)}


def _fenced(source: str) -> str:
    return f"````python\n{source}\n````"


def _tests(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each check's source by its name; then, under "", all that stands beside them."""
    shared: list[str] = []
    for source in sources:
        lines = source.splitlines()
        body = ast.parse(source).body
        for node in body[1:] if ast.get_docstring(ast.parse(source)) is not None else body:
            decorators = getattr(node, "decorator_list", [])
            text = "\n".join(lines[min([node.lineno, *(one.lineno for one in decorators)]) - 1 : node.end_lineno])
            if getattr(node, "name", "").startswith("test_"):
                yield getattr(node, "name"), text
            else:
                shared.append(text)
    yield "", "\n".join(shared)


def _stub(kata: Kata) -> str:
    from grader.history import memory, pristine_stub

    stub = pristine_stub(memory(kata.folder.parent.parent), kata)
    return (stub if stub is not None else kata.stub.read_bytes()).decode("utf-8")


CLONE = "Build it in the instructor's clone."
HOW = """\
In this notebook the cell below stands for `{submit}`: what you write in it is what you hand in. Leave its first line as
it is and run the cell. It is marked in a process of its own and its report appears; the cell itself is not run here,
so that nothing it does can hurt the notebook. Seconds are virtual: nobody waits."""
CHECKS = """\
## The checks of {kata}

Each of these cells gives the points of one check, from the solution cell as you ran it last. What hidden checks judge
is judged when your instructor marks the notebook."""
