"""What is left when a launcher is closed: nothing."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from grader.engine.examiner.zygote import ZygoteLauncher
from grader.model import Outcome
from tests.support.processes import below, ended
from tests.zygote.conftest import Mark


def groups() -> set[Path]:
    """The control groups this process has made."""
    return {path for path in Path("/sys/fs/cgroup").rglob(f"kata-{os.getpid()}-*") if path.is_dir()}


def folders() -> set[Path]:
    """The folders for scratch this process has made."""
    return set(Path(tempfile.gettempdir()).glob(f"kata-{os.getpid()}-*"))


@pytest.mark.parametrize("walls", [True, False])
def test_closing_leaves_no_process_folder_or_group(walls: bool) -> None:
    """The zygote, its candidates, their folders and their control group are all gone, whatever was still running."""
    before = groups() | folders()
    with ZygoteLauncher(walls=walls) as launcher:
        candidates = [launcher.start() for _ in range(3)]
        candidates[0].close()
        processes = below(launcher.pid)
        assert {candidate.pid for candidate in candidates[1:]} <= processes

    assert ended(processes, within_s=5)
    assert groups() | folders() == before


def test_many_candidates_leave_no_descriptor() -> None:
    """The examiner holds as many descriptors after fifty candidates as after one."""
    with ZygoteLauncher() as launcher:
        launcher.start().close()
        before = set(os.listdir("/proc/self/fd"))
        for _ in range(50):
            launcher.start().close()
        after = set(os.listdir("/proc/self/fd"))

    assert len(after) == len(before)


def test_the_folder_tells_nobody_how_many_came_before(zygote: ZygoteLauncher, mark: Mark) -> None:
    """Each candidate's has a name of chance, and those of others cannot be listed."""
    seen: list[str] = []

    async def check(kata: Any) -> None:
        home, listed = await kata.look()
        seen.append(home)
        assert listed == "refused" and re.fullmatch(r"c[0-9a-f]{16}", home.rpartition("/")[2])

    source = """
        import os
        async def look():
            try: listed = os.listdir("..")
            except OSError: listed = "refused"
            return os.environ["HOME"], listed
    """

    reports = [mark(zygote, source, check) for _ in range(3)]

    assert [report.results[0].outcome for report in reports] == [Outcome.PASSED] * 3
    assert len(set(seen)) == 3
