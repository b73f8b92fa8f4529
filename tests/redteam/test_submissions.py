"""Our own red team: hostile files are worth nothing and leave nothing behind; honest but odd ones pass in full."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.redteam.arena import KATA, Aftermath, Arena
from tests.redteam.submissions import CLASSES, FULL, HONEST, HOSTILE, Tried

# Those that write files, or read the one that was written for them.
WRITES_FILES = frozenset({"files_of_its_own", "streams_set_up"})
MOST_REPORT_BYTES = 64 * 1024
MOST_MEMORY_BYTES = 512 << 20
OURS_IN_COLOUR = re.compile(r"\x1b\[(?:0|1|2|31|32|33)m")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\u061c\ufeff]")
NOT_FOR_STUDENTS = sorted(
    {
        found
        for path in (KATA / "hidden").glob("*.py")
        for found in re.findall(
            r"def (test_\w+|unless\w+)|(?<=\")(you tell results by)", path.read_text(encoding="utf-8")
        )
        for found in found
        if found.startswith("test_")
    }
)


def hostile() -> list[Any]:
    """All of them; those that run into limits of real time are few on every push."""
    skipped = pytest.mark.skipif(not FULL, reason="runs into a limit of real time: set REDTEAM_FULL=1")
    return [pytest.param(one, id=one.name, marks=[skipped] if one.wall == "full" else []) for one in HOSTILE]


def test_there_are_enough_of_each_class() -> None:
    """At least eighty hostile and twenty honest submissions, and each says what it tries."""
    assert len(HOSTILE) >= 80 and len(HONEST) >= 20
    assert all(sum(one.path.parent.name == name for one in HOSTILE) >= 10 for name in CLASSES)
    assert sum(one.wall == "always" for one in HOSTILE) <= 8
    assert all(one.path.read_text(encoding="utf-8").startswith('"""') for one in (*HOSTILE, *HONEST))


@pytest.mark.parametrize("one", hostile())
def test_a_hostile_submission_is_worth_nothing_and_leaves_nothing(arena: Arena, one: Tried) -> None:
    """No point more than without the attack, no crash, nothing left running, changed, sent or shown."""
    if one.wall and arena.level != "strong" and not FULL:
        pytest.skip("its time is counted outside, at any level: set REDTEAM_FULL=1")
    allowed = arena.baseline(one.worth) if one.worth else {"points": 0, "passed": []}

    after = arena.mark_one(one)

    assert not after.died
    assert "crash" not in after.told, after.told["crash"]
    assert arena.level == after.told.get("level", arena.level), after.told["missing"]
    _is_worth_no_more(after.told, allowed)
    _left_nothing(after)
    _is_fit_to_read(arena, after.told)
    _tells_one_line_that_exists(after.told, one.source(arena.places()))


@pytest.mark.parametrize("one", [pytest.param(one, id=one.path.stem) for one in HONEST])
def test_an_honest_but_odd_submission_passes_in_full(arena: Arena, one: Tried) -> None:
    """Every point, and the same cleanliness as for anybody else."""
    if one.path.stem in WRITES_FILES and arena.why_no_scratch:
        pytest.skip(arena.why_no_scratch)

    after = arena.mark_one(one)

    assert not after.died
    assert "crash" not in after.told, after.told["crash"]
    assert ("accepted", after.told["max"]) == (after.told["verdict"], after.told["points"]), after.told["outcomes"]
    assert arena.level == after.told["level"], after.told["missing"]
    _left_nothing(after)
    _is_fit_to_read(arena, after.told)


def _is_worth_no_more(told: dict[str, Any], allowed: dict[str, Any]) -> None:
    assert told["points"] <= allowed["points"], told["passed"]
    assert told["reason"] or set(told["passed"]) <= set(allowed["passed"])
    assert told["verdict"] in ("rejected", "not gradable"), told["reason"]


def _left_nothing(after: Aftermath) -> None:
    assert after.left == ()
    assert after.told["running"] == []
    assert after.told["said"] == ""
    assert after.told["patched"] == []
    assert after.told["memory"] <= MOST_MEMORY_BYTES


def _is_fit_to_read(arena: Arena, told: dict[str, Any]) -> None:
    """Small, printable, without secrets, and for students without a word of the hidden checks."""
    if "student" not in told:
        return
    assert len(told["student"].encode()) <= MOST_REPORT_BYTES
    json.loads(told["instructor"], parse_constant=_refuse)
    texts = [
        told["reason"],
        *told["texts"].values(),
        *_strings(json.loads(told["student"])),
        *_strings(json.loads(told["instructor"])),
    ]
    for text in texts:
        shown = OURS_IN_COLOUR.sub("", text)
        assert not INVISIBLE.search(shown), ascii(shown)
        assert all(character == "\n" or character.isprintable() for character in shown), ascii(shown)
        assert arena.secret not in shown
    for line in "\n".join(told["texts"].values()).split("\n"):
        assert len(OURS_IN_COLOUR.sub("", line)) <= 100
    for text in (told["student"], *(text for name, text in told["texts"].items() if name.startswith("student"))):
        assert not [name for name in NOT_FOR_STUDENTS if name in text]
    _hides_what_hidden_checks_do(arena, told)


def _hides_what_hidden_checks_do(arena: Arena, told: dict[str, Any]) -> None:
    """A submission cannot carry what a hidden check passes to it into the student's report in its own words."""
    document = json.loads(told["student"])
    hidden = [check for check in document["checks"] if check["hidden"]]
    visible = [check for check in document["checks"] if not check["hidden"]]
    heard = json.dumps([hidden, [one for one in document["findings"] if not _is_told_under(one, visible)]])
    assert arena.leak not in heard


def _tells_one_line_that_exists(told: dict[str, Any], source: bytes) -> None:
    """Each hidden check tells a student at most one line of the file, and no number that a submission chose."""
    document = json.loads(told.get("student", '{"checks": [], "clues": []}'))
    lines = len(source.splitlines())
    assert all(clue["line"] <= lines for clue in document["clues"])
    for check in document["checks"]:
        found = check["findings"]
        told_lines = {check["line"], *(one["line"] for one in found)} - {0}
        assert all(line <= lines for line in told_lines)
        if check["hidden"]:
            assert len(told_lines) <= 1
            assert len({one["kind"] for one in found}) == len(found)
            # What a passed check took is what its author asked for.
            assert check["took"] in (None, check["possible"]) or check["took"] == float(f"{check['took']:.3g}")
            assert all(one["seconds"] in (0, (check["took"] or 0) - (check["possible"] or 0)) for one in found)


def _is_told_under(finding: dict[str, Any], checks: list[dict[str, Any]]) -> bool:
    return any(finding in check["findings"] for check in checks)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [found for item in (*value.keys(), *value.values()) for found in _strings(item)]
    if isinstance(value, list):
        return [found for item in value for found in _strings(item)]
    return []


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
