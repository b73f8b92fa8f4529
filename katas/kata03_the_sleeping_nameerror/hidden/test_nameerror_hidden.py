"""Hidden checks of kata03: each program is run live and compared with the answer."""

import asyncio
import builtins
import re
import warnings
from textwrap import indent
from types import ModuleType

from grader.testing import M00, M01, M09, M25, Tell, check, expect, fail

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
    if answers is None:
        fail(M00.because("The file has no ANSWERS: it is a dict with one of the four words for each program"))
    if not isinstance(answers, dict):
        fail(M00.because("ANSWERS is no dict: it is one, with one of the four words for each program"))
    if key not in answers:
        fail(M00.because(f"ANSWERS has no answer for `{key}` yet"))
    answer = answers[key]
    if isinstance(answer, (type, BaseException)):
        what = "class" if isinstance(answer, type) else "exception"
        fail(M00.because(f"The answer for `{key}` is the {what} itself, not the word: put its name in quotes"))
    if not isinstance(answer, str):
        fail(M00.because(f"The answer for `{key}` is no text: it is one of the four words, in quotes"))
    if not answer.strip():
        fail(M00.because(f"There is no answer for `{key}` yet: it is empty"))
    if answer.strip().lower() not in WORDS:
        fail(M00.because(f"The answer for `{key}` is none of the four: nothing, warning, NameError, SyntaxError"))
    return WORDS[answer.strip().lower()]


def compare(kata, beliefs):
    """Compare the answers of a group with the live runs; `beliefs` says for each program what a wrong word betrays."""
    anywhere = {
        "warning": M01.because("Python warns of a coroutine that goes away and was never awaited: here none goes away"),
        "SyntaxError": M25.because(
            "grammar is checked when a file is loaded, and this line loads no file of bad grammar"
        ),
    }
    answers = {key: answered(kata, key) for key in beliefs}
    for key, answer in answers.items():
        known = {**anywhere, **beliefs[key]}
        tells = {word: Tell(tell.code, f"{key}: {tell.sentence}") for word, tell in known.items()}
        expect(answer, happens(key), tells=tells)


@check(points=3, rules=(1, 2))
def test_thrown_away_or_made_a_task(kata):
    """call_then_gc, create_task_only and create_task_then_sleep0: what happens before anybody awaits the task."""
    compare(
        kata,
        {
            "call_then_gc": {
                "NameError": M01.because(
                    "never run, never looked up: the body of this coroutine has not begun and never will"
                ),
                "nothing": M01.because("Python does notice when a coroutine goes away that nobody has ever awaited"),
            },
            "create_task_only": {
                "NameError": M25.because(
                    "create_task only schedules: the first step runs when main suspends, and it has not"
                ),
                "warning": M01.because("the task holds the coroutine and will run it: nothing was forgotten"),
            },
            "create_task_then_sleep0": {
                "NameError": M09.because(
                    "the error stays inside the task until somebody awaits it: main hears nothing of it"
                ),
                "warning": M01.because("the coroutine did run: that warning is for those that never do"),
            },
        },
    )


@check(points=2, rules=(1, 2))
def test_failed_tasks_and_gather(kata):
    """await_failed_task, await_failed_task_again, gather_plain, gather_return_exceptions: who hears of the error."""
    kept = M09.because("an error inside a task is not gone because time has passed: awaiting opens the box")
    once = M09.because("a box that was opened once is not empty: the task keeps how it ended")
    first = M09.because("gather does not keep an error for itself: the first one leaves through the await")
    compare(
        kata,
        {
            "await_failed_task": {"nothing": kept, "warning": kept},
            "await_failed_task_again": {"nothing": once, "warning": once},
            "gather_plain": {"nothing": first, "warning": first},
            "gather_return_exceptions": {
                "NameError": M09.because("here the error is a value in the list like any other: nothing raises it")
            },
        },
    )


@check(points=2, rules=(1, 2))
def test_the_twin_and_the_grammar(kata):
    """twin_call and broken_import: what happens to the ordinary function's typo, and to bad grammar."""
    lazy = M25.because("only coroutines wait: the body of an ordinary function runs when it is called")
    grammar = M25.because("grammar is not spelling: it is checked for the whole file, also where nothing runs yet")
    compare(
        kata,
        {
            "twin_call": {"nothing": lazy, "warning": lazy},
            "broken_import": {"nothing": grammar, "NameError": grammar},
        },
    )
