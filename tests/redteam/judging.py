"""What is claimed of the red team's submissions, in words that say which did what, at which protection."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.redteam.arena import KATA, Aftermath, Arena, why_not
from tests.redteam.submissions import HONEST, HOSTILE, Tried
from tests.support.sampling import FULL

# Those that write files, or read the one that was written for them.
WRITES_FILES = frozenset({"files_of_its_own", "streams_set_up"})
EACH_SO_MANYTH = 12
EACH_FEW = 4
# The classes whose submissions meet the walls of a sandbox; the wire and the checks are the same at every level.
CONFINED = frozenset({"exhausting", "stealing"})
MOST_REPORT_BYTES = 64 * 1024
MOST_MEMORY_BYTES = 512 << 20
OURS_IN_COLOUR = re.compile(r"\x1b\[(?:0|1|2|31|32|33)m")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\u061c\ufeff]")
NOT_FOR_STUDENTS = sorted(
    name
    for path in (KATA / "hidden").glob("*.py")
    for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
)


def hostile(level: str) -> list[Any]:
    """The hostile submissions to try at this level; those that wait for real time are tried once on every push."""
    late = pytest.mark.skipif(not FULL, reason="runs into a limit of real time: set REDTEAM_FULL=1")
    twice = pytest.mark.skipif(not FULL, reason="its time is counted outside, at any level: set REDTEAM_FULL=1")
    marks = {"": [], "full": [late], "always": [] if level == "strong" else [twice]}
    return [pytest.param(one, id=one.name, marks=marks[one.wall]) for one in _sample(HOSTILE, level)]


def honest(level: str) -> list[Any]:
    """The honest submissions to try at this level."""
    return [pytest.param(one, id=one.path.stem) for one in _sample(HONEST, level)]


def _sample(whole: list[Tried], level: str) -> list[Tried]:
    """What is tried on every push: at "strong" all; elsewhere a sample of what does not ask how it is confined."""
    if FULL or level == "strong":
        return whole
    # A cold start is confined as "partial" is, and takes ten times as long.
    if level == "cold":
        return whole[::EACH_SO_MANYTH]
    # Where there is no bubblewrap, this is the highest level that there is.
    if why_not("strong"):
        return whole
    return [one for place, one in enumerate(whole) if one.path.parent.name in CONFINED or place % EACH_FEW == 0]


def hostile_is_worth_nothing(arena: Arena, one: Tried) -> None:
    """Claim that it earns no point more than without the attack, and leaves nothing running, changed, sent or shown."""
    __tracebackhide__ = True
    base = arena.baseline(one.worth) if one.worth else {"points": 0, "passed": []}

    after = arena.mark_one(one)

    who = _was_graded(arena, one, after)
    _is_worth_no_more(who, after.told, base, one.worth)
    _left_nothing(who, after)
    _is_fit_to_read(who, arena, after.told)
    _tells_one_line_that_exists(who, after.told, one.source(arena.places()))


def honest_passes_in_full(arena: Arena, one: Tried) -> None:
    """Claim that it earns every point, and is as clean as anybody else."""
    __tracebackhide__ = True
    if one.path.stem in WRITES_FILES and arena.why_no_scratch:
        pytest.skip(arena.why_no_scratch)

    after = arena.mark_one(one)

    who = _was_graded(arena, one, after)
    told = after.told
    failed = {name: said for name, (outcome, said) in told.get("outcomes", {}).items() if outcome != "passed"}
    assert told["verdict"] == "accepted", f"{who} is honest and was {told['verdict']}: {told['reason'] or failed}"
    assert told["points"] == told["max"], f"{who} is honest and got {_points(told)}: {failed}"
    _left_nothing(who, after)
    _is_fit_to_read(who, arena, told)


def _was_graded(arena: Arena, one: Tried, after: Aftermath) -> str:
    """Which submission at which protection, for every sentence about it; it must have a report."""
    __tracebackhide__ = True
    who = f"{one.name}.py at {arena.launched}"
    told = after.told
    assert after.died == "", f"{who} cost the examiner its life: {after.died}"
    assert "crash" not in told, f"{who} made the examiner raise: {told['crash'].strip().splitlines()[-1]}"
    level = told.get("level", arena.level)
    assert level == arena.level, f"{who} was confined as {level} only: {told.get('missing')}"
    return who


def _points(told: dict[str, Any]) -> str:
    return f"{told['points']} of {told.get('max', '?')}"


def _is_worth_no_more(who: str, told: dict[str, Any], base: dict[str, Any], worth: str) -> None:
    __tracebackhide__ = True
    alone = f"baseline/{worth}.py" if worth else "no work"
    most = base["points"]
    assert told["points"] <= most, f"{who} got {_points(told)} with no more work than {alone}, which is worth {most}"
    if not told["reason"]:
        more = sorted(set(told["passed"]) - set(base["passed"]))
        assert more == [], f"{who} passed checks that {alone} does not: {', '.join(more)}"
    verdict = told["verdict"]
    assert verdict in ("rejected", "not gradable"), f"{who} was {verdict} with {_points(told)}: {told['reason']}"


def _left_nothing(who: str, after: Aftermath) -> None:
    __tracebackhide__ = True
    told = after.told
    assert after.left == (), f"{who} left something behind: {'; '.join(after.left)}"
    assert told["running"] == [], f"{who} still runs: {told['running']}"
    assert told["said"] == "", f"{who} wrote to the examiner's own output: {told['said'][:200]!r}"
    assert told["patched"] == [], f"{who} changed classes that every check uses: {', '.join(told['patched'])}"
    used = told["memory"] >> 20
    assert used <= MOST_MEMORY_BYTES >> 20, f"{who} made the examiner take {used} MiB"


def _is_fit_to_read(who: str, arena: Arena, told: dict[str, Any]) -> None:
    """Small, printable, without secrets, and for students without a word of the hidden checks."""
    __tracebackhide__ = True
    if "student" not in told:
        assert told["verdict"] == "not gradable", f"{who} has no report for its student, and was {told['verdict']}"
        return
    size = len(told["student"].encode())
    assert size <= MOST_REPORT_BYTES, f"{who} made its student's report {size} bytes long"
    json.loads(told["instructor"], parse_constant=_refuse)
    texts = [
        told["reason"],
        *told["texts"].values(),
        *_strings(json.loads(told["student"])),
        *_strings(json.loads(told["instructor"])),
    ]
    for text in texts:
        shown = OURS_IN_COLOUR.sub("", text)
        odd = sorted({ascii(sign) for sign in shown if sign != "\n" and not sign.isprintable()})
        assert odd == [], f"{who} brought characters into a report that are not printed: {odd} in {ascii(shown)[:200]}"
        hidden = INVISIBLE.findall(shown)
        assert hidden == [], f"{who} brought invisible characters into a report: {ascii(shown)[:200]}"
        assert arena.secret not in shown, f"{who} carried the bait's secret into a report: {shown[:200]!r}"
    longest = max((OURS_IN_COLOUR.sub("", line) for line in "\n".join(told["texts"].values()).split("\n")), key=len)
    assert len(longest) <= 100, f"{who} made a line of {len(longest)} characters: {longest[:100]}…"
    for text in (told["student"], *(text for name, text in told["texts"].items() if name.startswith("student"))):
        names = [name for name in NOT_FOR_STUDENTS if name in text]
        assert names == [], f"{who} lets its student read names of hidden checks: {names}"
    _hides_what_hidden_checks_do(who, arena, told)


def _hides_what_hidden_checks_do(who: str, arena: Arena, told: dict[str, Any]) -> None:
    """A submission cannot carry what a hidden check passes to it into the student's report in its own words."""
    __tracebackhide__ = True
    document = json.loads(told["student"])
    hidden = [check for check in document["checks"] if check["hidden"]]
    visible = [check for check in document["checks"] if not check["hidden"]]
    heard = json.dumps([hidden, [one for one in document["findings"] if not _is_told_under(one, visible)]])
    assert arena.leak not in heard, f"{who} carried what a hidden check gave it into its own report"


