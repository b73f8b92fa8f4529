"""The mutants of one program: each with one change, a name that stays, and none that is the program itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from grader.authoring.mutants import awaiting, habits, moving, usual
from grader.authoring.mutants.meaning import meaning
from grader.authoring.mutants.sites import Family, Operator, Replacement, Rewrite, Site

# The first to derive a program gives it its name: those that know asyncio say more.
OPERATORS = (*awaiting.OPERATORS, *usual.OPERATORS, *habits.OPERATORS, *moving.OPERATORS)
LONGEST_CHANGE = 100


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program with one change: `id` is operator and place, `change` what became of what."""

    id: str
    change: str
    source: str
    family: Family = Family.SLIP


@dataclass(frozen=True, slots=True)
class Derived:
    """A program's mutants in the order of its lines, and how many more were the program itself."""

    mutants: tuple[Mutant, ...]
    equivalent: int


@dataclass(frozen=True, slots=True)
class _Found:
    place: tuple[int, int]
    rank: int
    operator: Operator
    source: str


def derive(source: str, file: str) -> Derived:
    """Every mutant of a program; `file` is how its name begins. Of two that mean the same, one is kept."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    positions = wrapper.resolve(PositionProvider)
    finder = _Finder()
    wrapper.module.visit(finder)
    itself = meaning(source)
    seen = {itself}
    found: list[_Found] = []
    equivalent = 0
    for rank, operator in enumerate(OPERATORS):
        for site in finder.sites:
            start = positions[site.node].start
            for changed in _changes(wrapper.module, site, operator):
                means = _meaning(changed)
                equivalent += means == itself
                if means is not None and means not in seen:
                    seen.add(means)
                    found.append(_Found((start.line, start.column), rank, operator, changed))
    return Derived(_named(source, sorted(found, key=lambda one: (one.place, one.rank)), file), equivalent)


def diff(source: str, mutant: Mutant) -> str:
    """What differs, as a unified diff with a line around it."""
    lines = unified_diff(source.splitlines(), mutant.source.splitlines(), n=1, lineterm="")
    return "\n".join(list(lines)[2:])


def _changes(module: cst.Module, site: Site, operator: Operator) -> Iterator[str]:
    for new in operator.derive(site):
        node, new = (new.node, new.new) if isinstance(new, Rewrite) else (site.node, new)
        changed = module.visit(_Replacing(node, new))
        assert isinstance(changed, cst.Module)
        yield changed.code


def _meaning(source: str) -> str | None:
    """None for what is no Python."""
    try:
        return meaning(source)
    except SyntaxError:
        return None


def _named(source: str, found: list[_Found], file: str) -> tuple[Mutant, ...]:
    """With ids; the second of an operator on a line has a number."""
    count: Counter[str] = Counter()
    mutants: list[Mutant] = []
    for one in found:
        name = f"{file}:{one.place[0]} {one.operator.name}"
        count[name] += 1
        number = f" {count[name]}" if count[name] > 1 else ""
        mutants.append(Mutant(name + number, _change(source, one.source), one.source, one.operator.family))
    return tuple(mutants)


def _change(old: str, new: str) -> str:
    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    gone, came = (_short(line[1:] for line in lines if line.startswith(sign)) for sign in "-+")
    return f"{gone or 'nothing'} → {came or 'nothing'}"


def _short(lines: Iterable[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= LONGEST_CHANGE else text[: LONGEST_CHANGE - 1] + "…"


class _Finder(cst.CSTVisitor):
    """Every node that may be changed: no annotation, no import, no docstring."""

    def __init__(self) -> None:
        super().__init__()
        self.sites: list[Site] = []
        self._above: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.Annotation, cst.Import, cst.ImportFrom)) or _is_docstring(node):
            return False
        self.sites.append(Site(node, tuple(reversed(self._above))))
        self._above.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._above and self._above[-1] is original_node:
            self._above.pop()


def _is_docstring(node: cst.CSTNode) -> bool:
    match node:
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()):
            return True
        case _:
            return False


class _Replacing(cst.CSTTransformer):
    """Puts one node in place of another."""

    def __init__(self, old: cst.CSTNode, new: Replacement) -> None:
        super().__init__()
        self._old = old
        self._new = new

    def on_leave(self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT) -> Any:
        return self._new if original_node is self._old else updated_node
