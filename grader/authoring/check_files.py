"""Rules for the text of check files: imports, names, values, and what they ask of the student's objects."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.kata_files import UNKNOWN
from grader.authoring.untrusted import COMPARING, Function, asked_of_the_student, called, functions, is_call_of_kata
from grader.testing import BY_CODE

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOT_EXAMPLES = {"sh", "bash", "console", "shell"}
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w|\.\d)")
TEXT = re.compile(r'"([^"\n]{3,})"|\'([^\'\n]{3,})\'')
TELLING_CALLS = {"expect", "took", "Job"}
COMMON = {0, 1}
TELLING_NUMBER = 10


@dataclass(frozen=True, slots=True)
class BriefValues:
    """Numbers, without their sign, and texts."""

    numbers: frozenset[float]
    texts: frozenset[str]


def values_in_brief(readme: str) -> BriefValues:
    """Return what the examples of a brief show."""
    shown = "\n".join(
        body for language, body in FENCE.findall(readme) if language not in NOT_EXAMPLES and "grade kata" not in body
    )
    texts = (double or single for double, single in TEXT.findall(shown))
    return BriefValues(frozenset(map(float, NUMBER.findall(shown))), frozenset(texts))


def values_in_programs(sources: Iterable[str]) -> BriefValues:
    """Return what the stub and the reference spell out: words of the contract, not values of an example."""
    found: list[object] = []
    for source in sources:
        try:
            found += [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
        except (SyntaxError, ValueError):
            continue
    return _values(found)


def copied_problems(hidden_source: str, brief: BriefValues, contract: BriefValues) -> tuple[str, ...]:
    """Return a sentence for each hidden check that asks with values of the brief."""
    try:
        tree = ast.parse(hidden_source)
    except (SyntaxError, ValueError):
        return ()
    problems: list[str] = []
    for function in functions(tree):
        used = _values(_literals(function))
        texts = sorted((used.texts & brief.texts) - contract.texts)
        numbers = used.numbers - COMMON
        if texts:
            problems.append(f"{function.name} uses {', '.join(map(repr, texts))}, which the brief shows: mint it")
        if numbers <= brief.numbers and _are_telling(numbers - contract.numbers):
            numbers_shown = ", ".join(f"{number:g}" for number in sorted(numbers))
            problems.append(f"{function.name} uses only numbers that the brief shows ({numbers_shown}): choose others")
    return tuple(problems)


def _are_telling(numbers: frozenset[float]) -> bool:
    return len(numbers) > 1 or any(number >= TELLING_NUMBER or number % 1 for number in numbers)


def _literals(function: Function) -> Iterator[object]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (called(node) in TELLING_CALLS or is_call_of_kata(node)):
            for argument in node.args:
                yield from _constants(argument)


def _constants(node: ast.AST) -> Iterator[object]:
    # The fixed parts of an f-string are the contract's form; only its holes are values.
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Constant):
        yield node.value
    for inner in ast.iter_child_nodes(node):
        yield from _constants(inner)


def _values(constants: Iterable[object]) -> BriefValues:
    found = list(constants)
    numbers = (float(abs(value)) for value in found if type(value) is float or type(value) is int)
    texts = (value for value in found if isinstance(value, str) and len(value) > 2)
    return BriefValues(frozenset(numbers), frozenset(texts))


ALLOWED = sys.stdlib_module_names | {"pytest"}


def check_files(folder: Path) -> tuple[Path, ...]:
    """Return the visible check files of a kata, then the hidden ones."""
    return (*sorted(folder.glob("test_*.py")), *sorted((folder / "hidden").glob("test_*.py")))


def check_file_problems(source: str, name: str, own: Collection[str] = ()) -> tuple[str, ...]:
    """Return a sentence for each line of a check file that breaks a rule. A file that is no Python has one problem.

    `own` are the codes of the misconceptions that the kata's set defines.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        return (f"{name} is not Python: {error}",)
    found = (
        *_imports(tree),
        *_unnamed(tree),
        *_unknown(tree, own),
        *_blankets(tree),
        *_claimed(tree),
        *_writables(tree, source.splitlines()),
    )
    return tuple(f"{name}:{line}: {sentence}" for line, sentence in sorted(found))


