"""Katas on the bench: their mutants derived, marked and counted, or a few of them tried again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from grader.authoring.mutants.deriving import Derived, Mutant, derive
from grader.authoring.mutants.kept import Kept
from grader.authoring.mutants.marking import Bench, Order, mark
from grader.authoring.mutants.survivors import Accepted, read_survivors
from grader.authoring.mutants.table import inputs
from grader.authoring.mutants.tally import Tally, tally
from grader.errors import BrokenKata
from grader.model import Kata

SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Laid:
    """A kata whose mutants are derived and not marked yet; `made_from` is a hash of all that decides what comes."""

    kata: Kata
    source: str
    derived: Derived
    accepted: tuple[Accepted, ...]
    made_from: str


def lay(kata: Kata, solutions: Path) -> Laid:
    """Derive a kata's mutants. Raises BrokenKata where it has no reference or its survivors.yaml is wrong."""
    folder = solutions / kata.slug
    try:
        source = (folder / kata.submit).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BrokenKata(
            f"{kata.id} has no reference here: solutions/{kata.slug}/{kata.submit}.",
            hint="Mutants are made in an author's clone.",
        ) from None
    derived = derive(source, kata.submit)
    return Laid(kata, source, derived, read_survivors(folder), inputs(kata, derived, solutions))


def tallied(laid: Sequence[Laid], kept: Path, bench: Bench) -> list[Tally]:
    """Mark all that is not known yet and count; `kept` is the folder that remembers."""
    orders = [Order(each.kata, each.derived.mutants, Kept(kept, each.kata)) for each in laid]
    fates = mark(orders, bench)
    for order in orders:
        order.kept.sweep()
    return [tally(each.kata.id, each.derived, ends, each.accepted) for each, ends in zip(laid, fates, strict=True)]


def sampled(laid: Sequence[Laid], bench: Bench) -> list[Tally]:
    """A few mutants of all marked afresh and held against what is accepted; katas none was drawn from are left out."""
    drawn = sample(laid)
    few = [replace(each, derived=replace(each.derived, mutants=drawn[each.kata.id])) for each in laid]
    few = [replace(each, accepted=_of_these(each)) for each in few if each.derived.mutants]
    with tempfile.TemporaryDirectory() as nowhere:
        return tallied(few, Path(nowhere), bench)


def sample(laid: Sequence[Laid]) -> dict[str, tuple[Mutant, ...]]:
    """A few mutants by kata: the same for the same katas, others for another version of them."""
    all_there_are = [(each, mutant) for each in laid for mutant in each.derived.mutants]
    all_there_are.sort(key=lambda one: sha256(f"{one[0].made_from}{one[1].id}".encode()).digest())
    few = all_there_are[:SAMPLE]
    return {each.kata.id: tuple(mutant for whose, mutant in few if whose is each) for each in laid}


def _of_these(laid: Laid) -> tuple[Accepted, ...]:
    names = {mutant.id for mutant in laid.derived.mutants}
    return tuple(one for one in laid.accepted if one.mutant in names)
