"""A function that a check hands in looks like the one it stands for: name, text, signature and annotations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from grader.model import Outcome
from grader.testing import expect
from tests.examiner.bench import outcome

LOOKS = """
import inspect, typing
def has_stamp(letter: str) -> bool:
    "Look."
    return letter
def look(function):
    hints = typing.get_type_hints(function)
    return [function.__name__, function.__doc__, str(inspect.signature(function)), sorted(hints.items()) and str(hints)]
def look_at_has_stamp():
    return look(has_stamp)
def stamped(letter):
    return has_stamp(letter)
"""


def test_annotations_come_along() -> None:
    """A stand-in has its original's annotations, and typing resolves them."""

    async def fetch(id: int, *, quick: bool = False) -> list[str]:
        """Fetch a page."""
        return []

    def check(kata: Any) -> None:
        signature = "(id: 'int', *, quick: 'bool' = False) -> 'list[str]'"
        hints = "{'id': <class 'int'>, 'quick': <class 'bool'>, 'return': list[str]}"
        expect(kata.look(fetch), ["fetch", "Fetch a page.", signature, hints])

    assert outcome(LOOKS, check).outcome is Outcome.PASSED


def test_an_annotation_that_only_the_check_knows_stays_with_it() -> None:
    """A name of the check's own is left out; what typing, collections.abc and asyncio know is resolved."""

    def told(call: Callable[[str], Awaitable[None]], helper: OnlyHere) -> OnlyHere:
        return helper

    def check(kata: Any) -> None:
        _, _, signature, hints = kata.look(told)
        expect(signature, "(call: 'Callable[[str], Awaitable[None]]', helper)")
        assert hints.startswith("{'call': collections.abc.Callable") and "OnlyHere" not in hints

    assert outcome(LOOKS, check).outcome is Outcome.PASSED


class OnlyHere:
    """A class that no student knows."""


def test_what_takes_a_functions_place_looks_like_it() -> None:
    """A check's function under the name of a student's has that one's name, text and annotations, again and again."""

    def check(kata: Any) -> None:
        before = kata.look_at_has_stamp()
        for answer in (False, True):
            kata.has_stamp = lambda letter, answer=answer: answer
            expect(kata.look_at_has_stamp(), before)
            expect(kata.stamped("x"), answer)

    assert outcome(LOOKS, check).outcome is Outcome.PASSED


def test_a_students_annotations_are_no_code_here() -> None:
    """What a submission writes as an annotation is never evaluated beside the checks."""
    source = """
        from __future__ import annotations
        def f(x: __import__("os")._exit(3) = 1) -> __import__("os")._exit(3): return x
    """

    def check(kata: Any) -> None:
        from typing import get_type_hints

        assert get_type_hints(kata.f) == {} and kata.f.__annotations__ == {}

    assert outcome(source, check).outcome is Outcome.PASSED
