"""Hidden checks of kata03: each program is run live and compared with the answer."""

import asyncio
import builtins
import re
import warnings
from textwrap import indent
from types import ModuleType

from grader.testing import M00, M01, M09, M25, check, expect

SLIP = """
def multiply_by_two(number):
    return nubmer * 2

async def coroutine_multiply_by_two(number):
    return nubmer * 2
"""

BROKEN = """
async def coroutine_multiply_by_two(number)
    return number * 2
"""

MODULES = {"slip": SLIP, "broken": BROKEN}

PROGRAMS = {
    "call_then_gc": """
letter = slip.coroutine_multiply_by_two(21)
del letter  # <-- here
""",
    "create_task_only": """
task = asyncio.create_task(slip.coroutine_multiply_by_two(21))  # <-- here
""",
    "create_task_then_sleep0": """
task = asyncio.create_task(slip.coroutine_multiply_by_two(21))
await asyncio.sleep(0)  # <-- here
""",
    "await_failed_task": """
task = asyncio.create_task(slip.coroutine_multiply_by_two(21))
await asyncio.sleep(0)
answer = await task  # <-- here
""",
    "await_failed_task_again": """
task = asyncio.create_task(slip.coroutine_multiply_by_two(21))
try:
    answer = await task
except NameError:
    answer = None
answer = await task  # <-- here
""",
    "gather_plain": """
answers = await asyncio.gather(slip.coroutine_multiply_by_two(21))  # <-- here
""",
    "gather_return_exceptions": """
answers = await asyncio.gather(slip.coroutine_multiply_by_two(21), return_exceptions=True)  # <-- here
""",
    "twin_call": """
answer = slip.multiply_by_two(21)  # <-- here
""",
    "broken_import": """
import broken  # <-- here
""",
}

WORDS = {word.lower(): word for word in ("nothing", "warning", "NameError", "SyntaxError")}


class Here:
    """Stands around the marked line and notes what came out of it."""

    happened = "not reached"

    def __enter__(self):
        self._listening = warnings.catch_warnings(record=True)
        self._heard = self._listening.__enter__()
        warnings.simplefilter("always")

    def __exit__(self, kind, error, trace):
        self._listening.__exit__(None, None, None)
        if isinstance(error, Exception):
            self.happened = type(error).__name__
            return True
        # Other coroutines may happen to be collected in this very line: only the program's own counts.
        warned = any("'coroutine_multiply_by_two' was never awaited" in str(told.message) for told in self._heard)
        self.happened = "warning" if warned else "nothing"
        return False


def load(name, *_):
    """Import as the programs do it: the modules of the README from their text, everything else as ever."""
    if name not in MODULES:
        return __import__(name, *_)
    module = ModuleType(name)
    exec(compile(MODULES[name], f"{name}.py", "exec"), module.__dict__)  # noqa: S102  it is the text of this file
    return module


async def tidy(names):
    """After the question: let go of what a program left behind, without a word."""
    for thing in list(names.values()):
        if asyncio.iscoroutine(thing):
            thing.close()
        elif isinstance(thing, asyncio.Task):
            await asyncio.gather(thing, return_exceptions=True)


def happens(key):
    """Run the program live and tell what happened in its marked line."""
    here = Here()
    space = {"__builtins__": {**vars(builtins), "__import__": load}, "here": here, "tidy": tidy, "asyncio": asyncio}
    if "import " not in PROGRAMS[key]:
        space["slip"] = load("slip")
    body = re.sub(r"^(.*?)  # <-- here$", r"with here: \1", PROGRAMS[key], flags=re.MULTILINE)
    exec("async def main():\n" + indent(body, "    ") + "\n    await tidy(locals())", space)  # noqa: S102  it is the text of this file
    asyncio.run(space["main"]())
    return here.happened


def answered(kata, key):
    """What the student answered for a program: one of the four words."""
    answers = getattr(kata, "ANSWERS", None)
    with M00.because("ANSWERS has no answer here yet: it is a dict with one of the four words for each program"):
        assert isinstance(answers, dict)
        assert isinstance(answers.get(key), str)
        assert answers[key].strip()
    with M00.because("That is none of the four answers: nothing, warning, NameError, SyntaxError"):
        assert answers[key].strip().lower() in WORDS
    return WORDS[answers[key].strip().lower()]


@check(points=1)
def test_call_then_gc(kata):
    """call_then_gc: what happens when a coroutine object is thrown away."""
    expect(
        answered(kata, "call_then_gc"),
        happens("call_then_gc"),
        tells={
            "NameError": M01.because(
                "Never run, never looked up: the body of this coroutine has not begun and never will"
            ),
            "nothing": M01.because("Python does notice when a coroutine goes away that nobody has ever awaited"),
        },
    )


@check(points=1)
def test_create_task_only(kata):
    """create_task_only: what happens when a task is made."""
    expect(
        answered(kata, "create_task_only"),
        happens("create_task_only"),
        tells={
            "NameError": M25.because(
                "create_task only schedules: the first step runs when main suspends, and it has not"
            ),
            "warning": M01.because("The task holds the coroutine and will run it: nothing was forgotten"),
        },
    )


@check(points=1)
def test_create_task_then_sleep0(kata):
    """create_task_then_sleep0: what happens in main while the task has its turn."""
    expect(
        answered(kata, "create_task_then_sleep0"),
        happens("create_task_then_sleep0"),
        tells={
            "NameError": M09.because(
                "The error stays inside the task until somebody awaits it: main hears nothing of it"
            ),
            "warning": M01.because("The coroutine did run: that warning is for those that never do"),
        },
    )


@check(points=1)
def test_await_failed_task(kata):
    """await_failed_task and await_failed_task_again: what happens when a failed task is awaited, once and once more."""
    kept = M09.because("An error inside a task is not gone because time has passed: awaiting opens the box")
    expect(answered(kata, "await_failed_task"), happens("await_failed_task"), tells={"nothing": kept, "warning": kept})
    once = M09.because("A box that was opened once is not empty: the task keeps how it ended")
    again = answered(kata, "await_failed_task_again")
    expect(again, happens("await_failed_task_again"), tells={"nothing": once, "warning": once})


@check(points=1)
def test_gather(kata):
    """gather_plain and gather_return_exceptions: what happens when gather meets the error."""
    first = M09.because("gather does not keep an error for itself: the first one leaves through the await")
    expect(answered(kata, "gather_plain"), happens("gather_plain"), tells={"nothing": first, "warning": first})
    expect(
        answered(kata, "gather_return_exceptions"),
        happens("gather_return_exceptions"),
        tells={"NameError": M09.because("Here the error is a value in the list like any other: nothing raises it")},
    )


@check(points=1)
def test_twin_call(kata):
    """twin_call: what happens when the ordinary function with the same typo is called."""
    lazy = M25.because("Only coroutines wait: the body of an ordinary function runs when it is called")
    expect(answered(kata, "twin_call"), happens("twin_call"), tells={"nothing": lazy, "warning": lazy})


@check(points=1)
def test_broken_import(kata):
    """broken_import: what happens when a module with bad grammar is loaded."""
    grammar = M25.because("Grammar is not spelling: it is checked for the whole file, also where nothing runs yet")
    expect(answered(kata, "broken_import"), happens("broken_import"), tells={"nothing": grammar, "NameError": grammar})
