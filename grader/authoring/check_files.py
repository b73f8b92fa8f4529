"""Three rules for the text of check files: what they import, what their tells speak for, and over what they iterate.

`tells=` of a whole check speaks for whichever comparison fails: where there are several, it claims what was not
observed. A loop over an untrusted result judges as many items as the student likes, none of them included. So a `for`
or a comprehension over the result of a call of `kata` is refused, also through a name, until that name was judged as a
whole: in an `assert`, or given to `expect`, `plain`, `isinstance` or `len`. `async for`, unpacking and `list(...)`
are let be: there the protocol itself is what is being tested.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ALLOWED = sys.stdlib_module_names | {"pytest"}
JUDGES = {"expect", "plain", "isinstance", "len"}
COMPARING = {"expect", "took", "fail"}
RUNNERS = {"run", "wait_for"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[int, int]


def check_files(folder: Path) -> tuple[Path, ...]:
    """The visible check files of a kata, then the hidden ones."""
    return (*sorted(folder.glob("test_*.py")), *sorted((folder / "hidden").glob("test_*.py")))


def check_file_problems(source: str, name: str) -> tuple[str, ...]:
    """A sentence for each line of a check file that breaks a rule. A file that is no Python has one problem."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        return (f"{name} is not Python: {error}",)
    found = sorted((*_imports(tree), *_blankets(tree), *_iterations(tree)))
    return tuple(f"{name}:{line}: {sentence}" for line, sentence in found)


def functions(tree: ast.AST) -> Iterator[Function]:
    """The check functions of a file."""
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name.startswith("test_"):
            yield node


def is_call_of_kata(node: ast.AST) -> bool:
    """Whether an expression is `kata.something(...)` or deeper."""
    if not isinstance(node, ast.Call):
        return False
    inner = node.func
    while isinstance(inner, (ast.Attribute, ast.Call, ast.Subscript)):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return isinstance(inner, ast.Name) and inner.id == "kata" and inner is not node.func


def called(node: ast.Call) -> str:
    """The last name of what is called: `took` for `clock.took(...)`."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


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


def _iterations(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in functions(tree):
        untrusted: set[str] = set()
        for place, event, what in sorted(_events(function), key=lambda found: found[0]):
            match event, what:
                case "given", str():
                    untrusted.add(what)
                case "judged", str():
                    untrusted.discard(what)
                case "iterated", ast.AST() if _is_untrusted(what, untrusted):
                    yield place[0], f"{function.name} iterates over what the student's code gave: {INSTEAD}"


def _events(function: Function) -> Iterator[tuple[Place, str, str | ast.AST]]:
    """What happens to names, at the place where it takes effect."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield _end(node), "given" if _is_untrusted(value, set()) else "judged", name
            case ast.Assert(test=test):
                for name in _names(test):
                    yield _end(node), "judged", name
            case ast.Call() if called(node) in JUDGES:
                for argument in node.args:
                    for name in _names(argument):
                        yield _end(node), "judged", name
            case ast.For(iter=source):
                yield (source.lineno, source.col_offset), "iterated", source
            case ast.comprehension(iter=source, is_async=0):
                yield (source.lineno, source.col_offset), "iterated", source


def _is_untrusted(node: ast.AST, names: set[str]) -> bool:
    match node:
        case ast.Await(value=value):
            return _is_untrusted(value, names)
        case ast.Name(id=name):
            return name in names
        case ast.Call(args=[first, *_]) if called(node) in RUNNERS and not is_call_of_kata(node):
            return _is_untrusted(first, names)
        case _:
            return is_call_of_kata(node)


def _names(node: ast.AST) -> Iterator[str]:
    return (inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def _end(node: ast.stmt | ast.expr) -> Place:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


EXACTLY = "give each its own, for the value that was seen, and raises= for exceptions"
INSTEAD = "compare it whole with expect(), or take plain(...) of it first"
IMPORTABLE = "a check file imports the standard library, pytest and grader.testing, no more"
