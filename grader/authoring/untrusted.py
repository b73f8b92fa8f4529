"""What a check asks of the student's objects where their own methods answer: findings for its author.

What a call of `kata` gives is untrusted, also through a name or one of its own methods, until it was judged as a
whole: in an `assert`, or given to `expect`, `plain` or `isinstance`. Until then its class may say what it likes. A loop
over it judges as many items as the student likes, none included; `in`, `len`, `<` and its truth are what its class
answers. A block that it guards ends where its `__exit__` wants, so that a comparison in there may never come. And a
sweep that cuts where the student's run showed something cuts where the student likes.

`==` is let be: a student's object equals itself only. So are `async for`, unpacking and `list(...)`: there the protocol
itself is what is being tested. A check marked inside says that it relies on the student's word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[int, int]

COMPARING = {"expect", "took", "fail"}
_JUDGES = {"expect", "plain", "isinstance"}
_RUNNERS = {"run", "wait_for"}
_GOING_THROUGH = {"sorted", "sum", "any", "all", "min", "max"}
_SWEEPS = {"cancellation_sweep": "moments", "failure_sweep": "delays"}
# What the clock and the things of the kit say of a run.
_SEEN = {"elapsed", "timed", "started", "ended", "cancelled", "given", "asked", "arrived", "passed", "closed"}
_SIZES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

WHOLE = "compare it whole with expect(), or take plain(...) of it first"
PLAIN = "take plain(...) of it first, or mark the check inside=True"
ITERATES = f"iterates over what the student's code gave: {WHOLE}"
CONTAINS = f"asks with `in` what the student's code gave: {PLAIN}"
MEASURES = f"takes the length of what the student's code gave: {PLAIN}"
SIZES = f"compares the size of what the student's code gave: {PLAIN}"
BELIEVES = f"takes what the student's code gave for true or false: {PLAIN}"
GUARDED = (
    "compares within a block that an object of the student's guards, and may leave early: compare behind it, or mark"
    " the check inside=True"
)
TOLD = "sweeps at moments that the student's run showed: say them from what you know of the work you hand over"


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield the check functions of a file."""
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name.startswith("test_"):
            yield node


def is_call_of_kata(node: ast.AST) -> bool:
    """Return whether an expression is `kata.something(...)` or deeper."""
    return isinstance(node, ast.Call) and _root(node.func) == "kata" and not isinstance(node.func, ast.Name)


def called(node: ast.Call) -> str:
    """Return the last name of what is called: `took` for `clock.took(...)`."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def asked_of_the_student(function: Function) -> Iterator[tuple[int, str]]:
    """(line, what it does) for each line where a check function takes the word of a student's object."""
    yield from dict.fromkeys((*_asked(function), *_told_moments(function)))


def _asked(function: Function) -> Iterator[tuple[int, str]]:
    untrusted: set[str] = set()
    inside = _is_inside(function)
    for place, event, what in sorted(_events(function), key=lambda found: found[0]):
        match event, what:
            case "given", str():
                untrusted.add(what)
            case "judged", str():
                untrusted.discard(what)
            case _, ast.AST() if _is_untrusted(what, untrusted) and (event == ITERATES or not inside):
                yield place[0], event


def _is_inside(function: Function) -> bool:
    given = [one for found in function.decorator_list if isinstance(found, ast.Call) for one in found.keywords]
    return any(one.arg == "inside" and isinstance(one.value, ast.Constant) and one.value.value is True for one in given)


def _events(function: Function) -> Iterator[tuple[Place, str, str | ast.AST]]:
    """Yield what happens to names and what is asked, each at the place where it takes effect."""
    for node in ast.walk(function):
        yield from _naming(node)
        yield from ((_start(operand), does, operand) for does, operand in _asking(node))


def _naming(node: ast.AST) -> Iterator[tuple[Place, str, str]]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield _end(node), "given" if _is_untrusted(value, set()) else "judged", name
        case ast.withitem(context_expr=guard, optional_vars=ast.Name(id=name)) if _is_untrusted(guard, set()):
            yield _end(guard), "given", name
        case ast.Assert(test=test):
            yield from ((_end(node), "judged", name) for name in _names(test))
        case ast.Call() if called(node) in _JUDGES:
            yield from ((_end(node), "judged", name) for given in node.args for name in _names(given))


def _asking(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.For(iter=source) | ast.comprehension(iter=source, is_async=0):
            yield ITERATES, source
        case ast.Call(func=ast.Name(id=name), args=[source, *_]) if name in _GOING_THROUGH:
            yield ITERATES, source
        case ast.Call(func=ast.Name(id="len"), args=[source]):
            yield MEASURES, source
        case ast.Compare():
            yield from _compared(node)
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body) if _compares(body):
            yield from ((GUARDED, item.context_expr) for item in items)
    yield from ((BELIEVES, test) for test in _tests(node))


def _compared(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    for operator, left, right in zip(node.ops, [node.left, *node.comparators], node.comparators, strict=False):
        if isinstance(operator, (ast.In, ast.NotIn)):
            yield CONTAINS, right
        elif isinstance(operator, _SIZES):
            yield SIZES, left
            yield SIZES, right


def _tests(node: ast.AST) -> list[ast.expr]:
    """Return the expressions whose truth decides there."""
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.Assert(test=test):
            return [test]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
        case ast.BoolOp(values=values):
            return values[:-1]
        case ast.comprehension(ifs=tests):
            return tests
        case _:
            return []


def _compares(body: list[ast.stmt]) -> bool:
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and called(node) in COMPARING)
        for statement in body
        for node in ast.walk(statement)
    )


def _told_moments(function: Function) -> Iterator[tuple[int, str]]:
    shown = _shown_names(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (named := _SWEEPS.get(called(node))) is not None:
            moments = [*node.args[1:2], *(one.value for one in node.keywords if one.arg == named)]
            if any(_shows(one, shown) for one in moments):
                yield node.lineno, TOLD


def _shown_names(function: Function) -> set[str]:
    """Return the names that hold what a run of the student's code showed, or follow from it."""
    shown: set[str] = set()
    assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    while True:
        found = {name for node in assigned if _shows(node.value, shown) for to in node.targets for name in _names(to)}
        if found <= shown:
            return shown
        shown |= found


def _shows(node: ast.expr, shown: set[str]) -> bool:
    return any(
        is_call_of_kata(inner)
        or (isinstance(inner, ast.Attribute) and inner.attr in _SEEN)
        or (isinstance(inner, ast.Name) and inner.id in shown)
        for inner in ast.walk(node)
    )


def _is_untrusted(node: ast.AST, names: set[str]) -> bool:
    match node:
        case ast.Await(value=value):
            return _is_untrusted(value, names)
        case ast.Name(id=name):
            return name in names
        case ast.Call(args=[first, *_]) if called(node) in _RUNNERS and not is_call_of_kata(node):
            return _is_untrusted(first, names)
        case ast.Call(func=ast.Attribute() as chain) | (ast.Attribute() as chain) | (ast.Subscript() as chain):
            return _root(chain) in {"kata", *names}
        case _:
            return is_call_of_kata(node)


def _root(node: ast.expr) -> str:
    """Return the name that a chain of attributes, calls and items begins with; empty for any other expression."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _names(node: ast.AST) -> Iterator[str]:
    return (inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))


def _start(node: ast.expr) -> Place:
    return node.lineno, node.col_offset


def _end(node: ast.stmt | ast.expr) -> Place:
    return node.end_lineno or node.lineno, node.end_col_offset or 0
