"""The one headline of a failed kata: what was most likely misunderstood. It chooses words and never fails anyone. Pure.

Each failed check offers its words, and the most exact are taken, of two alike the first: what was seen of a value, an
exception or in the candidate goes before the shape of a value, that before what a check says of any other value, that
before a guess from the submission's syntax tree, and that before the check's own sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from grader.curriculum.names import named_rules
from grader.engine.wire import clues as kinds
from grader.model import Basis, CheckResult, Clue, Finding, Outcome, Report
from grader.text import count_of

FAILURES = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)
SLIP = "M00"


class HeadlineSource(StrEnum):
    """What the words were chosen by."""

    REASON = "reason"
    VALUE = "value"
    RAISED = "raised"
    FINDING = "finding"
    SHAPE = "shape"
    COMPARISON = "comparison"
    STUCK = "stuck"
    CHECK = "check"
    CLUE = "clue"
    BEHAVIOUR = "behaviour"


RANKS = {
    HeadlineSource.REASON: 0,
    HeadlineSource.VALUE: 1,
    HeadlineSource.RAISED: 1,
    HeadlineSource.STUCK: 1,
    HeadlineSource.FINDING: 1,
    HeadlineSource.SHAPE: 2,
    HeadlineSource.COMPARISON: 3,
    HeadlineSource.CHECK: 4,
    HeadlineSource.CLUE: 5,
    HeadlineSource.BEHAVIOUR: 6,
}
SOURCES = {
    Basis.VALUE: HeadlineSource.VALUE,
    Basis.RAISED: HeadlineSource.RAISED,
    Basis.SHAPE: HeadlineSource.SHAPE,
    Basis.COMPARISON: HeadlineSource.COMPARISON,
    Basis.STUCK: HeadlineSource.STUCK,
    Basis.CHECK: HeadlineSource.CHECK,
    Basis.STATED: HeadlineSource.BEHAVIOUR,
}


class Headline(NamedTuple):
    """One sentence with its misconception's code, the check it is about, and the finding or clue it rests on."""

    sentence: str
    source: HeadlineSource
    code: str = ""
    result: CheckResult | None = None
    seen: Finding | None = None
    clue: Clue | None = None

    @property
    def rank(self) -> int:
        """How exact the words are: 0 is the most exact. An exception of a hidden check has no text of its own."""
        if (
            self.source is HeadlineSource.RAISED
            and self.result is not None
            and self.result.check.hidden
            and not self.code
        ):
            return RANKS[HeadlineSource.SHAPE]
        return RANKS[self.source]


class _Meaning(NamedTuple):
    """What a kind of finding betrays.

    It adds its line to a check's own words of a code in `agrees`, and takes the place of those of a code in `deeper`.
    What may as well follow from the failure has none of these.
    """

    code: str
    agrees: tuple[str, ...]
    deeper: tuple[str, ...] = ()
    sentence: str = ""


MEANINGS = {
    "never awaited": _Meaning(
        "M01",
        ("M01", "M25"),
        ("", SLIP, "M02", "M08"),
        "{} (a call alone runs nothing of it: await it, or make a task)",
    ),
    "blocking call": _Meaning("M03", ("M03",), ("", "M02", "M26"), "{} (await asyncio.sleep lets others run)"),
    "busy wait": _Meaning("M10", ("M10",), ("", SLIP, "M26"), "It {}: nobody else can run, and no time can pass"),
    "swallowed cancellation": _Meaning("M05", ("M05",)),
    "exception never retrieved": _Meaning("M09", ("M09",)),
    "task left behind": _Meaning("M08", ("M04", "M08", "M39")),
    "generator left open": _Meaning("M16", ("M16", "M30")),
}


class _Guess(NamedTuple):
    """What a clue may mean, and which failures it goes with."""

    fits: Callable[[CheckResult], bool]
    sentence: str


