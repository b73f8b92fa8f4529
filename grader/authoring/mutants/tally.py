"""What came of a kata's mutants, counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.authoring.mutants.deriving import Derived, Mutant
from grader.authoring.mutants.records import Accepted, Fate
from grader.authoring.mutants.sites import Family
from grader.model import Verdict

# Many a habit keeps the contract: where nobody can be hurt a limit, a shield or a thread is right. So fewer of them are
# killed; each that lives has its reason in survivors.yaml all the same.
LEAST_SCORES = {Family.SLIP: 0.95, Family.HABIT: 0.75}


@dataclass(frozen=True, slots=True)
class Share:
    """How many mutants of one family there are, and how many of them are killed."""

    mutants: int = 0
    killed: int = 0


@dataclass(frozen=True, slots=True)
class MutantTally:
    """One kata's mutants. `not_gradable` and `by_luck` are among the killed; `shares` has each family that is there.

    `equivalent` were the reference itself and are no mutants; `by_luck` are killed by some seeds only; `survivors` are
    accepted by nobody; `problems` are sentences about survivors.yaml and about mutants that could not be graded.
    """

    kata: str
    mutants: int
    equivalent: int
    killed: int
    not_gradable: int
    by_luck: tuple[str, ...]
    accepted: tuple[Accepted, ...]
    survivors: tuple[Mutant, ...]
    problems: tuple[str, ...] = ()
    shares: Mapping[Family, Share] = field(default_factory=dict)

    @property
    def explained(self) -> int:
        """Killed, or accepted by name."""
        return self.killed + len(self.accepted)

    def share(self, family: Family) -> Share:
        """Those of one family alone."""
        return self.shares.get(family, Share())


def tally(
    kata: str, derived: Derived, fates: Mapping[str, Sequence[Fate]], accepted: Sequence[Accepted]
) -> MutantTally:
    """Count what was graded; `fates` has each mutant's by its id, one for each seed until it was killed."""
    ends = {mutant.id: _ends(fates.get(mutant.id, ())) for mutant in derived.mutants}
    lost = [name for name, end in ends.items() if end == "lost"]
    alive = {mutant.id: mutant for mutant in derived.mutants if ends[mutant.id] == "alive"}
    known = {mutant.id: mutant for mutant in derived.mutants}
    stale = [problem for one in accepted if (problem := _stale(one, known, alive))]
    named = {one.mutant for one in accepted}
    return MutantTally(
        kata=kata,
        mutants=len(derived.mutants),
        equivalent=derived.equivalent,
        killed=len(derived.mutants) - len(alive) - len(lost),
        not_gradable=sum(end == "not gradable" for end in ends.values()),
        by_luck=tuple(name for name, end in ends.items() if end == "by luck"),
        accepted=tuple(one for one in accepted if one.mutant in alive),
        survivors=tuple(mutant for name, mutant in alive.items() if name not in named),
        problems=(*stale, *(f"{name} could not be graded" for name in lost)),
        shares=_shares(derived.mutants, {*alive, *lost}),
    )


def score(tallies: Sequence[MutantTally]) -> tuple[float, float]:
    """The share that was killed, and the share that was killed or accepted by name; 1.0 where there was none."""
    mutants = sum(one.mutants for one in tallies)
    if not mutants:
        return 1.0, 1.0
    return sum(one.killed for one in tallies) / mutants, sum(one.explained for one in tallies) / mutants


def score_of(tallies: Sequence[MutantTally], family: Family) -> float:
    """The share of one family that was killed; 1.0 where there was none."""
    shares = [one.share(family) for one in tallies]
    mutants = sum(share.mutants for share in shares)
    return sum(share.killed for share in shares) / mutants if mutants else 1.0


def _shares(mutants: Sequence[Mutant], living: set[str]) -> dict[Family, Share]:
    of = {family: [mutant for mutant in mutants if mutant.family is family] for family in Family}
    return {
        family: Share(len(several), sum(mutant.id not in living for mutant in several))
        for family, several in of.items()
        if several
    }


def _ends(fates: Sequence[Fate]) -> str:
    if not fates or fates[-1].verdict is Verdict.UNABLE_TO_GRADE:
        return "lost"
    match fates[-1].verdict:
        case Verdict.ACCEPTED:
            return "alive"
        case Verdict.NOT_GRADABLE:
            return "not gradable"
        case _:
            return "killed" if len(fates) == 1 else "by luck"


def _stale(one: Accepted, known: Mapping[str, Mutant], alive: Mapping[str, Mutant]) -> str:
    mutant = known.get(one.mutant)
    if mutant is None:
        return f"survivors.yaml accepts {one.mutant}, which is no mutant"
    if one.change and one.change != mutant.change:
        return f"survivors.yaml accepts {one.mutant} as “{one.change}”, and it is “{mutant.change}”"
    return "" if one.mutant in alive else f"survivors.yaml accepts {one.mutant}, which is killed"
