"""Functions that run elsewhere but look right to `inspect`."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
from typing import Any

from grader.wire.text import clean

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
_PLAIN_DEFAULTS = (int, str, float, bool, type(None))


def shape_of(function: Any) -> str:
    """What calling it makes: "plain", "coroutine", "async generator" or "generator"."""
    if inspect.iscoroutinefunction(function):
        return "coroutine"
    if inspect.isasyncgenfunction(function):
        return "async generator"
    if inspect.isgeneratorfunction(function):
        return "generator"
    return "plain"


def shaped(call: Callable[..., Any], shape: str, name: str) -> Any:
    """A function that runs `call` but has the inspect flags of `shape`.

    The CO_* flags only mark: what makes a coroutine is the opcode RETURN_GENERATOR (CPython 3.11 to 3.13).
    """
    code = call.__code__
    if flags := _FLAGS.get(shape, 0):
        code = code.replace(co_flags=code.co_flags | flags, co_name=name)
    made = types.FunctionType(code, call.__globals__, name, None, call.__closure__)
    made.__qualname__ = name
    made.__module__ = "remote"
    return made


def describe(function: Any) -> list[Any]:
    """[shape, name, parameters or None, first 200 characters of the docstring or None] for the wire."""
    try:
        found = inspect.signature(function).parameters.values()
        parameters = [_parameter(parameter) for parameter in list(found)[:20]]
    except (ValueError, TypeError):
        parameters = None
    doc = getattr(function, "__doc__", None)
    name = str(getattr(function, "__name__", "?"))[:80]
    return [shape_of(function), name, parameters, doc[:200] if type(doc) is str else None]


def _parameter(parameter: inspect.Parameter) -> list[Any]:
    has_default = parameter.default is not parameter.empty
    default = parameter.default if type(parameter.default) in _PLAIN_DEFAULTS else None
    if type(default) is float and default - default != 0:
        default = None
    return [parameter.name, int(parameter.kind), has_default, default]


def dress(function: Any, parameters: Any, doc: Any) -> None:
    """Put a described signature and docstring on a stand-in; what makes no sense is left out."""
    if type(doc) is str:
        function.__doc__ = clean(doc, 200)
    if type(parameters) is not list:
        return
    empty = inspect.Parameter.empty
    try:
        function.__signature__ = inspect.Signature(
            [
                inspect.Parameter(name, inspect._ParameterKind(kind), default=default if has else empty)
                for name, kind, has, default in parameters
            ]
        )
    except (ValueError, TypeError):
        pass
