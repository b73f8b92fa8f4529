"""Send scores to a learning platform through LTI Advantage: what is due, what was sent before, and the sending.

`ags` reaches a platform; it needs the extra `lti`, and is imported by nobody but who sends.
"""

from __future__ import annotations

from grader.classroom.push.changes import FILE_NAME, Due, Pushed, ScoreChange, due_scores, forget_pushed
from grader.classroom.push.client import Client, client_of
from grader.classroom.push.sending import Failure, Platform, ScoreRefused, Sending, Unreachable, Way, send

__all__ = [
    "FILE_NAME",
    "ScoreChange",
    "Client",
    "Due",
    "Failure",
    "Platform",
    "Pushed",
    "ScoreRefused",
    "Sending",
    "Unreachable",
    "Way",
    "client_of",
    "due_scores",
    "forget_pushed",
    "send",
]
