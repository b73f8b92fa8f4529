"""What lies in a kata's two folders: brief, hints, programs, and what each wrong one says of itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.curriculum import kata_folders, load_kata
from grader.curriculum.names import kata_id
from grader.errors import BrokenKata
from grader.model import Kata
from grader.testing import BY_CODE

HINTS = 3
PYTHON_DOCS = "https://docs.python.org/3/"


def folder_problems(kata: Kata) -> tuple[str, ...]:
    """Return a sentence for each thing a kata's folder owes to its reader."""
    return (*_facts(kata), *_after(kata), *_brief(kata), *_locked(kata), *_hints(kata), *_submit(kata))


def readme_of(kata: Kata) -> str:
    """Return the brief's text; empty when there is none to read."""
    try:
        return (kata.folder / "README.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _facts(kata: Kata) -> list[str]:
    try:
        load_kata(kata.folder)
    except BrokenKata as error:
        return error.message.splitlines()
    return []


def _after(kata: Kata) -> list[str]:
    """Return a sentence for each kata in `after` that is not there: nobody could do it first."""
    there = {kata_id(folder.name) for folder in kata_folders(kata.folder.parents[1])}
    problems = [f"kata.yaml: after: {name} is no kata of this set" for name in kata.after if name not in there]
    return problems + [f"kata.yaml: after: {kata.id} is this kata itself" for name in kata.after if name == kata.id]


def _brief(kata: Kata) -> list[str]:
    text = readme_of(kata)
    if not text.strip():
        return ["README.md is missing or empty"]
    pages = [f"{PYTHON_DOCS}{page}" for page in kata.docs]
    problems = [f"README.md does not link {page}" for page in pages if page not in text]
    if not re.search(rf"\bgrade {kata.id}\b", text):
        problems.append(f"README.md does not say how to check oneself: grade {kata.id}")
    return problems


def _locked(kata: Kata) -> list[str]:
    text = readme_of(kata)
    unsaid = [f"`{name}`" for name in kata.locked if text.strip() and f"`{name}`" not in text]
    problems = [f"README.md does not say that {name} is locked" for name in unsaid]
    if kata.locked and not kata.locked_because:
        problems.append("kata.yaml does not say why names are locked: locked_because")
    return problems


def _hints(kata: Kata) -> list[str]:
    header_values = {" ".join(hint.split()) for hint in kata.hints if hint.strip()}
    if len(kata.hints) == HINTS and len(header_values) == HINTS:
        return []
    return [
        f"kata.yaml has {len(header_values)} different hints; {HINTS} are wanted, from a nudge to nearly the answer"
    ]


def _submit(kata: Kata) -> list[str]:
    problems = [] if kata.stub.is_file() else [f"{kata.submit}, the file a student starts from, is missing"]
    # Asked of the files, so that another kata's broken kata.yaml is not this one's problem.
    others = sorted(folder for folder in kata.folder.parent.glob("kata*") if folder.name != kata.folder.name)
    problems += [
        f"{kata.submit} is also a file of {other.name}: submit names are unique"
        for other in others
        if (other / kata.submit).exists()
    ]
    return problems


LEFT_OPEN = re.compile(r"\b(?:TODO|FIXME|XXX)\b[:,]?\s*(.*)")
AROUND = re.compile(r"""^["'#\s]+|["'][\s"'):\],]*$""")


def left_open(kata: Kata, solutions: Path) -> tuple[str, ...]:
    """Return a sentence for each line left open, the kata's own files first; `solutions` is the folder of all
    solutions.
    """
    own = [kata.folder / "README.md", kata.folder / "kata.yaml", *sorted(kata.folder.rglob("*.py"))]
    home = solutions / kata.slug
    theirs = [home / kata.submit, *sorted((home / "alternatives").glob("*.py")), *sorted((home / "wrong").glob("*.py"))]
    return tuple(
        f"{shown}:{line} is left open: {rest}"
        for path, shown in (
            *((path, path.relative_to(kata.folder).as_posix()) for path in own),
            *((path, f"solutions/{path.relative_to(home).as_posix()}") for path in theirs),
        )
        for line, rest in _lines(path)
    )


def is_left_open(source: str) -> bool:
    """Return whether a program is not written yet."""
    return LEFT_OPEN.search(source) is not None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if found := LEFT_OPEN.search(line):
            yield number, AROUND.sub("", found[1]).strip() or "what belongs here?"


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
    """Return the claim in a wrong solution's text, or None, and a sentence for each thing that is missing or wrong.

    `own` are the codes of the misconceptions that the kata's set defines.
    """
    belief = _docstring(source)
    header_values: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, words in LINE.findall(source):
        header_values[key].append(words.strip())

    unsaid = {key: _line_problem(key, values) for key, values in header_values.items() if not _is_said(values)}
    problems = list(unsaid.values())
    if not belief:
        problems.insert(0, "has no docstring: it says in one sentence what this solution believes")
    # Without its rules a report can still be held against the rest.
    if unsaid.keys() - {"breaks"}:
        return None, tuple(problems)
    code, caught_by, words = (header_values[key][0] for key in KEYS if key != "breaks")
    if code not in BY_CODE and code not in own:
        problems.append(f"names the misconception {code}, {UNKNOWN}")
    rules: tuple[int, ...] = ()
    if "breaks" not in unsaid:
        rules, unclear = _rules(header_values["breaks"][0])
        problems += unclear
    return Claim(belief, code, caught_by, words, rules), tuple(problems)


def _rules(words: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the numbers in "rule 3" or "rules 3 and 5", and a sentence where it is neither."""
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


Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Role(StrEnum):
    """What a program is there for."""

    STUB = "stub"
    REFERENCE = "reference"
    ALTERNATIVE = "alternative"
    WRONG = "wrong solution"


@dataclass(frozen=True, slots=True)
class Program:
    """One file that could be handed in; `name` is how a problem speaks of it."""

    role: Role
    path: Path
    source: str

    @property
    def name(self) -> str:
        """Such as "reference gather.py" or "wrong solution w1_sequential.py"."""
        return f"{self.role} {self.path.name}"


def read_programs(kata: Kata, solutions: Path) -> tuple[tuple[Program, ...], tuple[str, ...]]:
    """Return every program of the kata in a fixed order, stub first, and a sentence for each that is missing."""
    home = solutions / kata.slug
    places = (
        (Role.STUB, [kata.stub]),
        (Role.REFERENCE, [home / kata.submit]),
        (Role.ALTERNATIVE, sorted((home / "alternatives").glob("*.py"))),
        (Role.WRONG, sorted((home / "wrong").glob("*.py"))),
    )
    programs: list[Program] = []
    problems: list[str] = []
    for role, paths in places:
        if not paths:
            problems.append(f"has no {role}: at least one belongs into solutions/{kata.slug}/")
        for path in paths:
            try:
                programs.append(Program(role, path, path.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError):
                problems.append(f"{role} {path.name} is missing or is not a file of UTF-8 text")
    written = [program for program in programs if not is_left_open(program.source)]
    return tuple(programs), (*problems, *twins(written))


def twins(programs: Sequence[Program]) -> tuple[str, ...]:
    """Return a sentence for each program that is the same as an earlier one but for comments, docstrings and layout."""
    seen: dict[str, Program] = {}
    problems: list[str] = []
    for program in programs:
        first = seen.setdefault(_meaning(program.source), program)
        if first is not program:
            problems.append(f"{program.name} is the same program as {first.name}")
    return tuple(problems)


def _meaning(source: str) -> str:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    for node in ast.walk(tree):
        if isinstance(node, Documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)
