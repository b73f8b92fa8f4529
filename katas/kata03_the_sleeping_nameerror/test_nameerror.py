"""Visible checks of kata03: each program is run live and compared with the answer."""

import asyncio
import builtins
import re
import warnings
from textwrap import indent
from types import ModuleType

from grader.testing import M00, M01, M25, check, expect

SLIP = """
def multiply_by_two(number):
    return nubmer * 2

async def coroutine_multiply_by_two(number):
    return nubmer * 2
"""

MODULES = {"slip": SLIP}

PROGRAMS = {
    "import": "import slip  # <-- here",
    "call": "letter = slip.coroutine_multiply_by_two(21)  # <-- here",
    "await": "answer = await slip.coroutine_multiply_by_two(21)  # <-- here",
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
def test_import(kata):
    """import: what happens when the module with the typo is loaded."""
    spelling = M25.because("An unknown name is only looked up when the line runs, and loading runs no function's body")
    expect(
        answered(kata, "import"),
        happens("import"),
        tells={
            "NameError": spelling,
            "SyntaxError": spelling,
            "warning": M01.because("Nobody has made a coroutine yet: the module only defines how to make one"),
        },
    )


@check(points=1)
def test_call(kata):
    """call: what happens when the coroutine function is called."""
    body = M25.because("That is the ordinary function's behaviour; the coroutine body has not started")
    expect(
        answered(kata, "call"),
        happens("call"),
        tells={
            "NameError": body,
            "SyntaxError": body,
            "warning": M01.because("It may still be awaited: the name `letter` holds the coroutine object"),
        },
    )


@check(points=1)
def test_await(kata):
    """await: what happens when the coroutine is awaited."""
    asleep = M25.because("Awaiting runs the body, line by line, and the body is where the typo sits")
    expect(
        answered(kata, "await"), happens("await"), tells={"nothing": asleep, "warning": asleep, "SyntaxError": asleep}
    )
