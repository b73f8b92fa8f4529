"""What each operator makes of a small program, and what a mutant is called."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.authoring.mutants.deriving import OPERATORS, derive, diff
from grader.authoring.mutants.sites import Family
from tests.mutants.greeting_kata import REFERENCE, SWALLOW, mutants

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
    ("limit-time", "await job()", [f"await asyncio.wait_for(job(), {seconds})" for seconds in (5, 10, 60)]),
    ("limit-time", "await asyncio.sleep(0.25)", []),
    ("limit-time", "await asyncio.wait_for(job(), limit)", []),
    (
        "limit-time",
        "got = [item async for item in source]",
        [f"async with asyncio.timeout({seconds}): got = [item async for item in source]" for seconds in (5, 10, 60)],
    ),
    ("round-delay", "await asyncio.sleep(pause)", [f"await asyncio.sleep({name}(pause))" for name in ("int", "round")]),
    ("round-delay", "await asyncio.sleep(0.25)", []),
    (
        "round-delay",
        "async with asyncio.timeout(limit): await job()",
        [f"async with asyncio.timeout(limit and {name}(limit)): await job()" for name in ("int", "round")],
    ),
    (
        "done-set",
        "a = [await task for task in tasks]",
        ["a = [await task for task in ((await asyncio.wait(tasks))[0] if tasks else [])]"],
    ),
    (
        "done-set",
        "a = await asyncio.gather(one, two, return_exceptions=True)",
        ["a = (await asyncio.gather(*(await asyncio.wait(made))[0], return_exceptions=True) if (made := [asyn…"],
    ),
    ("falsiness", "a = b if c is None else d", ["a = b if (not c) else d"]),
    ("falsiness", "a = b if c is not None else d", ["a = b if c else d"]),
    ("falsiness", "a = b if c else d", ["a = b if c is not None else d"]),
    ("falsiness", "a = not b", ["a = (b is None)"]),
    ("falsiness", "a = b or c", ["a = (b if b is not None else c)"]),
    ("falsiness", "a = b if c() else d", []),
    ("shield", "await job()", ["await asyncio.shield(job())"]),
    ("shield", "await asyncio.sleep(pause)", []),
    (
        "to-thread",
        "await asyncio.sleep(pause)",
        ['(await asyncio.to_thread(__import__("time").sleep, pause))'],
    ),
    ("to-thread", "a = sum(numbers)", ["a = (await asyncio.to_thread(sum, numbers))"]),
    ("to-thread", "a = len(numbers)", []),
    ("share", "a = []", ["async def f(a = []):", "a = []"]),
    ("share", "a = asyncio.Lock()", ["async def f(a = asyncio.Lock()):", "a = asyncio.Lock()"]),
    ("share", "a = list(b)", []),
    ("share", "a = 0", []),
    ("made-early", "if a: await g()", []),
    ("one-side", "for a in sorted({b, c}): g(a)", ["for a in sorted({b}): g(a)", "for a in sorted({c}): g(a)"]),
    ("one-side", "for a in b: g({a, c})", []),
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
SHARING = """\
import asyncio
def f(items, *more):
    seen = set()
    count = 0
    for item in items:
        count += 1
    return seen, count
class Bank:
    def __init__(self, audit):
        self._coins = {}
        self._audit = audit
"""
MOVING = """\
import asyncio
async def f(items, log):
    for item in items:
        await ask(item)
        log(item)
    for item in items:
        if await wanted(item):
            await send(item)
    for item in items:
        answer = await ask(item)
        log(answer)
"""
ASKING = """\
import asyncio
async def f(items):
    if not items:
        raise ValueError
    await send(items)
    if items:
        await ask(items)
    if items:
        return
    for item in items:
        await send(item)
"""
BANKING = """\
import asyncio
class Bank:
    def __init__(self):
        self._locks = [asyncio.Lock()]
    def balance(self):
        return 0
    async def deposit(self):
        async with self._locks[0]:
            await self.audit()
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


