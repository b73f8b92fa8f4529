"""A process that runs tests by the names on its stdin, and tells what became of each, a line of JSON each."""

from __future__ import annotations

import json
import os
import sys

from grader.vtime import Clock, Patches, virtual
from tests.stdlib_asyncio import suite


def main(mode: str) -> None:
    """Run them on plain asyncio, or each on a virtual clock of its own."""
    # What a test prints stays out of the answer.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def note(*told: str) -> None:
        print(json.dumps(told), file=answer, flush=True)

    names = json.load(sys.stdin)
    if mode == "plain":
        suite.run(names, note, scripted_time=True)
        return
    with Patches() as patches:
        for name in names:
            with virtual(Clock(), patches=patches):
                suite.run([name], note)


if __name__ == "__main__":
    main(*sys.argv[1:])
