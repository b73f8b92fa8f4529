"""The one headline of a failed kata: what was most likely misunderstood. It chooses words and never fails anyone. Pure.

What was seen in the candidate comes first, where it explains the first failure; then the time a check took, then the
order things came in, then whatever the failed check was prepared to say, then a clue in the submission's syntax tree
that fits how the check failed, then the behaviour that does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from grader.model import CheckResult, Clue, Finding, Outcome, Report
from grader.render.diff import same_items
from grader.wire import clues as kinds

FAILURES = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)
SLIP = "M00"


class Source(StrEnum):
    """What the words were chosen by."""

    REASON = "reason"
    FINDING = "finding"
    TIME = "time"
    ORDER = "order"
    TELL = "tell"
    CLUE = "clue"
    BEHAVIOUR = "behaviour"


class Headline(NamedTuple):
    """One sentence with its misconception's code, the check it is about, and the finding or clue it rests on."""

    sentence: str
    source: Source
    code: str = ""
    result: CheckResult | None = None
    seen: Finding | None = None
    clue: Clue | None = None


class _Meaning(NamedTuple):
    """What a kind of finding betrays, and which of the checks' own tells it goes behind: `deeper` than those."""

    code: str
    agrees: tuple[str, ...]
    deeper: tuple[str, ...]
    sentence: str


MEANINGS = {
    "never awaited": _Meaning(
        "M01",
        ("M01", "M25"),
        ("", SLIP, "M02", "M08"),
        "{} (a call alone runs nothing of it: await it, or make a task)",
    ),
    "blocking call": _Meaning("M03", ("M03",), ("", "M02", "M26"), "{} (await asyncio.sleep lets others run)"),
    "busy wait": _Meaning("M10", ("M10",), ("", SLIP, "M26"), "It {}: nobody else can run, and no time can pass"),
    "swallowed cancellation": _Meaning("M05", ("M05",), ("",), "{}: a cancellation that is caught must leave again"),
    "exception never retrieved": _Meaning("M09", ("M09",), ("",), "{}: await the task that failed"),
    "task left behind": _Meaning("M08", ("M04", "M08", "M39"), ("",), "{} when you were done with it"),
    "generator left open": _Meaning("M16", ("M16", "M30"), ("",), "{}: close it on every way out"),
}


class _Guess(NamedTuple):
    """What a clue may mean, and which failures it goes with."""

    code: str
    fits: Callable[[CheckResult], bool]
    sentence: str


def headline_of(report: Report) -> Headline | None:
    """The one thing to look at first, or nothing where nothing failed."""
    if report.reason:
        return Headline(report.reason, Source.REASON)
    failed = [result for result in report.results if result.outcome in FAILURES]
    if not failed:
        return None
    first = failed[0]
    return _by_findings(first) or _by_tells(failed) or _by_clues(first, report.clues) or _by_behaviour(first)


def explained(report: Report) -> Headline | None:
    """The headline of the checks alone: a locked name may be the reason, and the first failure is explained as well."""
    return headline_of(replace(report, reason=""))


def line_of(told: Headline) -> int:
    """The student's line it is about, or 0."""
    if told.clue is not None:
        return told.clue.line
    line = told.result.line if told.result is not None else 0
    return line or (told.seen.line if told.seen is not None else 0)


def _by_findings(result: CheckResult) -> Headline | None:
    """The first finding that explains the failure; the check's own words stay where they say the same."""
    for kind, meaning in MEANINGS.items():
        seen = next((finding for finding in result.findings if finding.kind == kind), None)
        if seen is None:
            continue
        if result.misconception in meaning.agrees:
            return Headline(result.headline, Source.FINDING, result.misconception, result, seen)
        if result.misconception in meaning.deeper and _held_up(seen, result):
            return Headline(
                _capital(meaning.sentence.format(seen.message.rstrip("."))), Source.FINDING, meaning.code, result, seen
            )
    return None


def _held_up(seen: Finding, result: CheckResult) -> bool:
    """Blocking calls only explain a failure when they took all the time that it took too long."""
    if seen.kind != "blocking call" or result.possible is None or result.took is None:
        return True
    blocked = sum(finding.seconds for finding in result.findings if finding.kind == seen.kind)
    return 0 < result.took - result.possible <= blocked


