"""How mutants fared: the fates that are remembered, the survivors that are explained, and the count of a kata."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import yaml

from grader.authoring.mutants.deriving import Derived, Mutant
from grader.authoring.mutants.sites import Family
from grader.curriculum import kata_version
from grader.errors import BrokenKata
from grader.model import Kata, Verdict


@dataclass(frozen=True, slots=True)
class Fate:
    """How a mutant was graded with one seed, and the checks it did not pass."""

    verdict: Verdict
    caught_by: tuple[str, ...] = ()


class StoredFates:
    """The fates of one kata's mutants. One line a fate: a torn one is forgotten, and nothing before it."""

    def __init__(self, folder: Path, kata: Kata) -> None:
        self._path = folder / f"{kata.id}.jsonl"
        # Another Python may end a mutant in another way.
        self._ground = f"{kata_version(kata)} {sys.version_info[:2]}"
        self._known: dict[str, Fate] = {}
        self._asked: set[str] = set()
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        for line in lines:
            try:
                stored = json.loads(line)
                self._known[stored["key"]] = Fate(Verdict(stored["verdict"]), tuple(stored["caught_by"]))
            except (ValueError, KeyError, TypeError):
                continue

    def get(self, source: str, seed: str) -> Fate | None:
        """Return what is known of this program under this seed, for the kata as it is now."""
        key = self._key(source, seed)
        self._asked.add(key)
        return self._known.get(key)

    def put(self, source: str, seed: str, fate: Fate) -> None:
        """Keep one more."""
        key = self._key(source, seed)
        self._known[key] = fate
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            # The line end comes first too: what stood there last may be torn.
            file.write("\n" + _line(key, fate) + "\n")

    def sweep(self) -> None:
        """Forget what nobody asked for or told, so that the file holds no more than the kata has."""
        lines = [_line(key, fate) for key, fate in self._known.items() if key in self._asked]
        if not self._path.exists():
            return
        fresh = self._path.with_suffix(f".{os.getpid()}")
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        fresh.replace(self._path)

    def _key(self, source: str, seed: str) -> str:
        return sha256(f"{self._ground} {seed}\0{source}".encode()).hexdigest()


def _line(key: str, fate: Fate) -> str:
    return json.dumps({"key": key, "verdict": fate.verdict, "caught_by": fate.caught_by})


SURVIVORS = "survivors.yaml"
KEYS = {"mutant", "change", "reason"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mutant that may survive. `change` holds it to the very program that was judged; empty trusts the name."""

    mutant: str
    reason: str
    change: str = ""


def read_survivors(folder: Path) -> tuple[Accepted, ...]:
    """Return what is accepted for the reference in this folder.

    Raises BrokenKata with everything that is wrong with it.
    """
    path = folder / SURVIVORS
    if not path.is_file():
        return ()
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError):
        raise _broken(folder, ["it is no YAML"]) from None
    if not isinstance(entries, list):
        raise _broken(folder, ["it is no list"])
    problems = [f"entry {number}: {_problem(entry)}" for number, entry in enumerate(entries, 1) if _problem(entry)]
    names = [entry["mutant"] for entry in entries if not _problem(entry)]
    problems += [f"{name} stands there twice" for name in sorted({name for name in names if names.count(name) > 1})]
    if problems:
        raise _broken(folder, problems)
    return tuple(
        Accepted(entry["mutant"], " ".join(entry["reason"].split()), entry.get("change", "")) for entry in entries
    )


def _problem(entry: object) -> str:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        return "it is no text by key"
    if unknown := sorted(str(key) for key in entry.keys() - KEYS):
        return f"there is no key {', '.join(unknown)}"
    missing = [key for key in ("mutant", "reason") if not entry.get(key, "").strip()]
    return f"it has no {' and no '.join(missing)}" if missing else ""


def _broken(folder: Path, problems: list[str]) -> BrokenKata:
    stored = "; ".join(problems)
    return BrokenKata(
        f"solutions/{folder.name}/{SURVIVORS}: {stored}.",
        hint="An entry says `mutant:`, `reason:` and, to hold it to one program, `change:`.",
    )


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
        """Return those of one family alone."""
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
    """Return the share that was killed, and the share that was killed or accepted by name; 1.0 where there was none."""
    mutants = sum(one.mutants for one in tallies)
    if not mutants:
        return 1.0, 1.0
    return sum(one.killed for one in tallies) / mutants, sum(one.explained for one in tallies) / mutants


def score_of(tallies: Sequence[MutantTally], family: Family) -> float:
    """Return the share of one family that was killed; 1.0 where there was none."""
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
