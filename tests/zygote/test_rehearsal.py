"""The rehearsal of a zygote: played to its end, and nothing of it stays."""

from __future__ import annotations

import subprocess
from pathlib import Path

from grader.engine.sandbox import base_python, candidate_command

# In a process of its own: who stands ready gives up stdout and the real clock for good.
PROGRAM = """
import json, sys
sys.path.insert(0, {home!r})
from grader.engine.candidate.main import stand_ready, warm_up
from grader.engine.candidate.warmup import rehearse
warm_up()
with stand_ready() as desk:
    last = bytes(rehearse(desk, rounds=2).last)
    clean = [desk.clock.now, len(desk.clock.loops), desk.loaded, "kata" in sys.modules, sys.get_asyncgen_hooks()[0]]
print(json.dumps([json.loads(last[4:]), clean]), file=sys.__stdout__)
"""


def test_the_script_is_played_to_its_end() -> None:
    """The last word is the answer to "finish", with nothing found; afterwards the desk is as good as new."""
    command = candidate_command(base_python(), PROGRAM.format(home=str(Path(__file__).parents[2])))

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stderr == ""
    answer = '["a", [[], [], [], false, false, []], [16, 12, null, null, 0, null, []], null]'
    assert done.stdout == f"[{answer}, [0, 0, null, false, null]]\n"
