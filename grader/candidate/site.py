"""What every Python has and one that is started without its module `site` lacks."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

_ABSENT = object()


@contextmanager
def site_builtins() -> Iterator[None]:
    """Let programs call exit(), quit() and help(), and leave stdin open when they do."""
    added = {"exit": _leave, "quit": _leave, "help": _help}
    before = {name: getattr(builtins, name, _ABSENT) for name in added}
    _put(added)
    try:
        yield
    finally:
        _put(before)


def _put(functions: Mapping[str, object]) -> None:
    for name, function in functions.items():
        if function is _ABSENT:
            delattr(builtins, name)
        else:
            setattr(builtins, name, function)


def _leave(code: object = None) -> NoReturn:
    """End the program."""
    raise SystemExit(code)


def _help(*asked: object) -> None:
    """Print what is known of something."""
    import pydoc

    pydoc.help(*asked)
