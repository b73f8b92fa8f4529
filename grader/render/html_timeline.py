"""The timeline on a page: a picture, and the same in words for whoever does not see it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.model import TimelineEvent
from grader.render.svg import DEFINITIONS, STYLE, Panel, svg
from grader.timeline import tell

MOST_WORDS = 60
# One page holds many pictures and only one of each id: what they share stands there once.
SHARED = Markup(f'<svg class="timeline shared" aria-hidden="true" width="0" height="0">{DEFINITIONS}</svg>')
STYLES = Markup(STYLE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the same in sentences."""

    svg: Markup
    words: tuple[str, ...]
    unsaid: int


def picture(events: Sequence[TimelineEvent], *, key: str, title: str) -> Picture | None:
    """The timeline of one check, or nothing where nobody ran; `key` is a name no other picture of the page has."""
    words = tell(events)
    if not words:
        return None
    drawn = svg([Panel("", events)], title=title, styled=False, key=key)
    return Picture(Markup(drawn), words[:MOST_WORDS], max(0, len(words) - MOST_WORDS))
