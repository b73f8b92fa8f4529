"""Programs that do nothing: what is made of a stub, and what is said of the points they earn."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.authoring.trivial import ENDLESS, IDLE, paid_for_nothing, trivial_programs
from grader.model import Check, Outcome, Report, Verdict

STUB = '''"""Two doors."""

from __future__ import annotations


async def open_door(name, *doors, pause=1):
    """Open."""
    raise NotImplementedError


def _helper():
    return 1
'''
BANK = """class Bank:
    def __init__(self):
        self._coins = {}

    def balance(self, account):
        return self._coins.get(account, 0)

    async def deposit(self, account, amount):
        raise NotImplementedError
"""
QUIZ = 'ANSWERS: dict[str, str] = {"one": "", "two": ""}\n'
KEY = 'ANSWERS = {"one": "yes", "two": "no"}\n'


def by_name(stub: str, reference: str = "", *, endless: bool = False) -> dict[str, str]:
    """The programs' sources by their names."""
    return {one.name: one.source for one in trivial_programs(stub, reference, endless=endless)}


@pytest.mark.parametrize(
    ("does", "body"),
    [
        ("returns None", "return None"),
        ("returns its first argument", "return name"),
        ("returns what its first argument comes to", "return await name"),
        ("returns all its arguments", "return [name, *doors]"),
        ("raises ValueError", "raise ValueError('nothing')"),
        ("waits for ever", "await asyncio.Event().wait()"),
    ],
)
def test_a_function_does_nothing(does: str, body: str) -> None:
    """Its body is the idle one; what begins with an underscore stays."""
    source = by_name(STUB)[f"every function {does}"]

    assert f"async def open_door(name, *doors, pause=1):\n    {body}\n" in source
    assert "def _helper():\n    return 1" in source


def test_every_program_is_python_and_another_one() -> None:
    """Each can be compiled, imports what it needs below `from __future__`, and none stands there twice."""
    sources = list(by_name(STUB, endless=True).values())

    for source in sources:
        compile(source, "doors.py", "exec", dont_inherit=True)
    assert len({ast.dump(ast.parse(source)) for source in sources}) == len(sources) == 1 + len(IDLE) + len(ENDLESS)


def test_the_stub_with_a_comment_is_one() -> None:
    """It is a submission like any other."""
    assert by_name(STUB)["it is the stub with a comment"].startswith(STUB)


def test_endless_programs_come_on_demand() -> None:
    """They cost real seconds."""
    assert "every function loops for ever" not in by_name(STUB)
    assert "    while True:\n        pass" in by_name(STUB, endless=True)["every function loops for ever"]


def test_a_plain_function_gives_what_others_await() -> None:
    """`await` cannot stand in it: it gives the awaitable, or its argument as it is."""
    stub = "def collect(source):\n    raise NotImplementedError\n"

    made = by_name(stub)

    assert "return asyncio.Event().wait()" in made["every function waits for ever"]
    assert made["every function returns its first argument"] == "def collect(source):\n    return source"


def test_what_is_right_already_is_also_left_as_it_is() -> None:
    """A bank whose balance works: once every function is idle, and once the async ones alone. `self` is no argument."""
    made = by_name(BANK)

    assert "def balance(self, account):\n        return account" in made["every function returns its first argument"]
    alone = made["every async function returns its first argument"]
    assert "return self._coins.get(account, 0)" in alone
    assert "async def deposit(self, account, amount):\n        return account" in alone


def test_one_answer_for_all_keys() -> None:
    """Each of the reference's answers, and some that say nothing."""
    made = by_name(QUIZ, KEY)

    assert made["every answer is 'yes'"] == "ANSWERS: dict[str, str] = {'one': 'yes', 'two': 'yes'}"
    assert "every answer is 'no'" in made
    assert "every answer is []" in made
    assert not [name for name in made if "function" in name]


def test_a_stub_that_is_no_python_has_its_comment() -> None:
    """Nothing else can be made of it."""
    assert list(by_name("def (")) == ["it is the stub with a comment"]


def test_only_what_pays_is_told(checks: tuple[Check, ...], caught: Callable[..., Report]) -> None:
    """A check that is passed pays; three programs are named and the others counted."""
    reports = {f"way {number}": caught() for number in range(5)}

    assert list(paid_for_nothing(checks, reports)) == [
        "test_opens pays 4 points for doing nothing: it is passed where way 0, or way 1, or way 2, or in 2 other ways"
    ]


def test_a_floor_says_why_a_check_pays(checks: tuple[Check, ...], caught: Callable[..., Report]) -> None:
    """With a reason the points are paid; where nobody gets them, the reason is a problem."""
    floored = tuple(replace(check, floor="An idle door is open.") for check in checks)

    assert list(paid_for_nothing(floored, {"way": caught()})) == [
        "test_waits has a floor for nothing: no program that does nothing passes it"
    ]


def test_what_is_refused_as_a_whole_pays_nothing(checks: tuple[Check, ...], caught: Callable[..., Report]) -> None:
    """A locked name costs all points, whatever the checks say."""
    locked = replace(caught(), verdict=Verdict.REJECTED, reason="It uses asyncio, which is locked.")

    assert any(result.outcome is Outcome.PASSED for result in locked.results)
    assert list(paid_for_nothing(checks, {"way": locked})) == []
