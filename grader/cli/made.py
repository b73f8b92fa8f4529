"""Documents that a command makes: written anew, or held against what it would write."""

from __future__ import annotations

from pathlib import Path

from grader.cli.world import World
from grader.errors import ExitCode, UsageError


def write_document(world: World, path: Path, text: str) -> ExitCode:
    """Write the document anew. Raises UsageError where it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path.name} cannot be written ({error.strerror}).", hint="Try: grade doctor") from None
    world.say(f"{world.shown(path)} is written.")
    return ExitCode.ACCEPTED


def check_document(world: World, path: Path, text: str, *, command: str) -> ExitCode:
    """Fail when the document is no longer what `command` would write."""
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    if kept == text:
        world.say(f"{world.shown(path)} is up to date.")
        return ExitCode.ACCEPTED
    world.complain(f"{world.shown(path)} is stale.", f"Try: {command}")
    return ExitCode.REJECTED
