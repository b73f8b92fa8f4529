"""What a student's object holds crosses as the plain value it is; nothing that its class overrides is called."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.wire.channel import Channel, Gone
from grader.model import Mode, Outcome
from grader.testing import expect, plain
from grader.vtime import Clock
from tests.examiner.bench import outcome

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)

STUDENT = """
import asyncio, collections, decimal, enum, fractions, typing
class Pages(list): pass
class Entered(list):
    def __enter__(self): return self
    def __exit__(self, *_): return True
class Text(str): pass
class Count(int): pass
class Share(float): pass
class Data(bytes): pass
class Pair(typing.NamedTuple):
    left: int
    right: str
class Colour(enum.StrEnum):
    RED = "red"
class Level(enum.IntEnum):
    HIGH = 3
class Right(enum.IntFlag):
    READ = 1
    WRITE = 2
ordered = collections.OrderedDict(a=1, b=2)
ordered.move_to_end("a")
"""
HELD: dict[str, Any] = {
    "Pages([1, Text('a')])": [1, "a"],
    "Entered([1, 'a'])": [1, "a"],
    "Text('é')": "é",
    "Count(3)": 3,
    "Count(10**30)": 10**30,
    "Share(0.5)": 0.5,
    "Share('inf')": float("inf"),
    "Data(b'x')": b"x",
    "bytearray(b'x')": b"x",
    "Pair(1, 'b')": (1, "b"),
    "[Pair(1, Text('b'))] * 2": [(1, "b")] * 2,
    "Colour.RED": "red",
    "Level.HIGH": 3,
    "Right.READ | Right.WRITE": 3,
    "True": True,
    "collections.defaultdict(list, a=Pages())": {"a": []},
    "collections.Counter('aab')": {"a": 2, "b": 1},
    "{Text('k'): {Level.HIGH}}": {"k": {3}},
    "type('S', (set,), {})([1])": {1},
    "frozenset([Pair(1, 'b')])": frozenset([(1, "b")]),
    "fractions.Fraction(6, 2)": 3,
    "fractions.Fraction(7, 2)": 3.5,
    "fractions.Fraction(1, 3)": Fraction(1, 3),
    "decimal.Decimal('2.50')": 2.5,
    "decimal.Decimal('0.1')": Fraction(1, 10),
    "[decimal.Decimal(-4)]": [-4],
}


@BOTH
@pytest.mark.parametrize("made", HELD)
def test_an_object_of_a_builtins_subclass_is_the_value_it_holds(made: str, mode: Mode) -> None:
    """Its kind is the builtin's own, all the way down, in an answer and in an argument."""
    heard: list[Any] = []

    def check(kata: Any) -> None:
        given = plain(kata.give(heard.append))
        assert (given, type(given)) == (HELD[made], type(HELD[made]))
        expect(kata.give(heard.append), HELD[made])
        expect(heard, [HELD[made]] * 2)

    source = f"{STUDENT}\ndef give(tell):\n    made = {made}\n    tell(made)\n    return made"

    assert (lambda result: (result.outcome, result.got))(outcome(source, check, mode=mode)) == (Outcome.PASSED, "")


@BOTH
def test_an_ordered_dict_keeps_the_order_it_has(mode: Mode) -> None:
    """The order of an OrderedDict is its own, not that of the dict it is built on."""

    def check(kata: Any) -> None:
        expect(list(plain(kata.ordered)), ["b", "a"])

    assert outcome(STUDENT, check, mode=mode).outcome is Outcome.PASSED


LIAR = """
called = []
def lie(name, answer):
    def method(*arguments):
        called.append(name)
        return answer
    return method
LIES = dict(
    eq=True, ne=False, len=3, iter=iter([]), getitem="right", contains=True, hash=1, bool=True, str="right",
    repr="right", int=42, float=4.2, index=42, bytes=b"right", format="right", reduce_ex=(list, (["right"],)), lt=True,
)
NAMED = dict(items=[("right", 1)], keys=["right"], values=[1], copy=["right"], get=1)
METHODS = {f"__{name}__": lie(name, answer) for name, answer in LIES.items()}
METHODS |= {name: lie(name, answer) for name, answer in NAMED.items()}
METHODS["__class__"] = property(lie("class", list))
def liar(base, *arguments):
    made = type("Liar", (base,), METHODS)(*arguments)
    called.clear()
    return made
def bases():
    return [
        liar(list, [7]), liar(tuple, [7]), liar(dict, {7: 8}), liar(str, "seven"), liar(int, 7), liar(float, 7.5),
        liar(bytes, b"7"),
    ]
def sets():
    return liar(set, [7])
def overrides_called():
    return list(called)
"""


