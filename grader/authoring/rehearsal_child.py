"""The child that rehearses programs in-process: `python -m grader.authoring.rehearsal_child FOLDER SEED FILE…`.

A wrong solution may hang or kill the process it runs in, so it is never the author's own. What happened is told as
JSON lines on the real stdout; a check that takes too long ends the process from a thread that no Python code can hold.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from grader.curriculum import load_kata
from grader.engine.examiner import examine
from grader.engine.examiner.session import KataGrader
from grader.engine.submission import AttemptRequest, read_submission
from grader.errors import NotGradable
from grader.model import CheckResult, Mode, Verdict

CHECK_WALL_S = 6.0


def rehearse_here(grader: KataGrader, files: Sequence[Path], *, seed: str, tell: Teller) -> None:
    """Grade each file in-process and tell of every check as it ends, then of the verdict."""
    for number, file in enumerate(files):
        try:
            submission = read_submission(file)
        except NotGradable:
            tell(program=number, verdict=Verdict.NOT_GRADABLE)
            continue

        def hear(result: CheckResult, number: int = number) -> None:
            tell(program=number, check=result.check.name, outcome=result.outcome)

        report = grader.grade(AttemptRequest(submission, seed, mode=Mode.IN_PROCESS, on_result=hear))
        tell(program=number, verdict=report.verdict)


class Teller:
    """Writes one JSON line for each thing told, and gives the next check its time."""

    def __init__(self, out: TextIO, nowhere: TextIO) -> None:
        self._out = out
        self._nowhere = nowhere

    def __call__(self, **event: int | str) -> None:
        print(json.dumps(event), file=self._out, flush=True)
        faulthandler.dump_traceback_later(CHECK_WALL_S, exit=True, file=self._nowhere)


def main(arguments: Sequence[str]) -> None:
    """Rehearse, and leave at once: threads that a program left behind are not waited for."""
    folder, seed, *files = arguments
    with open(os.devnull, "w") as nowhere, os.fdopen(os.dup(1), "w") as out:
        # What a program prints must not mix with what is told.
        os.dup2(nowhere.fileno(), 1)
        tell = Teller(out, nowhere)
        paths = [Path(file) for file in files]
        examine(load_kata(Path(folder)), lambda grader: _opened(grader, paths, seed, tell))
        out.flush()
        os._exit(0)


def _opened(grader: KataGrader, files: Sequence[Path], seed: str, tell: Teller) -> None:
    tell(ready=1)
    rehearse_here(grader, files, seed=seed, tell=tell)


if __name__ == "__main__":
    main(sys.argv[1:])
