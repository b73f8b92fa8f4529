"""Whether a hidden check asks with the very values that the brief shows.

Looked at are the literals in the hidden checks' calls of `expect`, `took`, `Job` and `kata.…`, against the numbers and
quoted texts in the brief's fenced examples. What is minted, and the fixed parts of an f-string, are no literals.
A text of three characters or more is a copy by itself, unless the stub or the reference spells it out too: then it is
a word of the contract. Numbers (but 0 and 1) are a copy only when all those of a check stand in the brief and, without
the contract's, they are telling: two or more of them, or one that is 10 or more or a fraction. So a single delay of 2 s
may recur, and the brief's 2, 1, 3 may not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.authoring.untrusted import Function, called, functions, is_call_of_kata

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_EXAMPLES = {"sh", "bash", "console", "shell"}
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w|\.\d)")
TEXT = re.compile(r'"([^"\n]{3,})"|\'([^\'\n]{3,})\'')
TELLING_CALLS = {"expect", "took", "Job"}
COMMON = {0, 1}
TELLING_NUMBER = 10


@dataclass(frozen=True, slots=True)
class BriefValues:
    """Numbers, without their sign, and texts."""

    numbers: frozenset[float]
    texts: frozenset[str]


def values_in_brief(readme: str) -> BriefValues:
    """What the examples of a brief show."""
    shown = "\n".join(
        body for language, body in FENCE.findall(readme) if language not in NOT_EXAMPLES and "grade kata" not in body
    )
    texts = (double or single for double, single in TEXT.findall(shown))
    return BriefValues(frozenset(map(float, NUMBER.findall(shown))), frozenset(texts))


def values_in_programs(sources: Iterable[str]) -> BriefValues:
    """What the stub and the reference spell out: words of the contract, not values of an example."""
    found: list[object] = []
    for source in sources:
        try:
            found += [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
        except (SyntaxError, ValueError):
            continue
    return _values(found)


def copied_problems(hidden_source: str, brief: BriefValues, contract: BriefValues) -> tuple[str, ...]:
    """A sentence for each hidden check that asks with values of the brief."""
    try:
        tree = ast.parse(hidden_source)
    except (SyntaxError, ValueError):
        return ()
    problems: list[str] = []
    for function in functions(tree):
        used = _values(_literals(function))
        texts = sorted((used.texts & brief.texts) - contract.texts)
        numbers = used.numbers - COMMON
        if texts:
            problems.append(f"{function.name} uses {', '.join(map(repr, texts))}, which the brief shows: mint it")
        if numbers <= brief.numbers and _are_telling(numbers - contract.numbers):
            said = ", ".join(f"{number:g}" for number in sorted(numbers))
            problems.append(f"{function.name} uses only numbers that the brief shows ({said}): choose others")
    return tuple(problems)


def _are_telling(numbers: frozenset[float]) -> bool:
    return len(numbers) > 1 or any(number >= TELLING_NUMBER or number % 1 for number in numbers)


def _literals(function: Function) -> Iterator[object]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (called(node) in TELLING_CALLS or is_call_of_kata(node)):
            for argument in node.args:
                yield from _constants(argument)


def _constants(node: ast.AST) -> Iterator[object]:
    # The fixed parts of an f-string are the contract's form; only its holes are values.
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Constant):
        yield node.value
    for inner in ast.iter_child_nodes(node):
        yield from _constants(inner)


def _values(constants: Iterable[object]) -> BriefValues:
    found = list(constants)
    numbers = (float(abs(value)) for value in found if type(value) is float or type(value) is int)
    texts = (value for value in found if isinstance(value, str) and len(value) > 2)
    return BriefValues(frozenset(numbers), frozenset(texts))
