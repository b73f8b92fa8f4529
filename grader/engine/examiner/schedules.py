"""Which checks run, and with which schedules."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NamedTuple

from grader.model import CheckResult, Outcome
from grader.testing.minting import Mint
from grader.vtime import Schedule, SetOrder

SEED_BYTES = 7
_ENDS = (".", "?", "!", "…")


class Turn(NamedTuple):
    """One run of a check with the attempt's seed: number 0 in asyncio's plain order, the others under a schedule."""

    seed: str
    number: int = 0

    def mint(self, check: str) -> Mint:
        """Values of this turn's own: the candidate, which has seen those of the turns before, cannot know them."""
        return Mint(self.seed, f"{check}/{self.number}" if self.number else check)

    def schedule(self, check: str) -> Schedule | None:
        """This turn's schedule for the examiner's half."""
        return Schedule(_seed(f"schedule/{self.seed}/{check}/{self.number}")) if self.number else None

    def order(self, check: str) -> SetOrder:
        """The order of sets of tasks in this turn: the candidate gets its seed, from which no other follows."""
        return SetOrder(_seed(f"order/{self.seed}/{check}/{self.number}"))


def candidate_seed(schedule: Schedule) -> int:
    """The seed of the candidate's own schedule: the examiner's draws do not follow from it."""
    return _seed(f"candidate/{schedule.seed}")


def _seed(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:SEED_BYTES], "big")


def named(result: CheckResult, turn: Turn) -> CheckResult:
    """The result of a turn that failed, with the schedule and the seed that show it again."""
    if not turn.number or result.outcome is Outcome.PASSED:
        return result
    said = result.headline if result.headline.endswith(_ENDS) else f"{result.headline}."
    where = f"schedule {turn.number}, --seed {turn.seed}"
    return replace(result, headline=f"{said} Seen when tasks got their turn a little later ({where}).")


# Pygments colours pytest's terminal reports, and our sessions have no terminal reporter.
PACKAGE = "pygments"


class _Empty(ModuleType):
    """A module in which every public name is an empty class."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return type(name, (), {})


class _EmptyModuleFinder:
    """Finds an empty module for each of the package's."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """A spec for what belongs to the package, and for nothing else."""
        found = name.partition(".")[0] == PACKAGE
        return ModuleSpec(name, self, is_package=True) if found else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty one."""
        return _Empty(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


@contextmanager
def without_colours() -> Iterator[None]:
    """Import pytest without Pygments; whoever imports that later gets the real one."""
    if PACKAGE in sys.modules or "_pytest" in sys.modules:
        yield
        return
    finder = _EmptyModuleFinder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