def test_no_override_of_a_students_is_called_or_believed() -> None:
    """Whatever a class says of itself, what its objects hold is what counts."""

    def check(kata: Any) -> None:
        expect(kata.bases(), [[7], (7,), {7: 8}, "seven", 7, 7.5, b"7"])
        expect(kata.sets(), {7})
        expect(kata.overrides_called(), [])

    assert outcome(LIAR, check).outcome is Outcome.PASSED


@pytest.mark.parametrize("base", ["list", "tuple", "dict", "str", "int", "float", "set", "frozenset", "bytes"])
def test_what_is_equal_to_everything_is_worth_what_it_holds(base: str) -> None:
    """An empty object whose class says it equals anything equals the empty builtin alone."""
    source = f"""
        class Everything({base}):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            __hash__ = object.__hash__
        def give(): return Everything()
        def nested(): return [Everything()]
    """

    def check(kata: Any) -> None:
        empty = {"int": 0, "float": 0.0, "str": "", "bytes": b""}.get(base, 0)
        assert kata.give() != [1] and kata.give() != {"a": 1} and kata.give() not in ("x", 17, 2.5, (1,), {1})
        assert kata.nested() != [[1]] and kata.nested() != [17]
        assert type(kata.give()).__name__ == base and (kata.give() == empty or not kata.give())

    assert outcome(source, check).outcome is Outcome.PASSED


OBJECTS = """
class Bank(dict):
    def deposit(self, coins):
        self["coins"] = self.get("coins", 0) + coins
        return self
    def coins(self): return self["coins"]
class Steps(list):
    def __aiter__(self): return self
    async def __anext__(self):
        if not self: raise StopAsyncIteration
        return self.pop(0)
class Door(str):
    async def __aenter__(self): return 1
    async def __aexit__(self, *_): return False
class Later(int):
    def __await__(self):
        return 3
        yield
class Key(list):
    __hash__ = object.__hash__
def steps(): return Steps([1, 2])
def door(): return Door("x")
def later(): return Later(1)
def keyed(): return {Key([1]): "a"}, {Key()}, {(Key(), 2): 3}
def bank(): return Bank(coins=1)
"""


@BOTH
def test_an_object_that_a_check_uses_as_one_stays_one(mode: Mode) -> None:
    """What is of a class that the check took hold of, or is to await, enter or go through, keeps its methods."""

    async def check(kata: Any) -> None:
        bank = kata.Bank()
        assert isinstance(bank, kata.Bank)
        assert bank.deposit(3).deposit(4).coins() == 7 and isinstance(kata.bank(), kata.Bank)
        assert [step async for step in kata.steps()] == [1, 2]
        async with kata.door() as entered:
            assert entered == 1
        assert await kata.later() == 3
        assert [len(one) for one in kata.keyed()] == [1, 1, 1]

    assert outcome(OBJECTS, check, mode=mode).outcome is Outcome.PASSED


class Silent(Channel):
    """A channel nobody talks on."""

    def __init__(self) -> None:
        super().__init__(-1, -1)


LIES: dict[str, Any] = {
    "a quotient of nothing": ["q", [1, 0]],
    "a negative denominator": ["q", [1, -2]],
    "a quotient of text": ["q", ["1", 2]],
    "a quotient of a truth": ["q", [True, 2]],
    "three numbers": ["q", [1, 2, 3]],
    "no numbers": ["q", 7],
    "a list of the examiner's own kind": ["r", 3, "list", [4, "list", [], {}, True]],
}


@pytest.mark.parametrize("lie", LIES)
def test_a_value_that_is_none_is_refused(lie: str) -> None:
    """A candidate that encodes by hand gets no quotient that is none, and no list that asks it for what is in it."""
    peer = ExaminerPeer(Silent(), Clock())

    with pytest.raises((Gone, TypeError, ValueError)):
        peer.decode(LIES[lie])


def test_a_number_with_very_many_digits_is_no_number_here() -> None:
    """A quotient beyond the bound crosses as something equal to nothing, and costs the examiner no time."""
    source = """
        import decimal, fractions
        def give(): return [fractions.Fraction(1, 7**20_000), decimal.Decimal("1e9999")]
    """

    def check(kata: Any) -> None:
        expect(kata.give(), [0, 0])

    result = outcome(source, check)

    assert result.outcome is Outcome.FAILED
    assert result.got == "[a number with very many digits, an object of the class Decimal]"
