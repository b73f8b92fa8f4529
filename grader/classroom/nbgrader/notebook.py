"""A kata as an instructor's source notebook, and a notebook as a student handed it in."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.curriculum.kata_files import solutions_of
from grader.engine.examiner import examine
from grader.engine.submission import MAX_BYTES
from grader.errors import UsageError
from grader.model import Check, Kata
from grader.student import memory, pristine_stub
from grader.student.archives.members import in_bytes
from grader.text import count_of

MAGIC = "%%kata"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
FIRST_LINE = re.compile(r"\A%%kata[ \t]+(\w+)[ \t]*(?:\r\n?|\n|\Z)")
SOLUTION_ID = re.compile(r"(\w+)-solution")
# What nbgrader puts into the place of a solution, unless it is told otherwise (preprocessors/clearsolutions.py).
PLACEHOLDER = re.compile(r"^# YOUR CODE HERE\nraise NotImplementedError\(\)[ \t]*$", re.MULTILINE)


# A tree of a larger source takes too long to make for what it is worth: its trials stay as they are.
MOST_PARSED = 64 * 1024
TRIALS = re.compile(r"\b(?:await|async|asyncio)\b")


def kata_of(cell: str) -> str:
    """Return the kata that a cell names in its first line; "" for none."""
    first = FIRST_LINE.match(cell.lstrip())
    return first[1] if first else ""


def without_first_line(cell: str) -> str:
    """Return the cell below the line that names its kata, if there is one."""
    return FIRST_LINE.sub("", cell.lstrip(), count=1)


def handed_in(body: str) -> str:
    """Return a cell's text without its first line as a file of its own, with the same count of lines to each.

    In an instructor's source the solution stands between nbgrader's markers, and it alone counts. What nbgrader leaves
    in its place is blank, and what runs a loop at the top is a comment: neither lets a file be loaded.
    """
    # Python takes a lone carriage return for the end of a line, too.
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    regions = list(_regions(body))
    return _without_trials("".join(regions) if regions else PLACEHOLDER.sub("\n", body))


def _regions(body: str) -> Iterator[str]:
    """Yield what stands between the markers, line by line; one that is not ended is none."""
    inside: list[str] | None = None
    for line in body.split("\n"):
        if inside is None:
            inside = [] if line == BEGIN else None
        elif line == END:
            yield "".join(inside)
            inside = None
        else:
            inside.append(f"{line}\n")


def _without_trials(source: str) -> str:
    """Return the source with lines at its top that await, or call asyncio.run, as comments: they only try something
    out.
    """
    if len(source) > MOST_PARSED or not TRIALS.search(source):
        return source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trials = [node for node in ast.parse(source).body if _runs_a_loop(node)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Whatever is wrong with it is told by who grades it.
        return source
    lines = source.split("\n")
    for node in trials:
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            lines[number] = f"# {lines[number]}"
    return "\n".join(lines)


def _runs_a_loop(statement: ast.AST) -> bool:
    """Return whether it awaits, or starts a loop, where it stands rather than in a function."""
    left = [statement]
    while left:
        node = left.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(node, "is_async", False):
            return True
        if isinstance(node, ast.Call) and _is_asyncio_run(node.func):
            return True
        left.extend(ast.iter_child_nodes(node))
    return False


def _is_asyncio_run(called: ast.AST) -> bool:
    if not (isinstance(called, ast.Attribute) and called.attr == "run" and isinstance(called.value, ast.Name)):
        return False
    return called.value.id == "asyncio"


def bare(source: str) -> str:
    """Return the file without blank lines around it, as somebody would have handed it in."""
    return source.strip("\n") + "\n"


def last_solution(kata: str, cells: Iterable[str]) -> str | None:
    """Return what the last of these cells that is a solution of this kata hands in."""
    found = [cell for cell in cells if kata_of(cell) == kata]
    return handed_in(without_first_line(found[-1])) if found else None


def solution_id(kata: str) -> str:
    """Return the grade_id of the kata's solution cell."""
    return f"{kata}-solution"


def check_id(kata: str, check: str) -> str:
    """Return the grade_id of a check's cell; `check` is its name as a student may know it."""
    return f"{kata}-{check}"


def known_as(checks: Iterable[Check]) -> Iterator[tuple[str, Check]]:
    """Yield each check with the name that a student may know it by: its own, or h1, h2, … as in a student's report."""
    hidden = 0
    for check in checks:
        hidden += check.hidden
        yield (f"h{hidden}" if check.hidden else check.name), check


