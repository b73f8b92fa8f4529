"""What each run of a check draws from the attempt's seed: its values, its schedule, its order of sets."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from grader.testing.minting import Mint
from grader.vtime import Schedule, SetOrder

SEED_BYTES = 7


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
        """Return the order of sets of tasks in this turn: the candidate gets its seed, from which no other follows."""
        return SetOrder(_seed(f"order/{self.seed}/{check}/{self.number}"))


def candidate_seed(schedule: Schedule) -> int:
    """Return the seed of the candidate's own schedule: the examiner's draws do not follow from it."""
    return _seed(f"candidate/{schedule.seed}")


def _seed(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:SEED_BYTES], "big")