def is_python(source: str) -> bool:
    """Return whether it can be parsed."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def uncollected_problems(folder: Path, submit: str) -> tuple[str, ...]:
    """Return a sentence for each file with checks in it that nothing collects, because of its name."""
    looked = {path for path in (*folder.glob("*.py"), *(folder / "hidden").rglob("*.py")) if path.name != submit}
    return tuple(
        f"{path.relative_to(folder).as_posix()} is not collected: a file of checks is named test_….py"
        for path in sorted(looked - set(check_files(folder)))
        if _has_checks(path.read_text(encoding="utf-8", errors="replace"))
    )


def _has_checks(source: str) -> bool:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return any(_is_marked(node) or node.name.startswith("test_") for node in _all_functions(tree))


def _unnamed(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Functions that pytest does not take for tests, and whose author meant a check."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for function in _all_functions(tree):
        given = {argument.arg for argument in function.args.args}
        alone = given and given <= {"kata", "clock"} and "kata" in given and function.name not in used
        if not function.name.startswith("test_") and (_is_marked(function) or alone):
            yield function.lineno, f"{function.name} is not run: {NAMED}"


def _unknown(tree: ast.AST, own: Collection[str]) -> Iterator[tuple[int, str]]:
    """Misconceptions made in a check file that nobody else knows."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[ast.Constant(value=str(code)), *_]) if called(node) == "Misconception":
                if code not in BY_CODE and code not in own:
                    yield node.lineno, f"makes the misconception {code}, {UNKNOWN}"


def _all_functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _is_marked(function: Function) -> bool:
    """Return whether @check(…) stands above it."""
    return any(isinstance(node, ast.Call) and called(node) == "check" for node in function.decorator_list)


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=module, level=level):
                modules = ["." * level + (module or "")]
            case _:
                continue
        for module in modules:
            if module != "grader.testing" and module.partition(".")[0] not in ALLOWED:
                yield node.lineno, f"imports {module}: {IMPORTABLE}"


def _blankets(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in functions(tree):
        spoken = any(
            isinstance(decorator, ast.Call) and any(given.arg == "tells" for given in decorator.keywords)
            for decorator in function.decorator_list
        )
        count = sum(map(_compares, ast.walk(function)))
        if spoken and count > 1:
            yield function.lineno, f"{function.name} has one tell for {count} comparisons: {EXACTLY}"


def _compares(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and called(node) in COMPARING)


def _claimed(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in functions(tree):
        yield from ((line, f"{function.name} {does}") for line, does in asked_of_the_student(function))


def _writables(tree: ast.AST, lines: list[str]) -> Iterator[tuple[int, str]]:
    """Classes that let the student's code assign to a name, without a comment that says why."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=cls, body=body):
                for statement in body:
                    if _lets_assign(statement) and not _is_explained(statement, lines):
                        yield statement.lineno, f"{cls} lets the student's code assign to a name: {REASON}"


def _lets_assign(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id="_writable")], value=value):
            pass
        case ast.AnnAssign(target=ast.Name(id="_writable"), value=ast.expr() as value):
            pass
        case _:
            return False
    return any(isinstance(node, ast.Constant) for node in ast.walk(value))


def _is_explained(statement: ast.stmt, lines: list[str]) -> bool:
    """Return whether there is a comment behind it, or a line with nothing else above it."""
    above = lines[statement.lineno - 2].strip() if statement.lineno > 1 else ""
    behind = lines[(statement.end_lineno or statement.lineno) - 1][statement.end_col_offset :].strip()
    return above.startswith("#") or behind.startswith("#")


NAMED = "the name of a check begins with test_"
EXACTLY = "give each its own, for the value that was seen, and raises= for exceptions"
REASON = "say in a comment on the line why nothing that decides can be forged by it, or leave `_writable` out"
IMPORTABLE = "a check file imports the standard library, pytest and grader.testing, no more"