@pytest.mark.parametrize(
    ("made", "wrapped"),
    [
        (
            "await asyncio.gather(*(job(one) for one in jobs))",
            "await asyncio.gather(*(bounded(job(one)) for one in jobs))",
        ),
        ("await asyncio.gather(*jobs)", "await asyncio.gather(*(bounded(one) for one in jobs))"),
        ("[asyncio.create_task(job(one)) for one in jobs]", "[asyncio.create_task(bounded(job(one))) for one in jobs]"),
        ("for one in jobs: asyncio.ensure_future(one)", "for one in jobs: asyncio.ensure_future(bounded(one))"),
    ],
)
def test_so_many_jobs_at_once(made: str, wrapped: str) -> None:
    """One semaphore of 10, or of 100, for all jobs that a call begins."""
    program = f"import asyncio\nasync def f(jobs):\n    {made}\n"

    few, many = (mutant.source for mutant in derive(program, "a.py").mutants if "limit-jobs" in mutant.id)

    slots = "async def bounded(job):\n        async with slots:\n            return await job"
    assert few == f"import asyncio\nasync def f(jobs):\n    slots = asyncio.Semaphore(10)\n    {slots}\n    {wrapped}\n"
    assert many == few.replace("10", "100")


@pytest.mark.parametrize("made", ["await asyncio.gather(*(job() for _ in range(4)))", "asyncio.create_task(job())"])
def test_few_jobs_need_no_limit(made: str) -> None:
    """Where there is one, or a number that stands there, a semaphore says nothing."""
    assert changed(f"import asyncio\nasync def f(jobs):\n    {made}\n", "limit-jobs") == []


def test_an_object_with_one_guard() -> None:
    """Each method that waits goes through it; what does not wait stays as it is."""
    (mutant,) = [one for one in derive(BANKING, "a.py").mutants if "one-lock" in one.id]

    assert "def __init__(self):\n        self._lock_for_all = asyncio.Lock()\n" in mutant.source
    assert "async def deposit(self):\n        async with self._lock_for_all:\n" in mutant.source
    assert "def balance(self):\n        return 0\n" in mutant.source
    assert len(changed(BANKING, "limit-jobs")) == 2


def test_values_are_shared() -> None:
    """By keyword behind a star, in the module, counted on for ever, and by all objects of a class."""
    shared = [one.source for one in derive(SHARING, "a.py").mutants if "share" in one.id]

    by_default, in_module, counter, in_class = shared
    assert "def f(items, *more, seen = set()):\n    count = 0\n" in by_default
    assert "seen = set()\ndef f(items, *more):\n    count = 0\n" in in_module
    assert "count = 0\ndef f(items, *more):\n    global count\n" in counter
    assert "class Bank:\n    _coins = {}\n    def __init__(self, audit):\n        self._audit = audit\n" in in_class


def test_work_is_moved() -> None:
    """Into a `finally`, and into a second loop; a loop whose later lines need its earlier ones stays whole."""
    assert changed(MOVING, "into-finally") == [
        "try: await ask(item) finally: log(item)",
        "try: answer = await ask(item) finally: log(answer)",
    ]
    assert changed(MOVING, "two-loops") == [
        "for item in items:",
        "for item in [item for item in items if await wanted(item)]: await send(item)",
    ]


def test_coroutines_are_made_before_they_are_wanted() -> None:
    """Above the check whose body awaits them, and above one that leaves, also where it is a loop of them."""
    assert changed(ASKING, "made-early") == [
        "made = send(items) await made",
        "made = ask(items) await made",
        "made = [send(item) for item in items] for one in made: await one",
    ]


def test_handlers_take_runtime_error_too() -> None:
    """Beside the others; where it is taken already nothing changes."""
    assert changed(HANDLING, "except-also") == ["except (ValueError, asyncio.CancelledError, RuntimeError):"]
    assert changed("try: f()\nexcept Exception: pass\n", "except-also") == []


def test_slips_and_habits_are_told_apart() -> None:
    """Every mutant knows what kind of change it is, and a slip's name does not hang on the habits."""
    families = {one.id: one.family for one in mutants()}

    assert families["greeting.py:8 drop-await"] is Family.SLIP
    assert families["greeting.py:8 limit-time 3"] is Family.HABIT


def test_loops_are_left_and_gone_on_with() -> None:
    """`break` becomes `continue`; `continue` at the end of a loop becomes `break`."""
    assert changed(LOOPING, "leave-loop") == ["continue", "break"]


def test_every_operator_is_tried_here() -> None:
    """No operator is without an example above."""
    tried = {operator for operator, _, made in MADE if made} | {
        "widen-except",
        "narrow-except",
        "drop-finally",
        "leave-loop",
        *("limit-jobs", "one-lock", "into-finally", "two-loops", "made-early", "except-also"),
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
        "greeting.py:8 limit-time",
        "greeting.py:8 limit-time 2",
        "greeting.py:8 limit-time 3",
        "greeting.py:8 to-thread",
        "greeting.py:8 round-delay",
        "greeting.py:8 round-delay 2",
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
