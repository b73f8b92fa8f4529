"""What a student has done, and which kata comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from grader.model import PASSED, Kata, Verdict
from grader.student.history import Attempt, progress
from grader.text import count_of

STUCK_AFTER = 3
# A slip of one kata only: no other kata practises it.
SLIP = "M00"


class Proposal(NamedTuple):
    """A kata and the sentence that says why it is the one."""

    kata: Kata
    why: str


def propose(
    katas: Sequence[Kata], attempts: Sequence[Attempt], practises: Mapping[str, Sequence[str]], *, but: str = ""
) -> Proposal | None:
    """Propose the kata to do next, never the one called `but`; None where every other one is done.

    `practises` tells the misconceptions that the checks of a kata speak of. In this order: the kata begun last, unless
    it was rejected three times and another one that is ready and no harder practises the same; then a ready kata that
    practises what still stands; then the first that is ready; then the first at all.
    """
    ways = _Ways(katas, attempts, practises, but)
    return ways.out_of_being_stuck() or ways.begun() or ways.by_what_stands() or ways.first()


class _Ways:
    """What is open, what is ready, and what stands."""

    def __init__(
        self, katas: Sequence[Kata], attempts: Sequence[Attempt], practises: Mapping[str, Sequence[str]], but: str
    ) -> None:
        far = progress(attempts)
        done = {name for name, progress in far.items() if progress.done}
        here = {kata.id for kata in katas}
        self._made = attempts
        self._far = far
        self._practises = practises
        self._standing = standing(attempts)
        self._by_id = {kata.id: kata for kata in katas}
        self._but = but
        self._done = done
        self._open = [kata for kata in katas if kata.id not in done and kata.id != but]
        self._ready = [kata for kata in self._open if not (set(kata.after) & here) - done]

    def _last_begun(self) -> Kata | None:
        names = [attempt.kata for attempt in reversed(self._made)]
        open_ = {kata.id: kata for kata in self._open}
        return next((open_[name] for name in names if name in open_), None)

    def out_of_being_stuck(self) -> Proposal | None:
        stuck = self._last_begun()
        times = rejections_in_a_row(self._made, stuck.id) if stuck is not None else 0
        if stuck is None or times < STUCK_AFTER:
            return None
        codes = [code for code, names in self._standing.items() if stuck.id in names]
        for kata in self._ready:
            code = self._shared(kata, codes)
            if kata is not stuck and kata.id not in self._far and kata.difficulty <= stuck.difficulty and code:
                why = f"{stuck.id} was rejected {times} times with {code}: this one, no harder, practises just that."
                return Proposal(kata, why)
        return None

    def begun(self) -> Proposal | None:
        kata = self._last_begun()
        if kata is None:
            return None
        far = self._far[kata.id]
        return Proposal(kata, f"you have begun it: {far.best} of {count_of(far.max or kata.points, 'point')} so far.")

    def by_what_stands(self) -> Proposal | None:
        for kata in self._ready:
            code = self._shared(kata, list(self._standing))
            if code:
                shown = " and ".join(self._standing[code])
                return Proposal(kata, f"{code} still stands from {shown}, and this one practises it.")
        return None

    def first(self) -> Proposal | None:
        if not self._open:
            return None
        kata = (self._ready or self._open)[0]
        if not self._ready:
            missing = ", ".join(name for name in kata.after if name not in self._done)
            return Proposal(kata, f"it is the first that is left, though it builds on {missing}.")
        grounds = [name for name in kata.after if name in self._done]
        if grounds:
            return Proposal(kata, f"it builds on {' and '.join(grounds)}, which you have done.")
        return Proposal(kata, "it builds on nothing before it." if self._done else "it is where the course begins.")

    def _shared(self, kata: Kata, codes: Sequence[str]) -> str:
        spoken = self._practises.get(kata.id, ())
        return next((code for code in codes if code in spoken and code != SLIP), "")


class Streak(NamedTuple):
    """How many katas in a row were accepted at the first attempt: now, and at best."""

    now: int = 0
    best: int = 0


def first_time_passes(attempts: Iterable[Attempt]) -> Streak:
    """Count katas accepted at the first attempt in a row, in the order in which they were first tried."""
    now = best = 0
    seen: set[str] = set()
    for attempt in attempts:
        if attempt.kata in seen:
            continue
        seen.add(attempt.kata)
        now = now + 1 if attempt.verdict in PASSED else 0
        best = max(best, now)
    return Streak(now, best)


def standing(attempts: Iterable[Attempt]) -> Mapping[str, tuple[str, ...]]:
    """Return the misconceptions that still stand, each with the katas that showed it.

    They are those of a kata's last rejected attempt, as long as the kata was not accepted after it.
    """
    last: dict[str, tuple[str, ...]] = {}
    for attempt in attempts:
        if attempt.verdict in PASSED:
            last.pop(attempt.kata, None)
        elif attempt.verdict is Verdict.REJECTED:
            last[attempt.kata] = attempt.misconceptions
    found: dict[str, list[str]] = {}
    for kata in sorted(last):
        for code in last[kata]:
            found.setdefault(code, []).append(kata)
    return {code: tuple(found[code]) for code in sorted(found)}


def rejections_in_a_row(attempts: Sequence[Attempt], kata: str) -> int:
    """Count how often this kata was rejected since it was last accepted."""
    verdicts = [attempt.verdict for attempt in attempts if attempt.kata == kata]
    passed = [place for place, verdict in enumerate(verdicts, start=1) if verdict in PASSED]
    return verdicts[passed[-1] if passed else 0 :].count(Verdict.REJECTED)
