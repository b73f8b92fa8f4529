"""Who ran, waited, blocked and ended over virtual time: events in, rows, pictures and sentences out. Pure."""

from __future__ import annotations

from grader.timeline.critical import critical_path
from grader.timeline.folding import Fold, folded
from grader.timeline.picture import ASCII, PICTURES, Signs, draw
from grader.timeline.reading import End, Kind, Part, Row, Timeline, Wake, read, ticks
from grader.timeline.telling import tell, wakes

__all__ = [
    "ASCII",
    "PICTURES",
    "End",
    "Fold",
    "Kind",
    "Part",
    "Row",
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
