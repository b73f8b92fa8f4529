"""Who ran, waited, blocked and ended over virtual time: events in, rows, pictures and sentences out. Pure."""

from __future__ import annotations

from grader.report.timeline.critical import critical_path
from grader.report.timeline.rows import End, Fold, Part, SpanKind, TaskRow, Timeline, Wake, folded, read, ticks
from grader.report.timeline.sentences import tell, wakes
from grader.report.timeline.text_picture import ASCII, PICTURES, Signs, draw

__all__ = [
    "ASCII",
    "PICTURES",
    "End",
    "Fold",
    "SpanKind",
    "Part",
    "TaskRow",
    "Signs",
    "Timeline",
    "Wake",
    "critical_path",
    "draw",
    "folded",
    "read",
    "tell",
    "ticks",
    "wakes",
]
