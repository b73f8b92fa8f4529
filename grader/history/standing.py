"""What the attempts of a clone say about its student: streaks, and what is still misunderstood. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from grader.history.attempts import Attempt
from grader.model import Verdict


class Streak(NamedTuple):
    """How many katas in a row were accepted at the first attempt: now, and at best."""

    now: int = 0
    best: int = 0


def first_time_passes(made: Iterable[Attempt]) -> Streak:
    """The streaks over the katas in the order in which they were first tried."""
    now = best = 0
    seen: set[str] = set()
    for attempt in made:
        if attempt.kata in seen:
            continue
        seen.add(attempt.kata)
        now = now + 1 if attempt.verdict is Verdict.ACCEPTED else 0
        best = max(best, now)
    return Streak(now, best)


def standing(made: Iterable[Attempt]) -> Mapping[str, tuple[str, ...]]:
    """The misconceptions that still stand, each with the katas that showed it.

    They are those of a kata's last rejected attempt, as long as the kata was not accepted after it.
    """
    last: dict[str, tuple[str, ...]] = {}
    for attempt in made:
        if attempt.verdict is Verdict.ACCEPTED:
            last.pop(attempt.kata, None)
        elif attempt.verdict is Verdict.REJECTED:
            last[attempt.kata] = attempt.misconceptions
    found: dict[str, list[str]] = {}
    for kata in sorted(last):
        for code in last[kata]:
            found.setdefault(code, []).append(kata)
    return {code: tuple(found[code]) for code in sorted(found)}


def rejections_in_a_row(made: Sequence[Attempt], kata: str) -> int:
    """How often this kata was rejected since it was last accepted, or since the beginning."""
    verdicts = [attempt.verdict for attempt in made if attempt.kata == kata]
    since = len(verdicts) - verdicts[::-1].index(Verdict.ACCEPTED) if Verdict.ACCEPTED in verdicts else 0
    return verdicts[since:].count(Verdict.REJECTED)
