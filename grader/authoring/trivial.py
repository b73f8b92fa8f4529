"""Programs that do nothing, made from a stub, and the points they earn: none, but where a check says why.

Every public function of the stub gets the same idle body; where its plain functions do something of their own already,
there are also programs that leave these as they are. A stub that asks for answers gets one answer for all of its keys.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.model import Check, Outcome, Report
from grader.text import count_of

# What each function does instead of its work, and how a problem speaks of it; `first` is its first argument, `every`
# all of them.
IDLE = {
    "returns None": "return None",
    "returns []": "return []",
    "returns {}": "return {}",
    "returns ()": "return ()",
    "returns 0": "return 0",
    "returns True": "return True",
    "returns an empty text": "return ''",
    "returns two empty lists": "return [], []",
    "returns {} and []": "return {}, []",
    "returns its first argument": "return first",
    "returns what its first argument comes to": "return await first",
    "returns all its arguments": "return [every]",
    "is an empty generator": "return\nyield",
    "raises RuntimeError": "raise RuntimeError('nothing')",
    "raises ValueError": "raise ValueError('nothing')",
    "raises CancelledError": "raise asyncio.CancelledError",
    "waits for ever": "await asyncio.Event().wait()",
    "sleeps for ever": "await asyncio.sleep(1e9)",
}
# These run out of real time, two checks each.
ENDLESS = {
    "loops for ever": "while True: pass",
    "loops for ever and gives way": "while True: await asyncio.sleep(0)",
}
NO_ANSWERS = ("None", "[]", "{}", "()", "0")
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Trivial:
    """A program that does nothing; `name` is how a problem speaks of it."""

    name: str
    source: str


def trivial_programs(stub: str, reference: str = "", *, endless: bool = False) -> tuple[Trivial, ...]:
    """Return every program that does nothing, each once.

    `reference` has the answers; `endless` ones cost real seconds.
    """
    programs = [Trivial("it is the stub with a comment", f"{stub}\n# I have not begun yet.\n")]
    if not _is_python(stub):
        return tuple(programs)
    bodies = {**IDLE, **(ENDLESS if endless else {})} if _functions(stub) else {}
    for does, body in bodies.items():
        programs.append(Trivial(f"every function {does}", _idle(stub, body, keep_plain=False)))
        if _has_own(stub):
            programs.append(Trivial(f"every async function {does}", _idle(stub, body, keep_plain=True)))
    programs += [Trivial(f"every answer is {text}", source) for text, source in _one_answer(stub, reference)]
    known: dict[str, Trivial] = {ast.unparse(ast.parse(stub)): programs[0]}
    for one in programs[1:]:
        known.setdefault(one.source, one)
    return tuple(known.values())


def paid_for_nothing(checks: Sequence[Check], reports: Mapping[str, Report]) -> Iterator[str]:
    """Yield a sentence for each check that a program doing nothing passes, and for each floor that no such program
    needs.

    `reports` are those of the trivial programs by their names.
    """
    for check in checks:
        passed = [name for name, report in reports.items() if _pays(report, check)]
        if passed and not check.floor:
            points = count_of(check.points, "point")
            yield f"{check.name} pays {points} for doing nothing: it is passed where {_shown(passed)}"
        if check.floor and not passed:
            yield f"{check.name} has a floor for nothing: no program that does nothing passes it"


def _pays(report: Report, check: Check) -> bool:
    passed = any(result.check.name == check.name and result.outcome is Outcome.PASSED for result in report.results)
    return passed and bool(report.points)


def _shown(names: Sequence[str]) -> str:
    more = len(names) - NAMES_SHOWN
    return ", or ".join(names[:NAMES_SHOWN]) + (f", or in {more} other ways" if more > 0 else "")


def _idle(stub: str, body: str, *, keep_plain: bool) -> str:
    """Return the stub with this body in its public functions."""
    tree = ast.parse(stub)
    _Idle(body, keep_plain=keep_plain).visit(tree)
    if "asyncio" in body:
        # It stands below the docstring and `from __future__`, which come first.
        place = next(number for number, one in enumerate([*tree.body, ast.Pass()]) if not _comes_first(one))
        tree.body.insert(place, ast.Import([ast.alias("asyncio")]))
    return ast.unparse(ast.fix_missing_locations(tree))


class _Idle(ast.NodeTransformer):
    """Gives each public function another body. One that is not async gives an awaitable where others await."""

    def __init__(self, body: str, *, keep_plain: bool) -> None:
        self._body = body
        self._keep_plain = keep_plain

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node if self._keep_plain or node.name.startswith("_") else self._emptied(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node if node.name.startswith("_") else self._emptied(node)

    def _emptied(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        body = self._body
        if isinstance(node, ast.FunctionDef):
            body = body.replace("while True: await ", "return ").replace("return await ", "return ")
            body = body.replace("await ", "return ")
        node.body = ast.parse(body).body
        for name in ast.walk(node):
            if isinstance(name, ast.Return) and name.value is not None:
                name.value = _Arguments(node.args).visit(name.value)
        return node


class _Arguments(ast.NodeTransformer):
    """Puts a function's own arguments in place of `first` and `every`."""

    def __init__(self, arguments: ast.arguments) -> None:
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args) if one.arg != "self"]
        self._every: list[ast.expr] = [ast.Name(name, ast.Load()) for name in names]
        if arguments.vararg is not None:
            self._every.append(ast.Starred(ast.Name(arguments.vararg.arg, ast.Load()), ast.Load()))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        first = self._every[0] if self._every else ast.Constant(None)
        return (first.value if isinstance(first, ast.Starred) else first) if node.id == "first" else node

    def visit_List(self, node: ast.List) -> ast.AST:
        match node.elts:
            case [ast.Name(id="every")]:
                return ast.List(self._every, ast.Load())
            case _:
                return node


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _functions(stub: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the public functions and methods of a stub."""
    nodes = (node for node in ast.walk(ast.parse(stub)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [node for node in nodes if not node.name.startswith("_")]


def _has_own(stub: str) -> bool:
    """Return whether functions that are not async do more than to raise, beside async ones."""
    functions = _functions(stub)
    plain = [node for node in functions if isinstance(node, ast.FunctionDef)]
    return len(functions) > len(plain) and any(not isinstance(node.body[-1], ast.Raise) for node in plain)


def _one_answer(stub: str, reference: str) -> Iterator[tuple[str, str]]:
    """Yield the stub with one value for each key of its dicts: each word of the reference, and each that says nothing.

    A whole transcript is no word: who has one of these right has done something.
    """
    known = ast.parse(reference) if _is_python(reference) else ast.Module([], [])
    values = [value for one in _answers(known) for value in one.values]
    answers: dict[str, ast.expr] = {ast.unparse(value): value for value in values if isinstance(value, ast.Constant)}
    answers |= {text: ast.parse(text, mode="eval").body for text in NO_ANSWERS}
    tree = ast.parse(stub)
    wanted = _answers(tree)
    for text, value in answers.items() if wanted else ():
        for one in wanted:
            one.values = [value] * len(one.keys)
        yield text, ast.unparse(tree)


def _answers(tree: ast.Module) -> list[ast.Dict]:
    """Return the dicts that a module gives names to."""
    given = [one.value for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign)]
    return [value for value in given if isinstance(value, ast.Dict) and value.keys]


def _comes_first(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.ImportFrom(module="__future__"):
            return True
        case _:
            return False
