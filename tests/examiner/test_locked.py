"""Locked names: a name is locked where it is used, however it is named, and nowhere else."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from grader.engine.candidate.loader import compile_submission
from grader.model import Mode, Verdict
from tests.examiner.bench import grade

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)
LOCKED = ("asyncio.gather", "asyncio.TaskGroup", "asyncio.wait")


async def check_both(kata: Any) -> None:
    """Both are there."""
    assert list(await kata.both()) == [1, 2]


def submission(head: str, answer: str) -> str:
    """A file that brings two values together in the way that `answer` says."""
    return (
        f"{head}\nimport asyncio\nasync def one(n):\n    await asyncio.sleep(n)\n    return n\n"
        f"async def both():\n{textwrap.indent(textwrap.dedent(answer), '    ')}\n"
    )


USES = {
    "plainly": ("", "return await asyncio.gather(one(1), one(2))"),
    "imported": ("from asyncio import gather as g", "return await g(one(1), one(2))"),
    "from another module of it": ("from asyncio import tasks", "return await tasks.gather(one(1), one(2))"),
    "with a star": ("from asyncio import *", "return await gather(one(1), one(2))"),
    "under a second name": ("import asyncio as a\nb = a\ng = b.gather", "return await g(one(1), one(2))"),
    "by getattr": ("", "return await getattr(asyncio, 'gather')(one(1), one(2))"),
    "by getattr in parts": ("", "return await getattr(asyncio, 'gat' + 'her')(one(1), one(2))"),
    "by vars": ("", "return await vars(asyncio)['gather'](one(1), one(2))"),
    "by __dict__": ("", "return await asyncio.__dict__['gather'](one(1), one(2))"),
    "by importlib": ("import importlib", "return await importlib.import_module('asyncio').gather(one(1), one(2))"),
    "by __import__": ("", "return await __import__('asyncio').gather(one(1), one(2))"),
    "by sys.modules": ("import sys", "return await sys.modules['asyncio.tasks'].gather(one(1), one(2))"),
    "by an attrgetter": ("import operator", "return await operator.attrgetter('gather')(asyncio)(one(1), one(2))"),
    "by a methodcaller": ("import operator", "return await operator.methodcaller('gather', one(1), one(2))(asyncio)"),
    "by a partial": (
        "import functools, asyncio",
        "later = functools.partial(getattr(asyncio, 'gather'), one(1))\nreturn await later(one(2))",
    ),
    "in an exec": (
        "",
        """
        place = {**globals()}
        exec("later = asyncio.gather(one(1), one(2))", place)
        return await place["later"]
        """,
    ),
    "a class": (
        "",
        """
        async with getattr(asyncio, "TaskGroup")() as group:
            tasks = [group.create_task(one(n)) for n in (1, 2)]
        return [task.result() for task in tasks]
        """,
    ),
    "a class derived from one": (
        "Base = getattr(__import__('asyncio'), 'TaskGroup')\nclass Group(Base): pass",
        """
        async with Group() as group:
            tasks = [group.create_task(one(n)) for n in (1, 2)]
        return [task.result() for task in tasks]
        """,
    ),
    "a coroutine function": (
        "",
        """
        tasks = [asyncio.create_task(one(n)) for n in (1, 2)]
        await asyncio.create_task(getattr(asyncio, "wait")(tasks))
        return [task.result() for task in tasks]
        """,
    ),
}


@BOTH
@pytest.mark.parametrize(("head", "answer"), USES.values(), ids=USES)
def test_a_use_is_a_use_however_it_is_named(head: str, answer: str, mode: Mode) -> None:
    """The checks pass, and the verdict is the same as for the plain name, with a line of the file."""
    report = grade(submission(head, answer), check_both, mode=mode, locked=LOCKED, because="it is the point")

    assert Verdict.REJECTED is report.verdict
    assert report.points == 0
    assert report.reason.startswith("code.py uses asyncio.")
    assert " (line " in report.reason
    assert report.reason.endswith("), which is locked in this kata: it is the point.")


ONE_BY_ONE = "return [await one(1), await one(2)]"
NO_USES = {
    "an import": ("from asyncio import gather, TaskGroup", ONE_BY_ONE),
    "an import in a try": (
        "try:\n    from asyncio import TaskGroup\nexcept ImportError:\n    TaskGroup = None",
        ONE_BY_ONE,
    ),
    "a comment": ("# not asyncio.gather", ONE_BY_ONE),
    "a text": ("'asyncio.gather is locked'", ONE_BY_ONE),
    "a program": ("if __name__ == '__main__':\n    print(asyncio.run(asyncio.gather(1)))", ONE_BY_ONE),
    "a program, said the other way round": (
        "if '__main__' == __name__:\n    asyncio.gather()\nelse:\n    pass",
        ONE_BY_ONE,
    ),
    "an annotation": (
        "import asyncio\ndef f(group: asyncio.TaskGroup) -> asyncio.TaskGroup:\n    return group",
        "here: asyncio.TaskGroup | None = None\n" + ONE_BY_ONE,
    ),
    "for a type checker": (
        """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from asyncio import TaskGroup
    Group = TaskGroup
