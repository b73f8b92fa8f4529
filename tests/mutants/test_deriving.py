"""What each operator makes of a small program, and what a mutant is called."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.authoring.mutants.deriving import OPERATORS, derive, diff
from tests.mutants.tiny import REFERENCE, SWALLOW, mutants

HOME = Path(__file__).parents[2]

# Operator, a program, and what becomes of what.
MADE = [
    ("drop-await", "await job()", ["job()"]),
    ("gather-to-loop", "await asyncio.gather(one(), two())", ["[await one(), await two()]"]),
    ("gather-to-loop", "await asyncio.gather(*(job() for job in jobs))", ["[await job() for job in jobs]"]),
    ("gather-to-loop", "await asyncio.gather(*jobs)", ["[await one for one in jobs]"]),
    (
        "completion-order",
        "await asyncio.gather(*jobs)",
        ["[await one for one in asyncio.as_completed([*jobs])]"],
    ),
    (
        "completion-order",
        "[await task for task in tasks]",
        ["[await task for task in asyncio.as_completed(tasks)]"],
    ),
    ("block", "await asyncio.sleep(pause)", ['__import__("time").sleep(pause)']),
    ("drop-with", "async with lock: await job()", ["await job()"]),
    ("drop-with", "with one, two: job()", ["job()", "with two: job()", "with one: job()"]),
    ("drop-timeout", "asyncio.timeout(limit)", ["asyncio.timeout(None)"]),
    ("drop-timeout", "await asyncio.wait_for(job(), limit)", ["await asyncio.wait_for(job(), None)"]),
    ("drop-timeout", "await asyncio.wait(jobs, timeout=limit)", ["await asyncio.wait(jobs)"]),
    ("bound", "asyncio.Semaphore(limit)", ["asyncio.Semaphore(limit + 1)", "asyncio.Semaphore(limit - 1)"]),
    ("bound", "asyncio.Queue(maxsize=3)", ["asyncio.Queue(maxsize=4)", "asyncio.Queue(maxsize=2)"]),
    ("forget-task", "task = asyncio.create_task(job())", ["asyncio.create_task(job())"]),
    ("forget-task", "tasks.append(asyncio.create_task(job()))", ["asyncio.create_task(job())"]),
    (
        "await-at-once",
        "task = asyncio.create_task(job())",
        ["task = (made := asyncio.create_task(job()), await made)[0]"],
    ),
    ("no-task", "task = asyncio.create_task(job())", ["task = job()"]),
    ("no-task", "await asyncio.shield(task)", ["await task"]),
    ("swallow-cancelled", "await job()", ["try: await job() except asyncio.CancelledError: pass"]),
    ("nowait", "await queue.get()", ["queue.get_nowait()"]),
    ("nowait", "queue.put_nowait(item)", ["(await queue.put(item))"]),
    ("compare", "a < b", ["a <= b"]),
    ("compare", "a is b", ["a is not b"]),
    ("calculate", "a + b", ["a - b"]),
    ("calculate", "a and b", ["a or b"]),
    ("calculate", "a += b", ["a -= b"]),
    ("negate", "a if b else c", ["a if not b else c"]),
    ("negate", "not a", ["a"]),
    ("drop-filter", "[a for a in b if a]", ["[a for a in b]"]),
    ("constant", "a = 7", ["a = 8", "a = 6"]),
    ("constant", "a = 'text'", ['a = ""']),
    ("constant", "a = True", ["a = False"]),
    ("constant", "a = f'{b}!'", ["a = f'!'", "a = f'{b}'"]),
    ("default", "def g(a=None): return a", ["def g(a=0): return a"]),
    ("return-none", "return a", ["return None"]),
    ("swap-arguments", "g(a, b, c=d)", ["g(b, a, c=d)"]),
    ("drop-keyword", "g(a, b=c)", ["g(a)"]),
    ("delete", "g(a)", ["pass"]),
]
HANDLING = """\
import asyncio
async def f(job):
    try:
        await job()
    except (ValueError, asyncio.CancelledError):
        await tidy()
    finally:
        job.close()
"""
LOOPING = """\
def f(items):
    for item in items:
        if item:
            break
        continue