def _tells_one_line_that_exists(who: str, told: dict[str, Any], source: bytes) -> None:
    """Each hidden check tells a student at most one line of the file, and no number that a submission chose."""
    __tracebackhide__ = True
    document = json.loads(told.get("student", '{"checks": [], "clues": []}'))
    last = len(source.splitlines())
    clues = [clue["line"] for clue in document["clues"] if clue["line"] > last]
    assert clues == [], f"{who} has {last} lines, and clues at {clues}"
    for check in document["checks"]:
        found = check["findings"]
        lines = {check["line"], *(one["line"] for one in found)} - {0}
        beyond = sorted(line for line in lines if line > last)
        assert beyond == [], f"{who} has {last} lines, and {check['name']} tells {beyond}"
        if check["hidden"]:
            _tells_no_more(f"{who}, in a hidden check,", check, lines)


def _tells_no_more(who: str, check: dict[str, Any], lines: set[int]) -> None:
    __tracebackhide__ = True
    took, possible = check["took"], check["possible"]
    assert len(lines) <= 1, f"{who} tells {len(lines)} lines: {sorted(lines)}"
    kinds = [one["kind"] for one in check["findings"]]
    assert sorted(kinds) == sorted(set(kinds)), f"{who} tells a kind of finding twice: {kinds}"
    # What a passed check took is what its author asked for.
    if took not in (None, possible):
        assert took == float(f"{took:.3g}"), f"{who} tells {took} s, which is more exact than three digits"
    chosen = [one["seconds"] for one in check["findings"] if one["seconds"] not in (0, (took or 0) - (possible or 0))]
    assert chosen == [], f"{who} tells seconds that the submission chose: {chosen}"


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
