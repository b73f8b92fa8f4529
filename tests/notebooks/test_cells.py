"""What a cell of a kata's notebook hands in, and what is read from a notebook that anybody may have written."""

from __future__ import annotations

import json
import time
import warnings
from typing import Any

import pytest

from grader.classroom.nbgrader.notebook import (
    NoSolution,
    handed_in,
    kata_of,
    last_solution,
    solution_of,
    without_first_line,
)

PLACEHOLDER = "# YOUR CODE HERE\nraise NotImplementedError()\n"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("%%kata kata11\nx = 1\n", ("kata11", "x = 1\n")),
        ("\n%%kata  kata11 \nx = 1", ("kata11", "x = 1")),
        ("%%kata kata11", ("kata11", "")),
        ("x = 1", None),
        ("# %%kata kata11\nx = 1", None),
        ("%%kata\nx = 1", None),
        ("%%kata kata11 kata12\nx = 1", None),
    ],
)
def test_the_first_line_names_the_kata(cell: str, found: tuple[str, str] | None) -> None:
    """A solution cell begins with the magic and one kata; all below is handed in."""
    assert (found[0] if found else "") == kata_of(cell)
    assert found is None or found[1] == handed_in(without_first_line(cell))


@pytest.mark.parametrize(
    ("body", "handed"),
    [
        (f"def f(): ...\n{PLACEHOLDER}", "def f(): ...\n\n\n"),
        ("stub\n### BEGIN SOLUTION\nright = 1\n### END SOLUTION\n", "right = 1\n"),
        ("async def f(): ...\nawait f()\n", "async def f(): ...\n# await f()\n"),
        ("print(await f(\n    1))\nx = 2", "# print(await f(\n#     1))\nx = 2"),
        ("import asyncio\nasyncio.run(f())\n", "import asyncio\n# asyncio.run(f())\n"),
        ("async with f() as g:\n    print(g)", "# async with f() as g:\n#     print(g)"),
        ("x = [y async for y in f()]", "# x = [y async for y in f()]"),
        ("def f():\n    return asyncio.run(g())\n", "def f():\n    return asyncio.run(g())\n"),
        ("async def f():\n    await g()\n", "async def f():\n    await g()\n"),
        ("def (:\n", "def (:\n"),
        ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n"),
        ("(" * 5000, "(" * 5000),
    ],
)
def test_what_is_handed_in_is_a_file(body: str, handed: str) -> None:
    """What nbgrader leaves in a solution's place goes, and what runs a loop at the top is a comment on its own line."""
    assert handed == handed_in(body)
    assert "BEGIN SOLUTION" in body or body.count("\n") == handed.count("\n")


def test_the_last_cell_of_a_kata_counts() -> None:
    """Of several solution cells the one that ran last; other katas' are none of it."""
    cells = ["%%kata kata11\na", "%%kata kata12\nb", "%%kata kata11\nc", "d"]

    assert tuple(last_solution(kata, cells) for kata in ("kata11", "kata12", "kata13")) == ("c", "b", None)


def cell(source: Any, grade_id: Any = None, kind: str = "code") -> dict[str, Any]:
    """One cell as a file has it."""
    metadata = {} if grade_id is None else {"nbgrader": {"grade_id": grade_id}}
    return {"cell_type": kind, "metadata": metadata, "source": source}


@pytest.mark.parametrize(
    "cells",
    [
        [cell("%%kata kata11\nx = 1", "kata11-solution")],
        [cell(["%%kata kata11\n", "x = 1"], "kata11-solution")],
        [cell("x = 1", "kata11-solution")],
        [cell("first", "kata11-solution"), cell("x = 1", "kata11-solution")],
        [cell("x = 1", "kata11-solution"), cell("%%kata kata11\nanother")],
        [cell("%%kata kata11\nx = 1"), cell("%%kata kata12\nanother")],
        [cell("x = 1", "kata11-solution"), cell("words", "kata11-solution", "markdown"), 7, {}, cell(None)],
    ],
)
def test_the_solution_is_found(cells: list[Any]) -> None:
    """By nbgrader's id, with its first line or without; else by its first line."""
    assert solution_of(json.dumps({"cells": cells}).encode(), "kata11") == b"x = 1\n"


