"""Operators that make what people write on purpose: limits nobody asked for, roundings, shields, threads, wide nets."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import libcst.matchers as m

from grader.authoring.mutants.operators_awaiting import TASK_MAKERS
from grader.authoring.mutants.sites import (
    Family,
    Operator,
    Replacement,
    Rewrite,
    Site,
    awaited,
    called,
    code,
    grouped,
    guarded,
    positional,
    with_arguments,
    with_statements,
)

MOST_JOBS = (10, 100)
MOST_SECONDS = (5, 10, 60)
ROUNDINGS = ("int", "round")
HEAVY = {"sum"}
# Where a call's delay or limit stands among its arguments.
DELAYS = {"sleep": 0, "call_later": 0}
LIMITS = {"timeout": 0, "wait_for": 1}
COVERS_RUNTIME_ERROR = ("RuntimeError", "Exception", "BaseException")
SO_MANY = m.Call(func=m.Name("range"), args=[m.Arg(m.Integer())])
REPEATED = (cst.For, cst.While, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
SLEEPS_A_NUMBER = m.Call(
    func=m.OneOf(m.Attribute(attr=m.Name("sleep")), m.Name("sleep")),
    args=[m.Arg(m.Integer() | m.Float()), m.ZeroOrMore()],
)
WAITS_UNSEEN = m.CompFor(asynchronous=m.Asynchronous()) | m.For(asynchronous=m.Asynchronous())
BOUNDED = """\
async def bounded(job):
    async with slots:
        return await job
