"""Functions that run elsewhere but look right to `inspect`."""

from __future__ import annotations

import asyncio
import builtins
import collections.abc
import functools
import inspect
import re
import types
import typing
from collections.abc import Callable
from typing import Any

from grader.cleaning import clean

FUNCTIONS = (
    types.FunctionType,
    types.MethodType,
    types.BuiltinFunctionType,
    functools.partial,
    types.MethodWrapperType,
)
_FLAGS = {
    "plain": 0,
    "coroutine": inspect.CO_COROUTINE,
    "async generator": inspect.CO_ASYNC_GENERATOR,
    "generator": inspect.CO_GENERATOR,
}
REMOTE = "remote"
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")
# In place of a default value that stays where it is: no default that is told is a list.
UNTOLD: list[Any] = []
_PLAIN_DEFAULTS = (int, str, float, bool, type(None))


def shape_of(function: Any) -> str:
    """Return what calling it makes: "plain", "coroutine", "async generator" or "generator"."""
    if inspect.iscoroutinefunction(function):
        return "coroutine"
    if inspect.isasyncgenfunction(function):
        return "async generator"
    if inspect.isgeneratorfunction(function):
        return "generator"
    return "plain"


def shaped(call: Callable[..., Any], shape: str, name: str) -> Any:
    """Return a function that runs `call` but has the inspect flags of `shape`.

    The CO_* flags only mark: what makes a coroutine is the opcode RETURN_GENERATOR (CPython 3.11 to 3.13).
    """
    code = call.__code__
    if flags := _FLAGS.get(shape, 0):
        code = code.replace(co_flags=code.co_flags | flags, co_name=name)
    # It uses no globals of ours: these are where its annotations' names are looked up.
    made = types.FunctionType(code, _names(), name, None, call.__closure__)
    made.__qualname__ = name
    made.__module__ = REMOTE
    return made


@functools.cache
def _names() -> dict[str, Any]:
    """Return what annotations are made of."""
    modules = {"asyncio": asyncio, "collections": collections, "typing": typing}
    return {"__builtins__": builtins, **vars(typing), **vars(collections.abc), **modules}


def describe(function: Any, *, trusted: bool) -> list[Any]:
    """[shape, name, parameters or None, first 200 characters of the docstring or None, annotations] for the wire.

    Annotations are told of a check's functions, and the values of defaults of a student's.
    """
    tell = _keep_default if trusted else _tell_default
    try:
        found = inspect.signature(function).parameters.values()
        parameters = [[one.name, int(one.kind), *tell(one.default)] for one in list(found)[:20]]
    except Exception:
        parameters = None
    doc = getattr(function, "__doc__", None)
    name = str(getattr(function, "__name__", "?"))[:80]
    annotations = _annotations(function) if trusted else {}
    return [shape_of(function), name, parameters, doc[:200] if type(doc) is str else None, annotations]


def _annotations(function: Any) -> dict[str, str]:
    """Return its annotations as text, but for those that nobody else could make sense of."""
    try:
        found = dict(getattr(function, "__annotations__", None) or {})
    except NameError:
        return {}
    texts = {name: one if type(one) is str else inspect.formatannotation(one) for name, one in found.items()}
    return {name: text for name, text in texts.items() if all(map(_is_known, _NAME.findall(text)))}


def _is_known(name: str) -> bool:
    return name in _names() or hasattr(builtins, name)


def _tell_default(default: Any) -> tuple[bool, Any]:
    if default is inspect.Parameter.empty or type(default) not in _PLAIN_DEFAULTS:
        return default is not inspect.Parameter.empty, None
    return True, None if type(default) is float and default - default != 0 else default


def _keep_default(default: Any) -> tuple[bool, Any]:
    """That there is a default, and no more: many an author binds with one what the check expects."""
    if default is inspect.Parameter.empty:
        return False, None
    return True, default if default is None or type(default) is bool else UNTOLD


def dress(function: Any, parameters: Any, doc: Any, annotations: dict[str, str]) -> None:
    """Put a described signature and docstring on a stand-in; what makes no sense is left out.

    Annotations stay text, which `typing.get_type_hints` evaluates: only from the trusted side may they come.
    """
    if type(doc) is str:
        function.__doc__ = clean(doc, 200)
    function.__annotations__ = annotations
    if type(parameters) is not list:
        return
    empty = inspect.Parameter.empty
    try:
        function.__signature__ = inspect.Signature(
            [
                inspect.Parameter(
                    name,
                    inspect._ParameterKind(kind),
                    default=_default(default) if has else empty,
                    annotation=annotations.get(name, empty),
                )
                for name, kind, has, default in parameters
            ],
            return_annotation=annotations.get("return", empty),
        )
    except (ValueError, TypeError):
        pass


def _default(told: Any) -> Any:
    return ... if type(told) is list else told


def take_the_place(made: Any, before: Any) -> None:
    """Let a stand-in that is put in the place of a function look like that one: name, signature, annotations, text."""
    if type(made) is types.FunctionType and made.__module__ == REMOTE and type(before) is types.FunctionType:
        made.__dict__.pop("__signature__", None)
        # Where a stand-in stood there before, the first function: a chain of them would grow with each.
        functools.update_wrapper(made, getattr(before, "__wrapped__", before))
