"""What every Python has and one that is started without its module `site` lacks."""

from __future__ import annotations

import builtins
from typing import NoReturn


def add_builtins() -> None:
    """Let programs call exit(), quit() and help()."""
    for name, function in (("exit", _leave), ("quit", _leave), ("help", _help)):
        setattr(builtins, name, function)


def _leave(code: object = None) -> NoReturn:
    """End the program."""
    raise SystemExit(code)


def _help(*asked: object) -> None:
    """Print what is known of something."""
    import pydoc

    pydoc.help(*asked)