"""


def limit_jobs(site: Site) -> Iterator[Replacement]:
    """So many at once and no more: whoever was told to be considerate, and never meets that many jobs in a trial."""
    job = _job(site)
    for most in MOST_JOBS:
        semaphore = f"asyncio.Semaphore({most})"
        if job is not None and site.function is not None and site.knows_asyncio:
            inside = site.function.deep_replace(job, _bounded(site, job))
            assert isinstance(inside, cst.FunctionDef)
            slots = [cst.parse_statement(f"slots = {semaphore}"), cst.parse_statement(BOUNDED)]
            yield Rewrite(site.function, with_statements(inside, slots))
        if isinstance(site.node, cst.ClassDef) and site.knows_asyncio:
            yield from guarded(site.node, "_slots", semaphore)


def limit_time(site: Site) -> Iterator[Replacement]:
    """A timeout around an await: whoever fears to wait for ever, and takes what is long in a trial for for ever."""
    if not site.knows_asyncio:
        return
    for seconds in MOST_SECONDS:
        match site.node:
            case cst.Await(expression=waited) if (
                not m.matches(waited, SLEEPS_A_NUMBER) and called(waited) != "wait_for"
            ):
                limited = cst.parse_expression(f"asyncio.wait_for({code(waited)}, {seconds})")
                yield site.node.with_changes(expression=limited)
            case cst.SimpleStatementLine() | cst.For() if site.in_coroutine and _waits_unseen(site.node):
                limit = cst.WithItem(cst.parse_expression(f"asyncio.timeout({seconds})"))
                inner = cst.IndentedBlock(body=[site.node.with_changes(leading_lines=())])
                yield cst.With(items=[limit], body=inner, asynchronous=cst.Asynchronous())


def round_delay(site: Site) -> Iterator[Replacement]:
    """A delay in whole seconds: whoever counts in seconds, or was asked for a number without a fraction elsewhere."""
    call = site.node
    if not isinstance(call, cst.Call):
        return
    places = {**DELAYS, **LIMITS}
    for place, argument in enumerate(call.args):
        plain = places.get(called(call)) == place and argument in positional(call)
        named = argument.keyword is not None and argument.keyword.value == "timeout"
        if (plain or named) and not isinstance(argument.value, cst.BaseNumber) and code(argument.value) != "None":
            delay = code(grouped(argument.value))
            for rounding in ROUNDINGS:
                # A limit may be None: whoever rounds it has met that.
                rounded = f"{rounding}({delay})" if called(call) in DELAYS else f"{delay} and {rounding}({delay})"
                changed = argument.with_changes(value=cst.parse_expression(rounded))
                yield with_arguments(call, [*call.args[:place], changed, *call.args[place + 1 :]])


def done_set(site: Site) -> Iterator[Replacement]:
    """Results from the set of the done: whoever takes the first thing `wait` gives for a list in the order asked."""
    call = awaited(site.node)
    if call is not None and called(call) == "gather" and site.knows_asyncio:
        items = [f"{argument.star}{code(argument.value)}" for argument in call.args if argument.keyword is None]
        options = [f", {code(argument).rstrip(', ')}" for argument in call.args if argument.keyword is not None]
        until = "" if any("True" in option for option in options) else ', return_when="FIRST_EXCEPTION"'
        made = f"made := [asyncio.ensure_future(one) for one in [{', '.join(items)}]]"
        done = f"(await asyncio.wait(made{until}))[0]"
        yield cst.parse_expression(f"(await asyncio.gather(*{done}{''.join(options)}) if ({made}) else [])")
    match site.node:
        case cst.ListComp(elt=elt, for_in=cst.CompFor(target=cst.Name(value=name), iter=cst.Name(value=tasks)) as loop):
            if site.in_coroutine and m.findall(elt, m.Await(expression=m.Name(name))):
                done = f"((await asyncio.wait({tasks}))[0] if {tasks} else [])"
                yield site.node.with_changes(for_in=loop.with_changes(iter=cst.parse_expression(done)))


def except_also(site: Site) -> Iterator[Replacement]:
    """RuntimeError is taken too: whoever met one while trying, and put its name beside the other."""
    if isinstance(site.node, cst.ExceptHandler) and site.node.type is not None:
        caught = site.node.type
        elements = caught.elements if isinstance(caught, cst.Tuple) else [cst.Element(caught)]
        if not any(code(one.value) in COVERS_RUNTIME_ERROR for one in elements):
            wider = [cst.Element(one.value) for one in (*elements, cst.Element(cst.Name("RuntimeError")))]
            yield site.node.with_changes(type=cst.Tuple(elements=wider))


def falsiness(site: Site) -> Iterator[Replacement]:
    """`if not x` for `x is None`, and back: whoever never thinks of 0, of an empty text, or of an empty list."""
    match site.node:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=other)]):
            if isinstance(other, cst.Name) and other.value == "None" and isinstance(operator, (cst.Is, cst.IsNot)):
                negated = isinstance(operator, cst.Is)
                yield cst.parse_expression(f"(not {code(grouped(left))})") if negated else grouped(left)
        case cst.UnaryOperation(operator=cst.Not(), expression=inner) if _may_be_none(inner):
            yield cst.parse_expression(f"({code(inner)} is None)")
        case cst.If(test=test) | cst.While(test=test) | cst.IfExp(test=test) | cst.CompIf(test=test) if _may_be_none(
            test
        ):
            yield site.node.with_changes(test=cst.parse_expression(f"{code(test)} is not None"))
        case cst.BooleanOperation(left=left, operator=cst.Or(), right=right) if _may_be_none(left):
            yield cst.parse_expression(f"({code(left)} if {code(left)} is not None else {code(right)})")


def shield(site: Site) -> Iterator[Replacement]:
    """What is awaited is not cancelled: whoever reads that shield makes an await safe. Of a pause it says nothing."""
    if (
        isinstance(site.node, cst.Await)
        and site.knows_asyncio
        and called(site.node.expression) not in ("shield", "sleep")
    ):
        yield site.node.with_changes(expression=cst.parse_expression(f"asyncio.shield({code(site.node.expression)})"))


def to_thread(site: Site) -> Iterator[Replacement]:
    """Work in a thread: whoever learnt that threads keep the loop free, and puts a pause or a calculation into one."""
    if not (site.knows_asyncio and site.in_coroutine):
        return
    call = awaited(site.node)
    if call is not None and called(call) == "sleep" and not m.matches(call, SLEEPS_A_NUMBER) and positional(call):
        yield cst.parse_expression(f'(await asyncio.to_thread(__import__("time").sleep, {code(call.args[0].value)}))')
    match site.node:
        case cst.Call(func=cst.Name(value=name), args=given) if name in HEAVY | _plain_functions(site):
            if not isinstance(site.parents[0], cst.Await):
                arguments = ", ".join([name, *(code(argument).rstrip(", ") for argument in given)])
                yield cst.parse_expression(f"(await asyncio.to_thread({arguments}))")


def _job(site: Site) -> cst.BaseExpression | None:
    """What becomes one of many tasks here, if anything does."""
    node = site.node
    if isinstance(node, cst.Call) and called(node) in TASK_MAKERS and positional(node) and _is_repeated(site):
        return node.args[0].value
    if isinstance(node, (cst.GeneratorExp, cst.ListComp)) and len(site.parents) > 1:
        argument, call = site.parents[:2]
        is_gathered = isinstance(argument, cst.Arg) and argument.star == "*" and called(call) == "gather"
        if is_gathered and not m.matches(node.for_in.iter, SO_MANY):
            return node.elt
    if isinstance(node, cst.Arg) and node.star == "*" and isinstance(node.value, cst.Name):
        return node.value if called(site.parents[0]) == "gather" else None
    return None


def _bounded(site: Site, job: cst.BaseExpression) -> cst.BaseExpression:
    """The job, or each of the jobs that a star stands before, under the semaphore."""
    if isinstance(site.node, cst.Arg):
        return cst.parse_expression(f"(bounded(one) for one in {code(job)})")
    return cst.parse_expression(f"bounded({code(job)})")


def _is_repeated(site: Site) -> bool:
    """Whether a loop of its own function goes through it."""
    for parent in site.parents:
        if isinstance(parent, (cst.FunctionDef, cst.Lambda)):
            return False
        if isinstance(parent, REPEATED):
            return True
    return False


def _waits_unseen(node: cst.CSTNode) -> bool:
    """Whether it waits by `async for` alone."""
    return bool(m.findall(node, WAITS_UNSEEN)) and not m.findall(node, m.Await())


def _may_be_none(node: cst.BaseExpression) -> bool:
    """A name, a part of something: what `is None` would be asked of."""
    return isinstance(node, (cst.Name, cst.Attribute, cst.Subscript)) and code(node) not in ("True", "False", "None")


def _plain_functions(site: Site) -> set[str]:
    """The module's own functions that are not async."""
    module = site.parents[-1]
    assert isinstance(module, cst.Module)
    return {one.name.value for one in module.body if isinstance(one, cst.FunctionDef) and one.asynchronous is None}


OPERATORS = (
    Operator("limit-jobs", limit_jobs, Family.HABIT),
    Operator("limit-time", limit_time, Family.HABIT),
    Operator("round-delay", round_delay, Family.HABIT),
    Operator("done-set", done_set, Family.HABIT),
    Operator("except-also", except_also, Family.HABIT),
    Operator("falsiness", falsiness, Family.HABIT),
    Operator("shield", shield, Family.HABIT),
    Operator("to-thread", to_thread, Family.HABIT),
)