def _by_tells(failed: Sequence[CheckResult]) -> Headline | None:
    """The first failure's own words; where it has none, another's that time or order gives away."""
    first = failed[0]
    if first.misconception:
        return Headline(first.headline, _source(first), first.misconception, first)
    for wanted in (Source.TIME, Source.ORDER):
        for result in failed[1:]:
            if result.misconception not in ("", SLIP) and _source(result) is wanted:
                return Headline(result.headline, wanted, result.misconception, result)
    return None


def _source(result: CheckResult) -> Source:
    if result.possible is not None and result.took != result.possible:
        return Source.TIME
    if result.misconception in ("M07", "M21") or same_items(result.expected, result.got):
        return Source.ORDER
    return Source.TELL


def _by_clues(result: CheckResult, clues: Sequence[Clue]) -> Headline | None:
    """The first clue that goes with how the check failed, as a guess behind what did not hold."""
    for kind, guess in GUESSES.items():
        clue = next((clue for clue in clues if clue.kind == kind), None)
        if clue is not None and guess.fits(result):
            said = f"{_behaviour(result).rstrip('.')}. Perhaps this is why: {guess.sentence.format(clue.line)}"
            return Headline(said, Source.CLUE, guess.code, result, clue=clue)
    return None


def _too_slow(result: CheckResult) -> bool:
    return result.possible is not None and result.took is not None and result.took > result.possible


def _too_fast(result: CheckResult) -> bool:
    return result.possible is not None and result.took is not None and result.took < result.possible


def _raised(name: str) -> Callable[[CheckResult], bool]:
    """Did the check end with this exception? The words are our own, whoever raised it."""
    return lambda result: f" {name} was raised" in result.headline


def _silent(result: CheckResult) -> bool:
    """Did a value or a behaviour not hold, and nothing was raised?"""
    return result.outcome is Outcome.FAILED and (not result.headline or result.headline in EMPTY)


def _hung(result: CheckResult) -> bool:
    return result.outcome is Outcome.TIMED_OUT


def _by_behaviour(result: CheckResult) -> Headline:
    """What does not hold, in the words of the contract where the check has none of its own."""
    return Headline(_behaviour(result), Source.BEHAVIOUR, "", result)


def _behaviour(result: CheckResult) -> str:
    said = result.headline
    return said if said and said not in EMPTY else SILENT[result.outcome]


def _capital(said: str) -> str:
    # A function's name stays as it is written.
    return said if "(" in said.split(" ", 1)[0] else said[:1].upper() + said[1:]


EMPTY = ("This did not hold.",)
SILENT = {
    Outcome.PASSED: "It holds.",
    Outcome.FAILED: "This does not hold yet.",
    Outcome.ERRORED: "This check is broken: that is our fault, not yours.",
    Outcome.TIMED_OUT: "This took too long and was stopped.",
    Outcome.NOT_RUN: "This was not run.",
}

# The first that fits is said, so what leaves the least doubt stands first.
GUESSES = {
    kinds.RUN_INSIDE: _Guess(
        "M11", _raised("RuntimeError"), "line {} starts a loop inside the one that runs already; await it instead."
    ),
    kinds.PLAIN_FOR: _Guess(
        "M38", _raised("TypeError"), "line {} goes with a plain `for` through what wants `async for`."
    ),
    kinds.NEVER_AWAITED: _Guess(
        "M01",
        lambda result: _silent(result) or _too_fast(result),
        "line {} calls a coroutine function and does not await what it gives, so nothing of it runs.",
    ),
    kinds.TASK_DROPPED: _Guess(
        "M04",
        lambda result: _silent(result) or _too_fast(result),
        "line {} starts a task that nobody keeps, so nobody waits for it or sees its failure.",
    ),
    kinds.BLOCKING_SLEEP: _Guess(
        "M03", _too_slow, "line {} sleeps with time.sleep, which lets nobody else run; await asyncio.sleep does."
    ),
    kinds.AWAIT_IN_LOOP: _Guess(
        "M02", _too_slow, "line {} awaits one call after the other, and nothing is started together."
    ),
    kinds.AWAITED_AT_ONCE: _Guess(
        "M13", _too_slow, "line {} awaits a task right where it is made: that is a plain await."
    ),
    kinds.POLLS: _Guess(
        "M10",
        lambda result: _too_slow(result) or _hung(result),
        "line {} asks again and again, sleeping in between, instead of waiting to be told.",
    ),
    kinds.CATCHES_CANCEL: _Guess(
        "M05", _hung, "line {} also catches the request to cancel, and does not let it out again."
    ),
}
