"""Operators that know asyncio: what people get wrong about awaiting, tasks, cancelling and waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst
import libcst.matchers as m

from grader.authoring.mutants.sites import (
    Operator,
    Replacement,
    Site,
    awaited,
    block,
    called,
    code,
    grouped,
    positional,
    with_arguments,
)

TASK_MAKERS = {"create_task", "ensure_future"}
BOUNDED = {"Semaphore", "BoundedSemaphore", "Queue", "LifoQueue", "PriorityQueue", "Barrier"}
LIMITS = {"timeout", "timeout_at"}
SLEEP = m.Await(expression=m.Call(func=m.Attribute(value=m.Name("asyncio"), attr=m.Name("sleep"))))


def drop_await(site: Site) -> Iterator[Replacement]:
    """`await x` becomes `x`."""
    if isinstance(site.node, cst.Await):
        yield _in_place_of(site.node, site.node.expression)


def gather_to_loop(site: Site) -> Iterator[Replacement]:
    """`await asyncio.gather(…)` becomes a list of one await after the other."""
    call = awaited(site.node)
    if call is None or called(call) != "gather":
        return
    starred = [argument for argument in call.args if argument.star == "*"]
    plain = positional(call)
    if len(starred) == 1 and not plain:
        yield _one_by_one(starred[0].value)
    elif plain and not starred:
        yield cst.parse_expression(f"[{', '.join(f'await {code(grouped(one.value))}' for one in plain)}]")


def completion_order(site: Site) -> Iterator[Replacement]:
    """Results are taken as they come, no longer in the order asked; where there are none to take, all is the same."""
    call = awaited(site.node)
    if call is not None and called(call) == "gather":
        items = [f"{argument.star}{code(argument.value)}" for argument in call.args if argument.keyword is None]
        yield cst.parse_expression(f"[await one for one in asyncio.as_completed([{', '.join(items)}])]")
    match site.node:
        case cst.For(target=cst.Name(value=name), iter=iterated, body=body) if _takes(body, name):
            yield site.node.with_changes(iter=_as_completed(iterated))
        case cst.ListComp(elt=elt, for_in=cst.CompFor(target=cst.Name(value=name), iter=iterated) as loop):
            if _awaits(elt, name):
                yield site.node.with_changes(for_in=loop.with_changes(iter=_as_completed(iterated)))


def drop_with(site: Site) -> Iterator[Replacement]:
    """The body without its `with` or `async with`; of several, also without each."""
    if not isinstance(site.node, cst.With):
        return
    yield cst.FlattenSentinel(block(site.node.body))
    items = site.node.items
    for gone in range(len(items) if len(items) > 1 else 0):
        rest = [*items[:gone], *items[gone + 1 :]]
        rest[-1] = rest[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        yield site.node.with_changes(items=rest)


def swallow_cancelled(site: Site) -> Iterator[Replacement]:
    """A statement that awaits no longer lets CancelledError out; a handler of it does nothing."""
    node = site.node
    suite = cst.SimpleStatementSuite(body=[cst.Pass()])
    if isinstance(node, cst.ExceptHandler) and node.type is not None and "CancelledError" in code(node.type):
        yield node.with_changes(body=suite)
    if isinstance(node, cst.SimpleStatementLine) and site.in_coroutine and site.knows_asyncio and _waits(node):
        handler = cst.ExceptHandler(body=suite, type=cst.parse_expression("asyncio.CancelledError"))
        inner = cst.IndentedBlock(body=[node.with_changes(leading_lines=())])
        yield cst.Try(body=inner, handlers=[handler], leading_lines=node.leading_lines)


def drop_timeout(site: Site) -> Iterator[Replacement]:
    """No limit where there was one."""
    if not isinstance(site.node, cst.Call):
        return
    none = cst.Arg(cst.Name("None"))
    plain = positional(site.node)
    if called(site.node) in LIMITS and plain:
        yield with_arguments(site.node, [none, *site.node.args[1:]])
    if called(site.node) == "wait_for" and len(plain) > 1:
        yield with_arguments(site.node, [plain[0], none, *site.node.args[2:]])
    for place, argument in enumerate(site.node.args):
        if argument.keyword is not None and argument.keyword.value == "timeout":
            yield with_arguments(site.node, [*site.node.args[:place], *site.node.args[place + 1 :]])


def bound(site: Site) -> Iterator[Replacement]:
    """One more or one less in a semaphore, a queue, a barrier."""
    if isinstance(site.node, cst.Call) and called(site.node) in BOUNDED and site.node.args:
        first, *others = site.node.args
        for change in (1, -1):
            changed = first.with_changes(value=_more(first.value, change))
            yield with_arguments(site.node, [changed, *others])


def forget_task(site: Site) -> Iterator[Replacement]:
    """A task is made and nobody keeps it."""
    match site.node:
        case cst.Assign(targets=[_], value=cst.Call() as made) if called(made) in TASK_MAKERS:
            yield cst.Expr(value=made)
        case cst.Expr(value=cst.Call(args=[cst.Arg(value=made)]) as keeping):
            if called(keeping) in {"append", "add"} and called(made) in TASK_MAKERS:
                yield cst.Expr(value=made)


def await_at_once(site: Site) -> Iterator[Replacement]:
    """A task is awaited as soon as it is made."""
    if called(site.node) in TASK_MAKERS and site.in_coroutine and not isinstance(site.parents[0], cst.Await):
        yield cst.parse_expression(f"(made := {code(site.node)}, await made)[0]")


def no_task(site: Site) -> Iterator[Replacement]:
    """A coroutine stays a coroutine; a shield is none."""
    if isinstance(site.node, cst.Call) and called(site.node) in {*TASK_MAKERS, "shield"} and positional(site.node):
        yield grouped(site.node.args[0].value)


def widen_except(site: Site) -> Iterator[Replacement]:
    """A handler takes more than it was meant for."""
    if isinstance(site.node, cst.ExceptHandler) and site.node.type is not None:
        narrow = code(site.node.type)
        for wide in ("Exception", "BaseException"):
            if narrow not in (wide, "BaseException"):
                yield site.node.with_changes(type=cst.Name(wide))


def narrow_except(site: Site) -> Iterator[Replacement]:
    """A handler takes nothing; one of several takes one less."""
    if not isinstance(site.node, cst.ExceptHandler):
        return
    caught = site.node.type
    yield site.node.with_changes(type=cst.Tuple(elements=[]), whitespace_after_except=cst.SimpleWhitespace(" "))
    if isinstance(caught, cst.Tuple) and len(caught.elements) > 1:
        for gone in range(len(caught.elements)):
            rest = [one.value for place, one in enumerate(caught.elements) if place != gone]
            yield site.node.with_changes(type=cst.Tuple(elements=[cst.Element(one) for one in rest]))


def drop_finally(site: Site) -> Iterator[Replacement]:
    """Nobody tidies up."""
    if isinstance(site.node, cst.Try) and site.node.finalbody is not None:
        if site.node.handlers:
            yield site.node.with_changes(finalbody=None)
        else:
            yield cst.FlattenSentinel(block(site.node.body))


def block_the_loop(site: Site) -> Iterator[Replacement]:
    """`time.sleep` in place of `await asyncio.sleep`."""
    call = awaited(site.node)
    if call is not None and m.matches(site.node, SLEEP) and positional(call):
        yield cst.parse_expression(f'__import__("time").sleep({code(call.args[0].value)})')


def nowait(site: Site) -> Iterator[Replacement]:
    """A queue is asked without waiting, or waited for where it was only asked."""
    call = awaited(site.node)
    if call is not None and called(call) in {"get", "put"} and isinstance(call.func, cst.Attribute):
        func = call.func.with_changes(attr=cst.Name(f"{called(call)}_nowait"))
        yield call.with_changes(func=func)
    if isinstance(site.node, cst.Call) and called(site.node) in {"get_nowait", "put_nowait"} and site.in_coroutine:
        waiting = called(site.node).removesuffix("_nowait")
        if isinstance(site.node.func, cst.Attribute):
            func = site.node.func.with_changes(attr=cst.Name(waiting))
            yield cst.parse_expression(f"(await {code(site.node.with_changes(func=func))})")


def _in_place_of(old: cst.BaseExpression, new: cst.BaseExpression) -> cst.BaseExpression:
    return new.with_changes(lpar=[*old.lpar, *new.lpar], rpar=[*new.rpar, *old.rpar])


def _more(number: cst.BaseExpression, change: int) -> cst.BaseExpression:
    """So much more; a plain number is counted out, as `constant` does."""
    if isinstance(number, cst.Integer):
        return cst.parse_expression(str(int(number.value, 0) + change))
    return cst.parse_expression(f"{code(grouped(number))} {'+' if change > 0 else '-'} {abs(change)}")


def _one_by_one(several: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(several, cst.GeneratorExp):
        return cst.ListComp(elt=cst.Await(grouped(several.elt)), for_in=several.for_in)
    return cst.parse_expression(f"[await one for one in {code(grouped(several))}]")


def _as_completed(iterated: cst.BaseExpression) -> cst.BaseExpression:
    return cst.parse_expression(f"asyncio.as_completed({code(iterated)})")


def _awaits(node: cst.CSTNode, name: str) -> bool:
    return bool(m.findall(node, m.Await(expression=m.Name(name))))


def _takes(body: cst.BaseSuite, name: str) -> bool:
    """Whether the value of an awaited one, or when it came, matters to a loop."""
    only = m.SimpleStatementLine(body=[m.Expr(value=m.Await())])
    return _awaits(body, name) and not m.matches(body, m.IndentedBlock(body=[only]))


def _waits(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    return m.findall(node, m.Await() | m.CompFor(asynchronous=m.Asynchronous()))


OPERATORS = (
    Operator("gather-to-loop", gather_to_loop),
    Operator("completion-order", completion_order),
    Operator("drop-await", drop_await),
    Operator("block", block_the_loop),
    Operator("drop-with", drop_with),
    Operator("drop-timeout", drop_timeout),
    Operator("bound", bound),
    Operator("forget-task", forget_task),
    Operator("await-at-once", await_at_once),
    Operator("no-task", no_task),
    Operator("swallow-cancelled", swallow_cancelled),
    Operator("widen-except", widen_except),
    Operator("narrow-except", narrow_except),
    Operator("drop-finally", drop_finally),
    Operator("nowait", nowait),
)
