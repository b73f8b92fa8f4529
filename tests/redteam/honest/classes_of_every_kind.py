"""Defines dataclasses, named tuples, enums, protocols, typed dicts and generics."""

from __future__ import annotations

import abc
import asyncio
import enum
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypedDict, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from somewhere_that_is_not_there import Something

T = TypeVar("T")


class State(enum.Enum):
    WAITING = enum.auto()
    DONE = enum.auto()


class Flags(enum.IntFlag):
    NONE = 0
    LISTED = 1


class Place(NamedTuple):
    number: int
    state: State = State.WAITING


class Options(TypedDict, total=False):
    return_exceptions: bool


@runtime_checkable
class Gathers(Protocol):
    async def __call__(self, *aws: Awaitable[Any]) -> list[Any]: ...


class Base(abc.ABC):
    @abc.abstractmethod
    def name(self) -> str: ...


@dataclass(frozen=True, order=True)
class Box(Base, Generic[T]):
    content: T
    something: Something | None = None

    def name(self) -> str:
        return f"box of {self.content}"


def outcome(child):
    if child.cancelled():
        return asyncio.CancelledError()
    failure = child.exception()
    return child.result() if failure is None else failure


async def gather(aws, return_exceptions):
    outer = asyncio.get_running_loop().create_future()
    children = []
    for place, aw in enumerate(aws):
        first = next(spot for spot, other in enumerate(aws) if other is aw)
        children.append(asyncio.ensure_future(aw) if first == place else children[first])
    pending = len(children)

    def one_done(child):
        nonlocal pending
        pending -= 1
        failure = asyncio.CancelledError() if child.cancelled() else child.exception()
        if failure is not None and not return_exceptions and not outer.done():
            outer.set_exception(failure)
        if pending == 0 and not outer.done():
            outer.set_result([outcome(child) for child in children])

    for child in children:
        child.add_done_callback(one_done)
    if not children:
        return []
    try:
        return await outer
    except asyncio.CancelledError:
        if outer.cancelled():
            for child in children:
                child.cancel()
        raise


async def my_gather(*aws: Awaitable[Any], return_exceptions: bool = False) -> list[Any]:
    options: Options = {"return_exceptions": return_exceptions}
    assert Box(Place(1)).name() and Flags.LISTED and isinstance(my_gather, Gathers)
    return await gather(aws, options["return_exceptions"])
