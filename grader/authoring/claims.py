"""What a wrong solution says of itself: what it believes, what must catch it, what its student must read."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from grader.testing import BY_CODE

KEYS = ("misconception", "caught by", "student reads")
LINE = re.compile(rf"^# ({'|'.join(KEYS)}):[ \t]*(.*)$", re.MULTILINE)
LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Claim:
    """The header of a wrong solution. `caught_by` names a check, or is "locked" where a locked name gives it away."""

    belief: str
    misconception: str
    caught_by: str
    student_reads: str


def read_claim(source: str) -> tuple[Claim | None, tuple[str, ...]]:
    """The claim in a wrong solution's text, or None, and a sentence for each thing that is missing or wrong."""
    belief = _docstring(source)
    said: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, words in LINE.findall(source):
        said[key].append(words.strip())

    problems = [_line_problem(key, values) for key, values in said.items() if not _is_said(values)]
    clear = not problems
    if not belief:
        problems.insert(0, "has no docstring: it says in one sentence what this solution believes")
    if not clear:
        return None, tuple(problems)
    code, caught_by, words = (said[key][0] for key in KEYS)
    if code not in BY_CODE:
        problems.append(f"names the misconception {code}, which grader.testing does not have")
    return Claim(belief, code, caught_by, words), tuple(problems)


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