def test_a_verdict_that_was_tampered_with_hides_nothing() -> None:
    """nbgrader refuses such a notebook; what stands in its solution cell is collected and graded all the same."""
    verdict = cell("verdict('kata11', 'test_one')", "kata11-test_one")
    verdict["metadata"]["nbgrader"] |= {"grade": False, "locked": False, "points": 1000}
    cells = [cell("x = 1", "kata11-solution"), verdict]

    assert solution_of(json.dumps({"cells": cells}).encode(), "kata11") == b"x = 1\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no notebook"),
        (b"\xff\xfe\x00", "no notebook"),
        (b"[" * 100_000, "no notebook"),
        (b"[]", "no solution cell"),
        (b'{"cells": {}}', "no solution cell"),
        (b'{"cells": [{"cell_type": "code", "metadata": 3, "source": 4}]}', "no solution cell"),
        (json.dumps({"cells": [cell("x", ["kata11-solution"])]}).encode(), "no solution cell"),
    ],
)
def test_a_hostile_notebook_is_refused(content: bytes, said: str) -> None:
    """Whatever it is, there is one clause for the instructor."""
    with pytest.raises(NoSolution, match=said):
        solution_of(content, "kata11")


def test_what_no_file_can_hold_is_replaced() -> None:
    """Half a character, which JSON can hold, breaks nobody's grading."""
    content = json.dumps({"cells": [cell("x = '\ud800'", "kata11-solution")]}).encode()

    assert solution_of(content, "kata11") == b"x = '?'\n"


@pytest.mark.parametrize(
    ("body", "handed"),
    [
        ("x = 1\ry = 2\r", "x = 1\ny = 2\n"),
        ("x = 1\r\rawait f()", "x = 1\n\n# await f()"),
        ("'''a\rb'''\nasyncio.run(f())", "'''a\nb'''\n# asyncio.run(f())"),
        ("x\x0cy\x0b\nawait f(\n)", "x\x0cy\x0b\nawait f(\n)"),
        ("x = '\u2028'\nawait f()", "x = '\u2028'\n# await f()"),
        ("x = '\ud800'\nawait f()", "x = '\ud800'\nawait f()"),
        ("x\0 = 1\nawait f()", "x\0 = 1\nawait f()"),
        ("await 1or 2", "# await 1or 2"),
    ],
)
def test_odd_line_ends_and_characters_break_nothing(body: str, handed: str) -> None:
    """A carriage return alone ends a line here as in Python; where there is no tree, the text is handed in as it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert handed == handed_in(body)


@pytest.mark.parametrize(
    ("body", "regions"),
    [
        ("### BEGIN SOLUTION\na\n### END SOLUTION\nx\n### BEGIN SOLUTION\nb\n### END SOLUTION", "a\nb\n"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\na\n### END SOLUTION", "### BEGIN SOLUTION\na\n"),
        ("### BEGIN SOLUTION\n### END SOLUTION\n", ""),
        ("### BEGIN SOLUTION\na", "### BEGIN SOLUTION\na"),
        (" ### BEGIN SOLUTION\na\n### END SOLUTION", " ### BEGIN SOLUTION\na\n### END SOLUTION"),
        ("### END SOLUTION\na", "### END SOLUTION\na"),
    ],
)
def test_what_stands_between_markers_counts(body: str, regions: str) -> None:
    """Each region that is begun and ended, in order; where there is none, all of it."""
    assert regions == handed_in(body)


HUGE = {
    "a region without an end": "### BEGIN SOLUTION\n" * 200_000,
    "statements": "await f()\n" + "a\n" * 120_000,
    "calls of a long list": f"[{'x,' * 20_000}]{'()' * 900}\nawait f()",
    "blanks": "%%kata kata11" + " \t" * 100_000 + "x",
    "a placeholder": "# YOUR CODE HERE\nraise NotImplementedError()" + " " * 200_000 + "x",
    "parentheses": "(" * 200_000 + "await f()",
}


@pytest.mark.parametrize("body", HUGE.values(), ids=HUGE)
def test_work_grows_with_the_text_and_no_faster(body: str) -> None:
    """Real time, with room for a slow machine: what took minutes takes a moment, however it is made."""
    began = time.process_time()

    handed_in(body)
    kata_of(body)

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([cell("#" * (256 * 1024 + 1), "kata11-solution")], "a solution cell larger than 256 KiB"),
        ([cell("%%kata kata11\n" + "x = 1\n" * (3 << 20))], "is larger than 8 MiB"),
        ([cell("%%kata kata11\n" + "#" * (256 * 1024))], "a solution cell larger than 256 KiB"),
    ],
    ids=["by id", "whole", "by name"],
)
def test_size_is_looked_at_first(cells: list[Any], said: str) -> None:
    """A cell larger than a submission may be is refused before anything is looked for in it."""
    with pytest.raises(NoSolution, match=said):
        solution_of(json.dumps({"cells": cells}).encode(), "kata11")


def test_only_the_last_solution_is_looked_into() -> None:
    """A thousand cells that would each take a while cost as much as one."""
    slow = "%%kata kata11\nawait f()\n" + "a\n" * 30_000
    began = time.process_time()

    found = last_solution("kata11", [slow] * 1000 + ["%%kata kata11\nx = 1"])

    assert found == "x = 1"
    assert time.process_time() - began < 5
