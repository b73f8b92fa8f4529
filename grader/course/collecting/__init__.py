"""Collecting: from an LMS's download, folders, or git repositories to submissions in the gradebook.

Whatever a source holds is hostile. Nothing is ever written under a name from it, no link is followed, no archive is
unpacked to disk, no code is run, and who a file is from is matched with the roster or listed: never guessed.
"""

from __future__ import annotations

from grader.course.collecting.choosing import Choosing
from grader.course.collecting.deadlines import moments_of
from grader.course.collecting.detecting import detect
from grader.course.collecting.gathering import Book, Gathered, Gathering, Progress
from grader.course.collecting.naming import KataNames
from grader.course.collecting.opening import Wanted, open_source
from grader.course.collecting.owners import People, knows
from grader.course.collecting.sources import Source
from grader.course.collecting.summary import summary_of
from grader.course.collecting.times import NO_TIMES, BrokenTimes, Times, is_worksheet, read_bytes, times_of
from grader.course.collecting.values import Found, Kind, Listed, NoSource, Place, Problem, Why

__all__ = [
    "NO_TIMES",
    "Book",
    "BrokenTimes",
    "Choosing",
    "Found",
    "Gathered",
    "Gathering",
    "KataNames",
    "Kind",
    "Listed",
    "NoSource",
    "People",
    "Place",
    "Problem",
    "Progress",
    "Source",
    "Times",
    "Wanted",
    "Why",
    "detect",
    "is_worksheet",
    "knows",
    "moments_of",
    "open_source",
    "read_bytes",
    "summary_of",
    "times_of",
]
