"""Collecting: from an LMS's download, folders, or git repositories to submissions in the gradebook.

Whatever a source holds is hostile. Nothing is ever written under a name from it, no link is followed, no archive is
unpacked to disk, no code is run, and who a file is from is matched with the roster or listed: never guessed.
"""

from __future__ import annotations

from grader.classroom.collect.choosing import Choosing
from grader.classroom.collect.gathering import Book, CollectProgress, Gathered, Gathering, summary_of
from grader.classroom.collect.identity import KataNames, RosterQuestions, knows
from grader.classroom.collect.sources import SubmissionSource, Wanted, detect, open_source
from grader.classroom.collect.times import moments_of
from grader.classroom.collect.times_exports import exported_times
from grader.classroom.collect.times_file import (
    NO_TIMES,
    BrokenTimes,
    Times,
    all_told,
    matched,
    read_bytes,
    times_of,
)
from grader.classroom.collect.values import CollectProblem, ListedFile, NoSource, Place, SourceFormat, Why

__all__ = [
    "NO_TIMES",
    "Book",
    "BrokenTimes",
    "Choosing",
    "Gathered",
    "Gathering",
    "KataNames",
    "SourceFormat",
    "ListedFile",
    "NoSource",
    "RosterQuestions",
    "Place",
    "CollectProblem",
    "CollectProgress",
    "SubmissionSource",
    "Times",
    "Wanted",
    "Why",
    "all_told",
    "detect",
    "exported_times",
    "knows",
    "matched",
    "moments_of",
    "open_source",
    "read_bytes",
    "summary_of",
    "times_of",
]