def headline_of(report: Report) -> Headline | None:
    """Return the one thing to look at first, or nothing where nothing failed."""
    if report.reason:
        return Headline(report.reason, HeadlineSource.REASON)
    failed = [result for result in report.results if result.outcome in FAILURES]
    offered = [found for result in failed for found in _offered(result, report.clues)]
    return min(offered, key=lambda found: found.rank, default=None)


def explained(report: Report) -> Headline | None:
    """Return the headline of the checks alone: a locked name may be the reason, and the first failure is explained as
    well.
    """
    return headline_of(replace(report, reason=""))


def line_of(told: Headline) -> int:
    """Return the student's line it is about, or 0."""
    if told.clue is not None:
        return told.clue.line
    line = told.result.line if told.result is not None else 0
    return line or (told.seen.line if told.seen is not None else 0)


def stated(result: CheckResult) -> str:
    """Return what a check says where nobody found better words: its own sentence, or how it ended."""
    if result.headline:
        return result.headline
    return STATED.get(result.outcome, "This does not hold yet: {}").format(result.check.sentence)


def ruled(result: CheckResult) -> str:
    """Return which rules of the contract a failed check judges, such as "(rule 5)"; empty for any other."""
    named = named_rules(result.check.rules) if result.outcome in FAILURES else ""
    return f"({named})" if named else ""


def took(result: CheckResult) -> str:
    """Return the time a check took, where it was compared with another and differs, and is not what was expected and
    got.
    """
    if result.took is None or result.possible is None or result.took == result.possible:
        return ""
    if (result.expected, result.got) == (f"{result.possible!r} s", f"{result.took!r} s"):
        return ""
    other = "is possible" if result.took > result.possible else "is asked for"
    return f"{count_of(f'{result.took:g}', 'virtual second')}; {result.possible:g} {other}"


