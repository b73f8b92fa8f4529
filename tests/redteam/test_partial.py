"""Without bubblewrap: candidates of a zygote, confined by the kernel's own means."""

from __future__ import annotations

import pytest

from tests.redteam.arena import Arena
from tests.redteam.judging import honest, honest_passes_in_full, hostile, hostile_is_worth_nothing
from tests.redteam.submissions import Tried

LEVEL = "partial"


@pytest.mark.parametrize("one", hostile(LEVEL))
def test_a_hostile_submission_is_worth_nothing_and_leaves_nothing(arena: Arena, one: Tried) -> None:
    """No point more than without the attack, no crash, nothing left running, changed, sent or shown."""
    hostile_is_worth_nothing(arena, one)


@pytest.mark.parametrize("one", honest(LEVEL))
def test_an_honest_but_odd_submission_passes_in_full(arena: Arena, one: Tried) -> None:
    """Every point, and the same cleanliness as for anybody else."""
    honest_passes_in_full(arena, one)
