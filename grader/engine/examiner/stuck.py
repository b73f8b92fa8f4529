"""What a run that would never end says: who waits for what, who only turns, and at which line. Pure.

A hidden check quotes no name and no words of the submission: one line stays, and what is waited for where that is
asyncio's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from grader.model import Finding
from grader.testing.misconceptions import M03, M10, M33, M41
from grader.testing.tells import Misconception
from grader.vtime import CAUSES, NOBODY, BusyWait, Cause, Deadlock, Livelock, TimeLimit, Wait, called

STUCK = (Deadlock, Livelock, TimeLimit, BusyWait)
MOST_PLACES = 4
CODES = {Cause.NOT_REPORTED: M33, Cause.ITS_OWN_LOCK: M41, Cause.HOLDS_THE_LOOP: M03}


def sentence(failure: BaseException, *, hidden: bool) -> str:
    """Return what happened, in a sentence."""
    if isinstance(failure, Deadlock):
        where = _listed(_told(failure), hidden=hidden)
        return f"Everybody waits for something that can no longer happen{where}."
    if isinstance(failure, Livelock):
        return _turns(failure, hidden=hidden)
    if isinstance(failure, BusyWait):
        return "The code asks the clock again and again; while it does, no time can pass."
    said = str(failure) or "too much virtual time passed."
    return said[:1].upper() + said[1:]


def code(failure: BaseException) -> str:
    """Return the misconception that it betrays for certain, or nothing."""
    found: Misconception | None = None
    if isinstance(failure, BusyWait) or (isinstance(failure, Livelock) and _spinners(failure)):
        found = M10
    elif isinstance(failure, Deadlock):
        found = next((CODES[wait.cause] for wait in _told(failure) if wait.cause in CODES), None)
    return found.code if found is not None else ""


def line(failure: BaseException) -> int:
    """Return the line of the submission that is told first, or 0."""
    if isinstance(failure, BusyWait):
        return failure.line
    if isinstance(failure, Livelock):
        return next((wait.line for wait in _spinners(failure) if wait.line), 0)
    waits = _told(failure) if isinstance(failure, Deadlock) else ()
    return next((wait.line for wait in waits if wait.line), 0)


def findings(failure: BaseException, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return what was seen on the way; that tasks were left is no finding where everybody was stopped in the middle."""
    if not isinstance(failure, STUCK):
        return found
    return tuple(finding for finding in found if finding.kind != "task left behind")


def _told(failure: Deadlock) -> list[Wait]:
    """Return the waits to tell of: a certain cause alone, else those for what nobody does before the others."""
    certain = [wait for wait in failure.waits if wait.cause in CODES]
    return certain or sorted(failure.waits, key=lambda wait: not wait.why)


def _turns(failure: Livelock, *, hidden: bool) -> str:
    often = f" {failure.turns} times" if failure.turns else ""
    at = "" if hidden or not failure.turns else f" at {failure.at:g} s"
    spinners = [wait for wait in _spinners(failure) if wait.function and wait.line]
    places = dict.fromkeys(
        (f"{called(wait.function)} at " if not hidden else "") + f"line {wait.line}" for wait in spinners
    )
    told = ", ".join([*places][: 1 if hidden else MOST_PLACES])
    asks = f": {told} gives its turn away again and again instead of waiting for something" if told else ""
    return f"The loop turned{often}{at} and no time passed{asks}."


def _spinners(failure: Livelock) -> list[Wait]:
    """Return those who only let everybody else have a turn; the others wait for something."""
    return [wait for wait in failure.waits if wait.what in ("sleep(0)", "its next turn")]


def _listed(waits: Sequence[Wait], *, hidden: bool) -> str:
    known = [wait for wait in waits if wait.function and wait.line]
    if hidden:
        return f": {_place(known[0], hidden=True)}" if known else ""
    places = Counter(_place(wait, hidden=False) for wait in known)
    told = [f"{place} ({times} times)" if times > 1 else place for place, times in places.items()]
    if len(told) > MOST_PLACES:
        told = [*told[:MOST_PLACES], f"and {len(told) - MOST_PLACES} more"]
    return f": {'; '.join(told)}" if told else ""


def _place(wait: Wait, *, hidden: bool) -> str:
    known = wait.what in NOBODY
    why = (CAUSES.get(wait.cause) or NOBODY.get(wait.what, "")) if hidden else wait.why
    who = "somebody" if hidden else called(wait.function)
    what = _thing(wait.what) if known or not hidden else "something"
    return f"{who} waits at line {wait.line} for {what}{f', but {why}' if why else ''}"


def _thing(what: str) -> str:
    """Return what is waited for, as it is said."""
    if what == "future":
        return "a future"
    if what.startswith(("sleep(", "task ", "its ", "the ", "a ")) or what.endswith(")"):
        return what
    return f"{what}()"