def waiting(results: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the checks that were not run because one that they need did not pass."""
    fallen = {result.check.name for result in results if result.outcome is not Outcome.PASSED}
    return [
        result for result in results if result.outcome is Outcome.NOT_RUN and fallen.intersection(result.check.needs)
    ]


def needing(number: int) -> str:
    """Return the one line on checks that were not run."""
    return f"{count_of(number, 'more check needs', 'more checks need')} this first."


def _offered(result: CheckResult, clues: Sequence[Clue]) -> Iterator[Headline]:
    """Yield what a failed check has to say, the most exact first."""
    found = _by_findings(result)
    if found is not None:
        yield found
    own = Headline(stated(result), source_of(result), result.misconception, result)
    yield _by_clues(own, clues) or own


def source_of(result: CheckResult) -> HeadlineSource:
    """Return what a failed check's own words were chosen by."""
    if result.basis is Basis.NONE:
        return HeadlineSource.COMPARISON if result.misconception else HeadlineSource.BEHAVIOUR
    return SOURCES[result.basis]


def _by_findings(result: CheckResult) -> Headline | None:
    """Return the first finding that explains the failure; the check's own words stay where they say the same."""
    if result.basis is Basis.RAISED:
        return None
    for kind, meaning in MEANINGS.items():
        seen = next((finding for finding in result.findings if finding.kind == kind), None)
        if seen is None:
            continue
        if result.misconception in meaning.agrees:
            # What is seen makes words no more exact than they are, but for where its line is told.
            source = HeadlineSource.FINDING if seen.line else source_of(result)
            return Headline(result.headline, source, result.misconception, result, seen)
        if result.misconception in meaning.deeper and _held_up(seen, result):
            said = _capital(meaning.sentence.format(seen.message.rstrip(".")))
            return Headline(said, HeadlineSource.FINDING, meaning.code, result, seen)
    return None


def _held_up(seen: Finding, result: CheckResult) -> bool:
    """Blocking calls only explain a failure when they took all the time that it took too long."""
    if seen.kind != "blocking call":
        return True
    if result.possible is None or result.took is None:
        return False
    blocked = sum(finding.seconds for finding in result.findings if finding.kind == seen.kind)
    return 0 < result.took - result.possible <= blocked


def _by_clues(own: Headline, clues: Sequence[Clue]) -> Headline | None:
    """Return the first clue that goes with how the check failed, as a guess behind what is known; only where no code
    is.
    """
    result = own.result
    assert result is not None
    if own.code:
        return None
    for kind, guess in GUESSES.items():
        clue = next((clue for clue in clues if clue.kind == kind), None)
        if clue is not None and guess.fits(result):
            source = HeadlineSource.CLUE if own.source is HeadlineSource.BEHAVIOUR else own.source
            end = "" if own.sentence.endswith((".", "!", "?")) else "."
            said = f"{own.sentence}{end} Perhaps this is why: {guess.sentence.format(clue.line)}"
            return own._replace(sentence=said, source=source, code=kinds.MEANS[kind], clue=clue)
    return None


def _too_slow(result: CheckResult) -> bool:
    return _difference_s(result) > 0


def _too_fast(result: CheckResult) -> bool:
    return _difference_s(result) < 0


def _difference_s(result: CheckResult) -> float:
    """Return how many virtual seconds a failed check took beyond what is possible; 0 where it compared no time."""
    if result.outcome is not Outcome.FAILED or result.took is None or result.possible is None:
        return 0
    return result.took - result.possible


def _raised(name: str) -> Callable[[CheckResult], bool]:
    """Return whether the check ended with this exception."""
    return lambda result: result.raised == name


def _silent(result: CheckResult) -> bool:
    """Return whether a value or a behaviour did not hold, and nothing was raised."""
    return result.outcome is Outcome.FAILED and source_of(result) is HeadlineSource.BEHAVIOUR


def _hung(result: CheckResult) -> bool:
    return result.outcome is Outcome.TIMED_OUT


def _capital(said: str) -> str:
    # A function's name stays as it is written.
    return said if "(" in said.split(" ", 1)[0] else said[:1].upper() + said[1:]


STATED = {
    Outcome.PASSED: "It holds.",
    Outcome.ERRORED: "This check is broken: that is our fault, not yours.",
    Outcome.TIMED_OUT: "This took too long and was stopped.",
    Outcome.NOT_RUN: "This was not run.",
}

# The first that fits is said, so what leaves the least doubt stands first.
GUESSES = {
    kinds.RUN_INSIDE: _Guess(
        _raised("RuntimeError"), "line {} starts a loop inside the one that runs already; await it instead."
    ),
    kinds.PLAIN_FOR: _Guess(_raised("TypeError"), "line {} goes with a plain `for` through what wants `async for`."),
    kinds.NEVER_AWAITED: _Guess(
        lambda result: _silent(result) or _too_fast(result),
        "line {} calls a coroutine function and does not await what it gives, so nothing of it runs.",
    ),
    kinds.TASK_DROPPED: _Guess(
        lambda result: _silent(result) or _too_fast(result),
        "line {} starts a task that nobody keeps, so nobody waits for it or sees its failure.",
    ),
    kinds.BLOCKING_SLEEP: _Guess(
        _too_slow, "line {} sleeps with time.sleep, which lets nobody else run; await asyncio.sleep does."
    ),
    kinds.AWAIT_IN_LOOP: _Guess(
        _too_slow, "line {} awaits one call after the other, each only when the one before is over."
    ),
    kinds.AWAITED_AT_ONCE: _Guess(_too_slow, "line {} awaits a task right where it is made: that is a plain await."),
    kinds.POLLS: _Guess(
        lambda result: _too_slow(result) or _hung(result),
        "line {} asks again and again, sleeping in between, instead of waiting to be told.",
    ),
    kinds.CATCHES_CANCEL: _Guess(_hung, "line {} also catches the request to cancel, and does not let it out again."),
}
