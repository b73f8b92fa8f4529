"""Send scores to a learning platform through LTI Advantage: what is due, what was sent before, and the sending."""

from __future__ import annotations

from grader.course.pushing.client import Client, client_of
from grader.course.pushing.due import Change, Due, due_scores
from grader.course.pushing.pushed import FILE_NAME, Pushed, forget_pushed
from grader.course.pushing.sending import Failure, Platform, Refused, Sending, Unreachable, Way, send

__all__ = [
    "FILE_NAME",
    "Change",
    "Client",
    "Due",
    "Failure",
    "Platform",
    "Pushed",
    "Refused",
    "Sending",
    "Unreachable",
    "Way",
    "client_of",
    "due_scores",
    "forget_pushed",
    "send",
]
