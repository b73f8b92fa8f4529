"""The command line: arguments to a command to an exit code."""

from __future__ import annotations

import atexit
import contextlib
import errno
import gc
import os
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from grader.errors import ExitCode, GraderError

if TYPE_CHECKING:
    from grader.cli.world import World

__all__ = ["main", "run"]


def main() -> None:
    """Do what the command line asks and leave with its exit code."""
    # What is imported stays: nobody needs to look through it for garbage, now or later.
    gc.disable()
    try:
        import grader.cli.student  # noqa: F401
        from grader.cli.world import real_world
        from grader.startup import freeze

        freeze()
        gc.enable()
        code = run(sys.argv[1:], real_world())
    except KeyboardInterrupt:
        # Somebody was quicker than our imports.
        code = ExitCode.INTERRUPTED
    _leave(int(code))


def _leave(code: int) -> NoReturn:
    """Leave at once where no thread runs: tearing down every module takes a tenth of a whole grading."""
    if threading.active_count() == 1:
        atexit._run_exitfuncs()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    raise SystemExit(code)


def run(argv: Sequence[str], world: World) -> int:
    """Run the command that these arguments name, and turn any error into words and an exit code."""
    # click is only imported once main() has been called: `import grader.cli` stays free of charge.
    from click import Abort, ClickException

    from grader.cli.student import root

    debug = "--debug" in argv
    arguments = [argument for argument in argv if argument != "--debug"]
    try:
        ended = root.main(args=arguments, prog_name="grade", standalone_mode=False, obj=world)
        world.out.flush()
        return int(ended or 0)
    except GraderError as error:
        if debug:
            raise
        world.complain(error.message, error.hint)
        return error.code
    except ClickException as error:
        error.show(file=world.err)
        return ExitCode.USAGE
    except (Abort, KeyboardInterrupt):
        world.complain("Stopped.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone, as `grade list | head` does: there is nobody left to tell.
        world.hang_up()
        return ExitCode.REJECTED
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            world.complain("A name on the command line is longer than a file's may be.", "Look at it: is it a path?")
            return ExitCode.USAGE
        world.complain(f"{OUR_FAULT} ({type(error).__name__})", "Show it to your instructor with: grade --debug …")
        return ExitCode.OUR_FAULT


OUR_FAULT = "Something went wrong in the grader itself: that is our fault and says nothing about your code."