"""


def changed(program: str, operator: str) -> list[str]:
    """What this operator makes, in order, each as what the changed lines became."""
    made = derive(program, "a.py").mutants
    return [mutant.change.partition(" → ")[2] for mutant in made if mutant.id.split()[1] == operator]


@pytest.mark.parametrize(("operator", "statement", "expected"), MADE)
def test_an_operator_makes_what_it_says(operator: str, statement: str, expected: list[str]) -> None:
    """One statement becomes, by one operator, exactly these."""
    program = f"import asyncio\nasync def f():\n    {statement}\n    return\n"

    assert changed(program, operator) == expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("widen-except", ["except Exception:", "except BaseException:"]),
        ("narrow-except", ["except ():", "except (asyncio.CancelledError,):", "except (ValueError,):"]),
        ("drop-finally", ["nothing"]),
        (
            "swallow-cancelled",
            [
                "try: await job() except asyncio.CancelledError: pass",
                "except (ValueError, asyncio.CancelledError): pass",
                "try: await tidy() except asyncio.CancelledError: pass",
            ],
        ),
    ],
)
def test_handlers(operator: str, expected: list[str]) -> None:
    """Handlers take more, take less, swallow, and nobody tidies up."""
    assert changed(HANDLING, operator) == expected


def test_loops_are_left_and_gone_on_with() -> None:
    """`break` becomes `continue`; `continue` at the end of a loop becomes `break`."""
    assert changed(LOOPING, "leave-loop") == ["continue", "break"]


def test_every_operator_is_tried_here() -> None:
    """No operator is without an example above."""
    tried = {operator for operator, _, _ in MADE} | {
        "widen-except",
        "narrow-except",
        "drop-finally",
        "leave-loop",
    }

    assert tried == {operator.name for operator in OPERATORS}


def test_a_name_is_operator_and_place() -> None:
    """The file, the line and the operator; the second of them on a line has a number."""
    names = [mutant.id for mutant in mutants()]

    assert names == [
        "greeting.py:8 drop-await",
        "greeting.py:8 block",
        "greeting.py:8 swallow-cancelled",
        "greeting.py:8 delete",
        "greeting.py:9 return-none",
        "greeting.py:9 constant",
        "greeting.py:9 constant 2",
        "greeting.py:9 constant 3",
    ]


def test_names_do_not_hang_on_other_lines() -> None:
    """What comes after a line changes no name in it."""
    longer = f"{REFERENCE}\n\nasync def part():\n    return 1\n"

    names = [mutant.id for mutant in derive(longer, "greeting.py").mutants]

    assert names[: len(mutants())] == [mutant.id for mutant in mutants()]


def test_the_diff_shows_the_change_alone() -> None:
    """The line that went, the lines that came, and one line around them."""
    swallow = next(mutant for mutant in mutants() if mutant.id == SWALLOW)

    assert diff(REFERENCE, swallow).splitlines() == [
        "@@ -7,3 +7,5 @@",
        '     """Wait, then greet."""',
        "-    await asyncio.sleep(pause)",
        "+    try:",
        "+        await asyncio.sleep(pause)",
        "+    except asyncio.CancelledError: pass",
        '     return f"Hello, {name}!"',
    ]


def test_annotations_imports_and_docstrings_stay() -> None:
    """What no run of the program could tell is not changed."""
    program = 'import asyncio\nfrom os import path\n\ndef f(a: "int" = 1) -> "str":\n    """Two."""\n'

    assert [mutant.id for mutant in derive(program, "a.py").mutants] == ["a.py:4 constant", "a.py:4 constant 2"]


@pytest.mark.parametrize("kata", ["kata09", "kata11", "kata29"])
def test_every_mutant_of_a_reference_is_another_program(kata: str) -> None:
    """Each has another syntax tree than the reference and than all others, and a name of its own."""
    (reference,) = (HOME / "solutions").glob(f"{kata}_*/*.py")
    source = reference.read_text(encoding="utf-8")

    made = derive(source, reference.name).mutants

    trees = [ast.dump(ast.parse(mutant.source)) for mutant in made]
    assert made
    assert len({*trees, ast.dump(ast.parse(source))}) == len(made) + 1
    assert len({mutant.id for mutant in made}) == len(made)
