"""How much of what can be tried is tried."""

from __future__ import annotations

import os

# A push tries a sample of some things; with REDTEAM_FULL=1, as `.ci/run --full` sets it, all of them.
FULL = bool(os.environ.get("REDTEAM_FULL"))
