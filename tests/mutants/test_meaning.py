"""Programs that are the same program, and those that only look so."""

from __future__ import annotations

import pytest

from grader.authoring.mutants.deriving import derive, meaning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f():\n    '''Says something.'''\n    return 1\n", "def f():\n    return 1\n"),
        ("def f(a: int) -> str: return a\n", "def f(a): return a\n"),
        ("a: int = 1\n", "a = 1\n"),
        ("def f():\n    g()\n    return None\n", "def f():\n    g()\n"),
        ("def f():\n    g()\n    return\n", "def f():\n    g()\n"),
        ("def f():\n    return 1\n    g()\n", "def f():\n    return 1\n"),
        ("while a:\n    break\n    g()\n", "while a:\n    break\n"),
        ("if a:\n    g()\nelse:\n    pass\n", "if a:\n    g()\n"),
        ("a = not b is c\n", "a = b is not c\n"),
        ("a = not b == c\n", "a = b != c\n"),
        ("asyncio.sleep(-1)\n", "asyncio.sleep(0)\n"),
        ("g( 1 )  # says nothing\n", "g(1)\n"),
    ],
)
def test_two_ways_of_writing_one_program(one: str, other: str) -> None:
    """They mean the same."""
    assert meaning(one) == meaning(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f():\n    g()\n    return None\n    h()\n", "def f():\n    g()\n    h()\n"),
        ("def f():\n    if a:\n        return None\n    g()\n", "def f():\n    if a:\n        pass\n    g()\n"),
        ("a = not b < c\n", "a = b >= c\n"),
        ("a = not b < c < d\n", "a = b < c < d\n"),
        ("time.sleep(-1)\n", "time.sleep(0)\n"),
        ("def f(a=1): return a\n", "def f(a=2): return a\n"),
        ("a = 'text'\n", "a = ''\n"),
    ],
)
def test_programs_that_differ(one: str, other: str) -> None:
    """They do not mean the same, however alike they look; nan and odd types make `not <` another than `>=`."""
    assert meaning(one) != meaning(other)


def test_what_is_no_python_is_no_program() -> None:
    """It has no meaning, also where only the compiler and not the parser says so."""
    with pytest.raises(SyntaxError):
        meaning("def f():\n    break\n")


def test_the_program_itself_is_counted_and_left_out() -> None:
    """`sleep(0)` becomes `sleep(1)` and `sleep(-1)`: the second is the program itself."""
    derived = derive("import asyncio\n\nasync def f():\n    await asyncio.sleep(0)\n", "a.py")

    assert derived.equivalent == 1
    assert [mutant.change for mutant in derived.mutants if "constant" in mutant.id] == [
        "await asyncio.sleep(0) → await asyncio.sleep(1)"
    ]


def test_one_program_has_one_name() -> None:
    """A semaphore of 3 becomes one of 4 by two operators; the one that knows asyncio names it."""
    derived = derive("import asyncio\nslots = asyncio.Semaphore(3)\n", "a.py")

    assert [mutant.id for mutant in derived.mutants] == ["a.py:2 delete", "a.py:2 bound", "a.py:2 bound 2"]
