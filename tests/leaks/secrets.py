"""What a hidden check must keep to itself, and how to look for it in what a student is shown."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import grader
from grader.model import CheckResult, Kata, Report
from tests.support.claims import nonempty

SHORTEST = 4
SHORTEST_LINE = 12
TOKEN = re.compile(r"[\w-]+-[0-9a-f]{8}(?![0-9a-f])")
NUMBER = re.compile(r"(?<![\w.#-])\d{4,6}(?![\w.%])")
SECONDS = re.compile(r"-?\d+(\.\d+)? s")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Secrets:
    """Of one kata's hidden checks: identifiers, literal strings and lines that stand nowhere a student may read."""

    names: frozenset[str]
    strings: frozenset[str]
    lines: frozenset[str]
    public: str
    words: frozenset[str]


def secrets_of(kata: Kata, sentences: Iterable[str]) -> Secrets:
    """What stands in the kata's hidden files and not in its open ones, its sentences or its prepared words."""
    hidden = [path.read_text(encoding="utf-8") for path in nonempty(sorted((kata.folder / "hidden").glob("*.py")))]
    trees = [ast.parse(source) for source in hidden]
    opened = [path.read_text(encoding="utf-8") for path in sorted(kata.folder.glob("*")) if path.is_file()]
    words = [*sentences, *(said for tree in trees for said in _prepared(tree))]
    public = _flat("\n".join([*opened, *words, *_grader_says()]))
    known = frozenset(WORD.findall(public))
    names = {name for tree in trees for name in _names(tree) if len(name) >= SHORTEST}
    strings = {said for tree in trees for said in _strings(tree) if len(said) >= SHORTEST and said not in public}
    # A line that holds nothing but a prepared sentence is that sentence.
    lines = {_flat(line) for source in hidden for line in source.splitlines() if _unquoted(line) not in public}
    long = {line for line in lines if len(line) >= SHORTEST_LINE}
    return Secrets(frozenset(names) - known, frozenset(strings), frozenset(long), public, known)


def leaks(secrets: Secrets, report: Report, source: str, output: str) -> Iterator[str]:
    """Everything in an output that only a hidden check can have put there; `report` is the instructor's."""
    seen = [result for result in report.results if not result.check.hidden]
    # A hidden check's tell is what its author prepared for the student; what it expected or minted may not be in it.
    told = _flat(" ".join(result.headline for result in report.results if result.misconception))
    own = f"{_flat(source)}\n{json.dumps([_texts(result) for result in seen], ensure_ascii=False)}"
    own += _flat(html.unescape(own))
    shown = _flat(html.unescape(_readable(output)))
    known = secrets.words | set(WORD.findall(own))

    def given_away(value: str) -> bool:
        return value in shown and value not in own and value not in secrets.public

    yield from (f"the name {name}" for name in sorted((secrets.names & set(WORD.findall(shown))) - known))
    yield from (f"the string {said!r}" for said in sorted(secrets.strings) if given_away(said) and said not in told)
    yield from (f"the line {line!r}" for line in sorted(secrets.lines) if given_away(line) and line not in told)
    yield from (f"the value {value}" for value in _values(report) if given_away(value) and _stands_alone(value, shown))
    minted = sorted({*TOKEN.findall(shown), *NUMBER.findall(_prose(output))})
    yield from (f"the minted {value}" for value in minted if value not in own and value not in secrets.public)


def _values(report: Report) -> Iterator[str]:
    """What a hidden check expected and got; the virtual seconds taken and possible may be told."""
    for result in report.results:
        if not result.check.hidden:
            continue
        told = {f"{seconds:g}" for seconds in (result.took, result.possible) if seconds is not None}
        for value in (result.expected, result.got):
            if len(value) >= SHORTEST and value not in told and not SECONDS.fullmatch(value):
                yield _flat(value)


def _stands_alone(value: str, shown: str) -> bool:
    """Is it there as itself, and not as part of a longer number, such as a place in a picture?"""
    return re.search(rf"(?<![\w.]){re.escape(value)}(?!\w)", shown) is not None


def _texts(result: CheckResult) -> Sequence[str]:
    labels = [f"{event.task} {event.label}" for event in result.timeline]
    found = [finding.message for finding in result.findings]
    return [result.headline, result.expected, result.got, result.output, *labels, *found]


# -- what is hidden


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (flat for line in node.value.splitlines() if (flat := _flat(line)))


def _prepared(tree: ast.AST) -> Iterator[str]:
    """The sentences that a check is meant to say: the strings in `M02.because(…)`, and those it names there."""
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_because(node)]
    named = {name.id for call in called for name in ast.walk(call) if isinstance(name, ast.Name)}
    for call in called:
        yield from _strings(call)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and named & {to.id for to in node.targets if isinstance(to, ast.Name)}:
            yield from _strings(node.value)


def _is_because(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "because"


def _unquoted(line: str) -> str:
    return _flat(line).strip("f\"',() ")


@cache
def _grader_says() -> tuple[str, ...]:
    """Every text the grader itself may say: its strings and templates, which hide nothing."""
    folder = Path(grader.__file__).parent
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py")))
    templates = (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("templates/*")))
    return (*(said for tree in trees for said in (*_strings(tree), *_bounds(tree))), *templates)


def _bounds(tree: ast.AST) -> Iterator[str]:
    """Numbers of the grader's own, such as how many turns of the loop are too many."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is int and NUMBER.fullmatch(str(node.value)):
            yield str(node.value)


# -- what is shown


def _flat(text: str) -> str:
    return " ".join(text.split())


def _readable(output: str) -> str:
    """The output; where it holds JSON lines, also with their escapes read."""
    read = [json.dumps(json.loads(line), ensure_ascii=False) for line in output.splitlines() if line[:1] == "{"]
    plain = [text.replace("\\\\", "\\").replace('\\"', '"').replace("\\n", "\n") for text in read]
    return "\n".join([output, *read, *plain])


class _Prose(HTMLParser):
    """The text of a page, without styles and without the numbers that place the parts of a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self.said += [value for name, value in attrs if value and name in ("title", "aria-label", "href")]

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.said.append(data)


def _prose(output: str) -> str:
    if "<!doctype html>" not in output:
        return output
    before, _, after = output.partition("<!doctype html>")
    parser = _Prose()
    parser.feed(after)
    return "\n".join([before, *parser.said])
