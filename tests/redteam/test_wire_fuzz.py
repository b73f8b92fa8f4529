"""The wire driven from the candidate's side: frames of a real attempt, changed in every way, and frames made up.

Whatever comes, the examiner gets a value or Gone; it is never broken, never stuck, and never believes.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.engine.examiner.peer import ExaminerPeer
from grader.engine.wire.channel import Frame, Gone
from grader.engine.wire.objects import MissingName
from grader.model import Outcome
from grader.vtime import Clock
from tests.redteam.changing import changed, changes, spots, trees
from tests.redteam.honest_wire import CHECKS
from tests.redteam.replaying import OTHER_SEED, THIS_SEED, Script, Seen, framed, is_fair, record, replay
from tests.support.sampling import FULL

STATUS = [0, 0, None, None, 0, None, []]
# Deterministic, so that no push finds what another did not; REDTEAM_FULL asks for many more.
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=1_500 if FULL else 80,
    suppress_health_check=list(HealthCheck),
)


def _broke_nothing(check: str, seen: Seen) -> None:
    __tracebackhide__ = True
    assert is_fair(seen), f"{check}: the examiner itself raised {seen.raised!r} at {seen.places}"
    assert not seen.lost, f"{check}: nobody caught {seen.lost}"


@pytest.fixture(scope="module")
def recordings() -> list[list[Frame]]:
    """For each check, all that an honest candidate says in it."""
    return record()


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_the_recording_itself_passes(recordings: list[list[Frame]], number: int) -> None:
    """An honest candidate's frames, said again to the same check with the same seed, pass."""
    seen = replay(CHECKS[number], framed(recordings[number]), THIS_SEED)

    assert seen.ran.result.outcome is Outcome.PASSED, seen.ran.result.headline


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_what_was_said_to_another_seed_never_passes(recordings: list[list[Frame]], number: int) -> None:
    """Values are minted anew: frames that passed once are worth nothing in the next attempt, however changed."""

    @STEADY
    @given(st.lists(changes, max_size=4))
    def holds(made: list[tuple[str, int, Any]]) -> None:
        seen = replay(CHECKS[number], framed(changed(recordings[number], made)), OTHER_SEED)

        assert seen.ran.result.outcome is not Outcome.PASSED, "passed with the frames of another seed"
        _broke_nothing(CHECKS[number].__name__, seen)

    holds()


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_changed_frames_end_in_a_value_or_in_gone(recordings: list[list[Frame]], number: int) -> None:
    """Changed tags, numbers, lengths and nesting, dropped, doubled and swapped frames never break the examiner."""

    @STEADY
    @given(st.lists(changes, min_size=1, max_size=3))
    def holds(made: list[tuple[str, int, Any]]) -> None:
        seen = replay(CHECKS[number], framed(changed(recordings[number], made)), THIS_SEED)

        _broke_nothing(CHECKS[number].__name__, seen)
        result = seen.ran.result
        odd = [sign for sign in result.headline + result.output if sign != "\n" and not sign.isprintable()]
        if isinstance(seen.ran.failure, Gone):
            assert result.outcome is not Outcome.PASSED, f"passed {CHECKS[number].__name__} and was gone"
        assert len(result.headline) <= 500, f"a headline of {len(result.headline)} characters"
        assert odd == [], f"characters that are not printed came into the result: {odd}"
        assert 0 <= result.line < 1 << 53, f"line {result.line} came into the result"

    holds()


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_changed_bytes_end_in_a_value_or_in_gone(recordings: list[list[Frame]], number: int) -> None:
    """Bytes that are flipped, cut out or put in, lengths among them, never break the examiner."""

    @STEADY
    @given(st.lists(st.tuples(spots, spots, st.binary(max_size=6)), min_size=1, max_size=3))
    def holds(edits: list[tuple[int, int, bytes]]) -> None:
        data = bytearray(framed(recordings[number]))
        for at, length, new in edits:
            start = at % len(data)
            data[start : start + length % 8] = new
        seen = replay(CHECKS[number], bytes(data), OTHER_SEED)

        assert seen.ran.result.outcome is not Outcome.PASSED, "passed with the frames of another seed"
        _broke_nothing(CHECKS[number].__name__, seen)

    holds()


@STEADY
@given(
    st.lists(
        st.one_of(trees, st.tuples(st.sampled_from("aeq"), trees, st.just(STATUS), st.none()).map(list)), max_size=4
    )
)
def test_made_up_frames_are_a_value_or_gone(frames: list[Any]) -> None:
    """To a question for a name comes a value, what the candidate says that it raised, or Gone."""
    peer = ExaminerPeer(Script(framed([["a", 1, STATUS, None], *frames])), Clock())
    module = peer.open_module()

    try:
        value = module.answer
    except Gone:
        return
    except BaseException as error:
        cause = error.__cause__ if isinstance(error, MissingName) else error
        assert cause is not None and peer.exceptions.is_theirs(cause)
    else:
        repr(value)
