"""Which protections a candidate has on this machine, found out with a candidate that is given nothing."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from grader.errors import UnableToGrade
from grader.examiner.grounds import SplitGround
from grader.examiner.launch import Launcher
from grader.examiner.zygote import ZygoteLauncher
from grader.intake import Submission
from grader.model import Kata, Kind, Protections
from grader.wire.gone import Gone

_NOTHING = Submission("nothing.py", b"", sha256(b"").hexdigest())
_NO_KATA = Kata("kata00", "kata00_nothing", Path(), "Nothing", "", Kind.IMPLEMENT, 1, "nothing.py")


def probe() -> Protections:
    """What a candidate of a class run has here. Raises UnableToGrade when none can be started."""
    with ZygoteLauncher() as launcher:
        return protections_of(launcher)


def protections_of(launcher: Launcher) -> Protections:
    """What this launcher's next candidate has. Raises UnableToGrade when none can be started."""
    ground = SplitGround(_NO_KATA, _NOTHING, launcher)
    try:
        ground.open()
        return ground.protections
    except Gone as gone:
        raise UnableToGrade(
            f"No candidate process could be started: {gone.reason}.", hint="Run: grade doctor"
        ) from None
    finally:
        ground.close()
