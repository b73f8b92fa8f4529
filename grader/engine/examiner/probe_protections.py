"""Which protections a candidate has on this machine, found out with a candidate that is given nothing."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from grader.engine.examiner.candidate_host import SplitHost
from grader.engine.examiner.launch import Launcher
from grader.engine.examiner.zygote import ZygoteLauncher
from grader.engine.submission import Submission
from grader.engine.wire.channel import Gone
from grader.errors import UnableToGrade
from grader.model import Kata, KataKind, Protections

_NOTHING = Submission("nothing.py", b"", sha256(b"").hexdigest())
_NO_KATA = Kata("kata00", "kata00_nothing", Path(), "Nothing", "", KataKind.IMPLEMENT, 1, "nothing.py")


def probe() -> Protections:
    """What a candidate of a class run has here. Raises UnableToGrade when none can be started."""
    with ZygoteLauncher() as launcher:
        return protections_of(launcher)


def protections_of(launcher: Launcher) -> Protections:
    """What this launcher's next candidate has. Raises UnableToGrade when none can be started."""
    host = SplitHost(_NO_KATA, _NOTHING, launcher)
    try:
        host.open()
        return host.protections
    except Gone as gone:
        raise UnableToGrade(
            f"No candidate process could be started: {gone.reason}.", hint="Run: grade doctor"
        ) from None
    finally:
        host.close()
