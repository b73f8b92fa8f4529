"""How text may look: colour and pictures, pictures alone, or plain words for screen readers and old terminals."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from grader.model import Outcome

if TYPE_CHECKING:
    from grader.timeline import Signs


class Style(StrEnum):
    """How much the reader's terminal can show."""

    COLOUR = "colour"
    PICTURES = "pictures"
    PLAIN = "plain"


class Ink(StrEnum):
    """What a colour means; the value is its ANSI code."""

    GOOD = "32"
    BAD = "31"
    QUIET = "2"
    LOUD = "1"
    CODE = "33"


TICKS = {
    Outcome.PASSED: "✔",
    Outcome.FAILED: "✘",
    Outcome.ERRORED: "✘",
    Outcome.TIMED_OUT: "✘",
    Outcome.NOT_RUN: "–",
}
WORDS = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "FAILED",
    Outcome.ERRORED: "ERRORED",
    Outcome.TIMED_OUT: "TIMED OUT",
    Outcome.NOT_RUN: "not run",
}
INKS = {Outcome.PASSED: Ink.GOOD, Outcome.NOT_RUN: Ink.QUIET}


def paint(text: str, ink: Ink, style: Style) -> str:
    """The text in its colour, where there is colour."""
    return f"\x1b[{ink}m{text}\x1b[0m" if style is Style.COLOUR else text


def linked(text: str, line: int, links: str) -> str:
    """The text as a link to that line of the file at the URI `links` (OSC 8), where there is one."""
    return f"\x1b]8;;{links}#{line}\x1b\\{text}\x1b]8;;\x1b\\" if links else text


def tick(outcome: Outcome, style: Style) -> str:
    """A tick or a cross, or the word for it, in a fixed width."""
    if style is Style.PLAIN:
        return f"{WORDS[outcome]:<9}"
    return paint(TICKS[outcome], INKS.get(outcome, Ink.BAD), style)


def signs(style: Style) -> Signs:
    """How a timeline is drawn in this style."""
    # Where everything holds nothing is drawn, and `grade kata11` has no time for the drawing.
    from grader.timeline import ASCII, PICTURES

    return ASCII if style is Style.PLAIN else PICTURES
