"""Operators that move what people misplace: values that are shared, work in `finally`, loops, coroutines, locks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst
import libcst.matchers as m

from grader.authoring.mutants.sites import (
    Family,
    Operator,
    Replacement,
    Rewrite,
    Site,
    block,
    called,
    code,
    guarded,
    in_place,
    is_docstring,
    place_of,
    with_body,
)

FRESH = {"list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict"} | {
    "Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Queue", "LifoQueue", "PriorityQueue"
}  # fmt: skip
# What the making of a fresh value may name.
KNOWN = FRESH | {"asyncio", "collections", "int", "float", "str"}
LEAVING = (cst.Return, cst.Raise, cst.Continue, cst.Break)


def share(site: Site) -> Iterator[Replacement]:
    """A value made once and not for each call: whoever moves it to a default argument, the module or the class."""
    given = _given(site.node)
    function = site.function
    if given is None or function is None or site.parents[:2] != (function.body, function):
        return
    target, value = given
    owner = site.parents[3] if len(site.parents) > 3 else None
    match target:
        case cst.Name() if _is_fresh(value) and _times_given(function, target.value) == 1:
            rest = _without(function, site.node)
            yield Rewrite(function, _with_default(rest, target, value))
            yield from _in_module(site, function, rest, target, value)
        case cst.Name() if isinstance(value, cst.BaseNumber) and _times_given(function, target.value) > 1:
            shared = cst.SimpleStatementLine([cst.Global([cst.NameItem(cst.Name(target.value))])])
            yield from _in_module(site, function, _without(function, site.node, shared), target, value)
        case cst.Attribute(value=cst.Name(value="self")) if _is_fresh(value) and isinstance(owner, cst.ClassDef):
            yield Rewrite(owner, _in_class(owner, function, _without(function, site.node), target.attr, value))


def into_finally(site: Site) -> Iterator[Replacement]:
    """What follows an await is done however that ended: whoever wants to be sure that it is done."""
    node, suite = site.node, site.parents[0] if site.parents else None
    if not (isinstance(node, cst.SimpleStatementLine) and isinstance(suite, cst.IndentedBlock) and site.in_coroutine):
        return
    rest = suite.body[place_of(site, suite) + 1 :]
    following = [*rest[: next((place for place, one in enumerate(rest) if _leaves(one)), len(rest))]]
    if following and m.findall(node, m.Await()):
        tidied = cst.Finally(body=cst.IndentedBlock(body=following))
        tried = cst.Try(body=cst.IndentedBlock(body=[node.with_changes(leading_lines=())]), finalbody=tidied)
        if (change := in_place(site, [tried], after=len(following))) is not None:
            yield change


def two_loops(site: Site) -> Iterator[Replacement]:
    """All of the first, then all of the second: whoever thinks in steps, where each item was to go all the way."""
    node = site.node
    if not isinstance(node, cst.For) or node.asynchronous is not None or not isinstance(node.body, cst.IndentedBlock):
        return
    if m.findall(node, m.Break() | m.Continue() | m.Return()):
        return
    statements = node.body.body
    if len(statements) == 1:
        yield from _sieved(site, node, statements[0])
    for cut in range(1, len(statements)):
        before, after = statements[:cut], statements[cut:]
        if not _assigned(before) & _named(after):
            loops = [node.with_changes(body=cst.IndentedBlock(body=list(part))) for part in (before, after)]
            yield cst.FlattenSentinel([loops[0], loops[1].with_changes(leading_lines=())])


def made_early(site: Site) -> Iterator[Replacement]:
    """A coroutine is made before it is known whether it is wanted: whoever names things first and asks then."""
    if isinstance(site.node, cst.If) and site.node.orelse is None and isinstance(site.node.body, cst.IndentedBlock):
        first = site.node.body.body[0]
        for call in _awaited_calls(first):
            assignment = cst.parse_statement(f"made = {code(call)}")
            changed = site.node.deep_replace(call, cst.Name("made"))
            assert isinstance(changed, cst.If)
            yield cst.FlattenSentinel([assignment, changed.with_changes(leading_lines=())])
        suite = site.parents[0]
        if isinstance(suite, cst.IndentedBlock) and _leaves(site.node.body.body[-1]):
            yield from _made_before(site, suite)


def one_lock(site: Site) -> Iterator[Replacement]:
    """One lock for all: whoever takes the object for what is shared, where each of its parts has a lock of its own."""
    if (
        isinstance(site.node, cst.ClassDef)
        and site.knows_asyncio
        and m.findall(site.node, m.Attribute(attr=m.Name("Lock")))
    ):
        yield from guarded(site.node, "_lock_for_all", "asyncio.Lock()")


def one_side(site: Site) -> Iterator[Replacement]:
    """Of two, one is left out: whoever locks, or asks, the side that is changed first."""
    if isinstance(site.node, (cst.Set, cst.List, cst.Tuple)) and len(site.node.elements) == 2:
        loop = next((parent for parent in site.parents if isinstance(parent, (cst.For, cst.FunctionDef))), None)
        if isinstance(loop, cst.For) and m.findall(loop.iter, m.MatchIfTrue(lambda node: node is site.node)):
            for element in site.node.elements:
                yield site.node.with_changes(elements=[element.with_changes(comma=cst.MaybeSentinel.DEFAULT)])


def _given(node: cst.CSTNode) -> tuple[cst.BaseExpression, cst.BaseExpression] | None:
    """The target and the value of a statement that gives one name its value."""
    match node:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=[cst.AssignTarget(target=target)], value=value)]):
            return target, value
        case cst.SimpleStatementLine(body=[cst.AnnAssign(target=target, value=cst.BaseExpression() as value)]):
            return target, value
        case _:
            return None


def _is_fresh(value: cst.BaseExpression) -> bool:
    """Whether it can be changed, and is made of nothing that only the function knows."""
    fresh = isinstance(value, (cst.List, cst.Dict, cst.Set)) or called(value) in FRESH
    return fresh and {name.value for name in _names(value)} <= KNOWN


def _names(node: cst.CSTNode) -> Iterator[cst.Name]:
    """The names in it that are no attributes."""
    attributes = {id(found.attr) for found in m.findall(node, m.Attribute()) if isinstance(found, cst.Attribute)}
    for found in m.findall(node, m.Name()):
        if isinstance(found, cst.Name) and id(found) not in attributes:
            yield found


def _times_given(function: cst.FunctionDef, name: str) -> int:
    """How often a function gives a name a value."""
    targets = m.AssignTarget(m.Name(name)) | m.AnnAssign(m.Name(name)) | m.AugAssign(m.Name(name))
    return len(m.findall(function, targets | m.NamedExpr(m.Name(name))))


def _without(function: cst.FunctionDef, gone: cst.CSTNode, *first: cst.BaseStatement) -> cst.FunctionDef:
    """The function without a statement of its body, which others may precede."""
    body = block(function.body)
    documented = 1 if is_docstring(body[0]) else 0
    others = [one for one in body[documented:] if one is not gone]
    return with_body(function, [*body[:documented], *first, *(others or [cst.SimpleStatementLine([cst.Pass()])])])


def _with_default(function: cst.FunctionDef, name: cst.Name, value: cst.BaseExpression) -> cst.FunctionDef:
    """The function with one more parameter, by keyword where that is the only way."""
    parameters = function.params
    more = cst.Param(name=cst.Name(name.value), default=value)
    if isinstance(parameters.star_arg, (cst.Param, cst.ParamStar)):
        return function.with_changes(params=parameters.with_changes(kwonly_params=[*parameters.kwonly_params, more]))
    return function.with_changes(params=parameters.with_changes(params=[*parameters.params, more]))


def _in_module(
    site: Site, function: cst.FunctionDef, rest: cst.FunctionDef, name: cst.Name, value: cst.BaseExpression
) -> Iterator[Rewrite]:
    """A function of the module, with a value before it that was made in it."""
    module = site.parents[-1]
    if isinstance(module, cst.Module) and any(one is function for one in module.body):
        assignment = cst.SimpleStatementLine(
            [cst.Assign([cst.AssignTarget(cst.Name(name.value))], value)], leading_lines=function.leading_lines
        )
        body = [part for one in module.body for part in ([assignment, rest] if one is function else [one])]
        yield Rewrite(module, module.with_changes(body=body))


def _in_class(
    owner: cst.ClassDef, function: cst.FunctionDef, rest: cst.FunctionDef, name: cst.Name, value: cst.BaseExpression
) -> cst.ClassDef:
    """A class with a value that its objects share."""
    assignment = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(cst.Name(name.value))], value)])
    body = [part for one in block(owner.body) for part in ([assignment, rest] if one is function else [one])]
    return owner.with_changes(body=cst.IndentedBlock(body=body))


def _leaves(statement: cst.CSTNode) -> bool:
    """Whether nothing below it is reached."""
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[-1], LEAVING)


def _sieved(site: Site, loop: cst.For, only: cst.BaseStatement) -> Iterator[Replacement]:
    """First ask of all, then act for those that are wanted."""
    if isinstance(only, cst.If) and only.orelse is None and isinstance(loop.target, cst.Name):
        name = loop.target.value
        wanted = cst.parse_expression(f"[{name} for {name} in {code(loop.iter)} if {code(only.test)}]")
        if site.in_coroutine or not m.findall(only.test, m.Await()):
            yield loop.with_changes(iter=wanted, body=only.body)


def _assigned(statements: Sequence[cst.BaseStatement]) -> set[str]:
    """The names that these statements give a value."""
    targets = (m.AssignTarget(), m.AugAssign(), m.AnnAssign(), m.NamedExpr(), m.For(), m.AsName())
    found = [one for statement in statements for kind in targets for one in m.findall(statement, kind)]
    places = [getattr(one, "target", None) or getattr(one, "name", None) for one in found]
    return {name.value for place in places if place is not None for name in _names(place)}


def _named(statements: Sequence[cst.BaseStatement]) -> set[str]:
    return {name.value for statement in statements for name in _names(statement)}


def _awaited_calls(statement: cst.BaseStatement) -> Iterator[cst.Call]:
    """The calls that a simple statement awaits."""
    if isinstance(statement, cst.SimpleStatementLine):
        for found in m.findall(statement, m.Await(expression=m.Call())):
            assert isinstance(found, cst.Await) and isinstance(found.expression, cst.Call)
            yield found.expression


def _made_before(site: Site, suite: cst.IndentedBlock) -> Iterator[Replacement]:
    """What is awaited right below a check that leaves, one or a loop of them, is made above it."""
    place = place_of(site, suite)
    after = suite.body[place + 1] if place + 1 < len(suite.body) else None
    check = site.node
    assert isinstance(check, cst.If)
    match after:
        case cst.SimpleStatementLine():
            for call in _awaited_calls(after):
                assignment = cst.parse_statement(f"made = {code(call)}")
                if (change := in_place(site, [assignment, check, _naming(after, call, "made")], after=1)) is not None:
                    yield change
        case cst.For(asynchronous=None, target=target, iter=iterated, body=cst.IndentedBlock(body=[only])):
            for call in _awaited_calls(only):
                assignment = cst.parse_statement(f"made = [{code(call)} for {code(target)} in {code(iterated)}]")
                body = cst.IndentedBlock(body=[_naming(only, call, "one")])
                later = after.with_changes(target=cst.Name("one"), iter=cst.Name("made"), body=body)
                if (change := in_place(site, [assignment, check, later], after=1)) is not None:
                    yield change


def _naming(statement: cst.BaseStatement, call: cst.Call, name: str) -> cst.BaseStatement:
    """The statement with a name in place of the call."""
    assert isinstance(statement, cst.SimpleStatementLine)
    changed = statement.deep_replace(call, cst.Name(name))
    assert isinstance(changed, cst.SimpleStatementLine)
    return changed


OPERATORS = (
    Operator("share", share, Family.HABIT),
    Operator("into-finally", into_finally, Family.HABIT),
    Operator("two-loops", two_loops, Family.HABIT),
    Operator("made-early", made_early, Family.HABIT),
    Operator("one-lock", one_lock, Family.HABIT),
    Operator("one-side", one_side, Family.HABIT),
)
