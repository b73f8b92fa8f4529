"""What a wrong solution says of itself: what it believes, what must catch it, what its student must read."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass

from grader.testing import BY_CODE

KEYS = ("misconception", "breaks", "caught by", "student reads")
LINE = re.compile(rf"^# ({'|'.join(KEYS)}):[ \t]*(.*)$", re.MULTILINE)
RULES = re.compile(r"rules? \d{1,3}(?:(?:, | and )\d{1,3})*\Z")
LOCKED = "locked"
UNKNOWN = "which neither grader.testing nor katas/set.yaml has"


@dataclass(frozen=True, slots=True)
class Claim:
    """The header of a wrong solution. `caught_by` names a check, or is "locked" where a locked name gives it away.

    `breaks` are the numbers of the contract's rules that it does not keep.
    """

    belief: str
    misconception: str
    caught_by: str
    student_reads: str
    breaks: tuple[int, ...] = ()


def read_claim(source: str, own: Collection[str] = ()) -> tuple[Claim | None, tuple[str, ...]]:
    """The claim in a wrong solution's text, or None, and a sentence for each thing that is missing or wrong.

    `own` are the codes of the misconceptions that the kata's set defines.
    """
    belief = _docstring(source)
    said: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, words in LINE.findall(source):
        said[key].append(words.strip())

    unsaid = {key: _line_problem(key, values) for key, values in said.items() if not _is_said(values)}
    problems = list(unsaid.values())
    if not belief:
        problems.insert(0, "has no docstring: it says in one sentence what this solution believes")
    # Without its rules a report can still be held against the rest.
    if unsaid.keys() - {"breaks"}:
        return None, tuple(problems)
    code, caught_by, words = (said[key][0] for key in KEYS if key != "breaks")
    if code not in BY_CODE and code not in own:
        problems.append(f"names the misconception {code}, {UNKNOWN}")
    rules: tuple[int, ...] = ()
    if "breaks" not in unsaid:
        rules, unclear = _rules(said["breaks"][0])
        problems += unclear
    return Claim(belief, code, caught_by, words, rules), tuple(problems)


def _rules(words: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers in "rule 3" or "rules 3 and 5", and a sentence where it is neither."""
    if not RULES.match(words):
        return (), (f"says that it breaks “{words}”: write `# breaks: rule 3`, or `# breaks: rules 3 and 5`",)
    return tuple(map(int, re.findall(r"\d+", words))), ()


def _is_said(values: list[str]) -> bool:
    return len(values) == 1 and bool(values[0])


def _docstring(source: str) -> str:
    try:
        return (ast.get_docstring(ast.parse(source)) or "").strip()
    except (SyntaxError, ValueError):
        # A wrong solution may be wrong in its syntax; its first string is still its docstring.
        found = re.match(r'\s*"""(.*?)"""', source, re.DOTALL)
        return found.group(1).strip() if found else ""


def _line_problem(key: str, values: list[str]) -> str:
    if len(values) > 1:
        return f"has more than one line `# {key}: …`"
    return f"has nothing after `# {key}:`" if values else f"has no line `# {key}: …`"
