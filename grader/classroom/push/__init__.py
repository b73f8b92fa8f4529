"""Send scores to a learning platform through LTI Advantage: what is due, what was sent before, and the sending.

The platform itself is in `ags`, which needs the extra `lti` and is only imported where something is sent.
"""

from __future__ import annotations

from grader.classroom.push.changes import FILE_NAME, Due, Pushed, ScoreChange, due_scores, forget_pushed
from grader.classroom.push.sending import Failure, Platform, ScoreRefused, Sending, Unreachable, Way, send

__all__ = [
    "FILE_NAME",
    "ScoreChange",
    "Due",
    "Failure",
    "Platform",
    "Pushed",
    "ScoreRefused",
    "Sending",
    "Unreachable",
    "Way",
    "due_scores",
    "forget_pushed",
    "send",
]