""",
        ONE_BY_ONE,
    ),
    "a name of its own": (
        "from asyncio import gather",
        """
        async def gather(*jobs):
            return [await job for job in jobs]
        return await gather(one(1), one(2))
        """,
    ),
    "what the library calls itself": (
        "",
        """
        asyncio.get_running_loop().call_soon(print)
        async with asyncio.timeout(9):
            return [await asyncio.wait_for(one(n), 5) for n in (1, 2)]
        """,
    ),
    "a loop that is run": ("import asyncio\nasyncio.run(asyncio.sleep(1))", ONE_BY_ONE),
}


@BOTH
@pytest.mark.parametrize(("head", "answer"), NO_USES.values(), ids=NO_USES)
def test_what_does_not_run_is_no_use(head: str, answer: str, mode: Mode) -> None:
    """A name that is only written down, or that the library uses by itself, is not held against anybody."""
    report = grade(submission(head, answer), check_both, mode=mode, locked=LOCKED)

    assert (report.verdict, report.reason) == (Verdict.ACCEPTED, "")


@BOTH
def test_a_locked_module_is_locked_with_all_that_it_offers(mode: Mode) -> None:
    """Whoever calls a function of it, or makes an instance of a class of it, uses it; whoever imports it does not."""

    def check_answer(kata: Any) -> None:
        assert kata.answer() == 2

    def verdict(body: str) -> Verdict:
        source = f"import asyncio, importlib\ndef answer():\n    {body}\n    return 2\n"
        return grade(source, check_answer, mode=mode, locked=("asyncio",)).verdict

    assert Verdict.REJECTED is verdict("asyncio.Queue()")
    assert Verdict.REJECTED is verdict("importlib.import_module('asyn' + 'cio').Queue()")
    assert Verdict.REJECTED is verdict("vars(importlib.import_module('asyn' + 'cio'))['new_event_loop']().close()")
    assert Verdict.ACCEPTED is verdict("pass")


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ("import asyncio\nasyncio.gather()\n", [("asyncio.gather", 2)]),
        ("from asyncio import *\nx = 1\ngather()\n", [("asyncio.gather", 3)]),
        ("from asyncio.tasks import gather\ngather\n", [("asyncio.gather", 2)]),
        ("import asyncio\nif __name__ != '__main__':\n    asyncio.gather()\n", [("asyncio.gather", 3)]),
        ("import asyncio\nif __name__ != '__main__':\n    pass\nelse:\n    asyncio.gather()\n", []),
        ("import asyncio\nif __name__ == '__main__' and True:\n    asyncio.gather()\n", []),
        ("import asyncio\nx = asyncio.gather if __name__ == '__main__' else None\n", []),
        ("import typing\nif typing.TYPE_CHECKING:\n    import asyncio\n    x = asyncio.gather\n", []),
    ],
)
def test_the_syntax_tree_tells_uses_that_no_check_runs(source: str, uses: list[tuple[str, int]]) -> None:
    """What stands in code that may run is a use, even if no check comes by."""
    loaded = compile_submission(source.encode(), "code.py", frozenset(LOCKED))

    assert tuple(uses) == loaded.locked