# A report of ours inside it takes a quarter of a megabyte. What JSON makes of it takes thirty times as much memory.
MOST_BYTES = 8 << 20


class NoSolution(Exception):
    """There is no solution in it; the text is a clause for the instructor."""


def solution_of(content: bytes, kata: str) -> bytes:
    """Return what the solution cell of this kata hands in, as bytes of a Python file. Raises NoSolution.

    nbgrader knows the cell by its id, and of several alike it takes the last (preprocessors/deduplicateids.py); where
    another program lost the ids, it is the last cell that begins with `%%kata`. A cell larger than a submission may be
    is looked at no further.
    """
    if len(content) > MOST_BYTES:
        raise NoSolution(f"is larger than {in_bytes(MOST_BYTES)}")
    try:
        notebook = json.loads(content)
        cells = list(_notebook_cells(notebook))
    except (ValueError, RecursionError, MemoryError):
        raise NoSolution("is no notebook") from None
    found = [text for grade_id, text in cells if grade_id == solution_id(kata)]
    found = found or [text for _, text in cells if kata_of(text) == kata]
    if not found:
        raise NoSolution("has no solution cell: it was taken out")
    if len(found[-1]) > MAX_BYTES:
        raise NoSolution(f"has a solution cell larger than {in_bytes(MAX_BYTES)}")
    return bare(handed_in(without_first_line(found[-1]))).encode("utf-8", "replace")


def _notebook_cells(notebook: Any) -> Iterator[tuple[str, str]]:
    """Yield each code cell's grade_id and text, of whatever this is."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            yield _grade_id(cell.get("metadata")), _text(cell.get("source"))


def _grade_id(metadata: Any) -> str:
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = about.get("grade_id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else ""


def _text(source: Any) -> str:
    """Return a cell's text, which is one string or a list of lines with their ends."""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


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
    """Return the notebook as a file's text; the same text for the same parts."""
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
    """Return a cell of this text that nbgrader runs, and gives up to so many points."""
    return _code(source, {"grade_id": grade_id, "grade": True, "locked": True, "points": points})


def _cells(parts: Parts) -> Iterator[Any]:
    kata = parts.kata
    yield _shown(kata, "brief", _brief(parts))
    yield _code("%load_ext grader.classroom.nbgrader", {"grade_id": f"{kata.id}-setup", "locked": True})
    yield _code(_solution(parts), {"grade_id": solution_id(kata.id), "solution": True})
    yield _shown(kata, "checks", _shared(parts))
    for name, check in known_as(parts.checks):
        if not check.hidden:
            yield _shown(kata, f"{name}-source", _fenced(parts.tests[name]))
        yield graded_cell(check_id(kata.id, name), check.points, _verdict(kata, name, check))


def _brief(parts: Parts) -> str:
    """Return the README; how to check oneself is another matter in a notebook."""
    brief = parts.brief.partition(CHECK_YOURSELF)[0].strip()
    return f"{brief}\n{CHECK_YOURSELF}\n{HOW.format(submit=parts.kata.submit)}"


def _solution(parts: Parts) -> str:
    stub, reference = parts.stub.strip("\n"), parts.reference.strip("\n")
    return f"{MAGIC} {parts.kata.id}\n{stub}\n\n{BEGIN}\n{reference}\n{END}"


def _shared(parts: Parts) -> str:
    shared = parts.tests[""]
    return CHECKS.format(kata=parts.kata.id) + (f"\n\nThey share this:\n\n{_fenced(shared)}" if shared else "")


def _verdict(kata: Kata, name: str, check: Check) -> str:
    worth = count_of(check.points, "point")
    call = f'from grader.classroom.nbgrader import verdict\n\nverdict("{kata.id}", "{name}")'
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
    """Yield each check's source by its name; then, under "", all that stands beside them."""
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
    stub = pristine_stub(memory(kata.folder.parent.parent), kata)
    return (stub if stub is not None else kata.stub.read_bytes()).decode("utf-8")


CLONE = "Build it in the instructor's clone."
HOW = """\
In this notebook the cell below stands for `{submit}`: what you write in it is what you hand in. Leave its first line as
it is and run the cell. It is graded in a process of its own and its report appears; the cell itself is not run here,
so that nothing it does can hurt the notebook. Seconds are virtual: nobody waits."""
CHECKS = """\
## The checks of {kata}

Each of these cells gives the points of one check, from the solution cell as you ran it last. What hidden checks judge
is judged when your instructor grades the notebook."""
