"""A Log is a list to whoever gets it: to read, to append to, and no more."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from grader.model import Mode, Outcome
from grader.testing import Log, expect
from tests.examiner.bench import outcome

BOTH = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.value)

READS = """
import copy, json
def read(log):
    return [
        isinstance(log, list), len(log), bool(log), log[0], log[-1], log[1:], log[::-1], "a" in log, "z" in log,
        list(log), [*log], sorted(log, reverse=True), max(log), ",".join(log), [word for word in log],
        tuple(reversed(log)), log == ["a", "b"], ["a", "b"] == log, log == [], log != ["a", "b"], log < ["b"],
        log + ["c"], ["c"] + log, log * 2,
        log.index("b"), log.count("a"), log.copy(), copy.copy(log), copy.deepcopy(log), json.dumps(log), repr(log),
        type(log.copy()) is list, hasattr(log, "lines"),
    ]
def empty(log):
    return [len(log), bool(log), log == [], list(log)]
"""


@BOTH
def test_a_log_reads_like_a_list(mode: Mode) -> None:
    """Length, items, slices, comparisons, copies and text are those of a list with the same lines."""

    def check(kata: Any) -> None:
        log, like = Log(), ["a", "b"]
        expect(kata.empty(log), kata.empty([]))
        for line in like:
            log.append(line)
        expect(kata.read(log)[:-1], kata.read(like)[:-1])
        expect(log.lines, like)

    assert (lambda result: (result.outcome, result.got))(outcome(READS, check, mode=mode)) == (Outcome.PASSED, "")


WRITES = """
async def write(log, wait):
    await wait(1)
    log.append("a")
    log("b")
    await wait(1)
    log.extend(["c", "d"])
    log += ["e"]
    return len(log)
"""


@BOTH
def test_whatever_is_added_is_noted_at_its_moment(mode: Mode) -> None:
    """append, a call, extend and += each note the virtual second."""

    async def check(kata: Any) -> None:
        log = Log()
        expect(await kata.write(log, lambda seconds: asyncio.sleep(seconds)), 5)
        expect(log.timed, [(1.0, "a"), (1.0, "b"), (2.0, "c"), (2.0, "d"), (2.0, "e")])

    assert outcome(WRITES, check, mode=mode).outcome is Outcome.PASSED


CHANGES = {
    "pop": "log.pop()",
    "insert": "log.insert(0, 'z')",
    "remove": "log.remove('a')",
    "clear": "log.clear()",
    "sort": "log.sort()",
    "reverse": "log.reverse()",
    "an item": "log[0] = 'z'",
    "a deleted item": "del log[0]",
    "a multiple": "log *= 2",
}


@BOTH
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_that_was_noted_can_be_changed(change: str, mode: Mode) -> None:
    """A log only grows: any other change is a TypeError, and changes nothing."""
    source = f"def change(log):\n    {CHANGES[change]}"

    def check(kata: Any) -> None:
        log = Log()
        log.append("a")
        with pytest.raises(TypeError):
            kata.change(log)
        expect(log.lines, ["a"])
        expect(log.timed, [(0.0, "a")])

    assert outcome(source, check, mode=mode).outcome is Outcome.PASSED


def test_a_log_shows_what_is_in_it_and_nothing_else() -> None:
    """Neither its times nor any name of the kit can be read through it."""
    source = """
        def look(log):
            seen = []
            for name in ("timed", "lines", "_timed", "_moments", "_left", "_crosses", "__dict__"):
                try: seen.append(getattr(log, name))
                except AttributeError: pass
            return [one for one in seen if one]
    """

    def check(kata: Any) -> None:
        log = Log()
        log.append("a")
        told = kata.look(log)
        assert "0.0" not in repr(told) and "_timed" not in repr(told)

    assert outcome(source, check).outcome is Outcome.PASSED
