"""Visible checks of kata03: each program is run live and compared with the answer."""

import asyncio
import builtins
import re
import warnings
from textwrap import indent
from types import ModuleType

from grader.testing import M00, M01, M25, Tell, check, expect, fail

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
def test_load_call_and_await(kata):
    """import, call and await: what happens when the module is loaded, the coroutine function called, and awaited."""
    spelling = M25.because("an unknown name is only looked up when its line runs, and loading runs no function's body")
    body = M25.because("that is the ordinary function's behaviour; the coroutine's body has not started")
    asleep = M25.because("awaiting runs the body, line by line, and the body is where the typo sits")
    compare(
        kata,
        {
            "import": {
                "NameError": spelling,
                "SyntaxError": spelling,
                "warning": M01.because("nobody has made a coroutine yet: the module only defines how to make one"),
            },
            "call": {
                "NameError": body,
                "warning": M01.because("it may still be awaited: the name `letter` holds the coroutine object"),
            },
            "await": {"nothing": asleep, "warning": asleep, "SyntaxError": asleep},
        },
    )
