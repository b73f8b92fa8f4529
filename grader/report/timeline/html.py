"""A page with the timelines of one check, as a picture and in words: no script, nothing loaded. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from grader.model import TimelineEvent
from grader.report.timeline import tell
from grader.report.timeline.svg import DEFINITIONS, SVG_STYLE, Panel, svg
from grader.report.timeline.svg import SVG_STYLE as PICTURE_STYLE
from grader.text import html, one_line

MOST_WORDS = 60
# One page holds many pictures and only one of each id: what they share stands there once.
SHARED = Markup(f'<svg class="timeline shared" aria-hidden="true" width="0" height="0">{DEFINITIONS}</svg>')
STYLES = Markup(SVG_STYLE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the same in sentences."""

    svg: Markup
    words: tuple[str, ...]
    unsaid: int


def picture(events: Sequence[TimelineEvent], *, key: str, title: str) -> Picture | None:
    """Return the timeline of one check, or nothing where nobody ran; `key` is a name no other picture of the page
    has.
    """
    words = tell(events)
    if not words:
        return None
    drawn = svg([Panel("", events)], title=title, styled=False, key=key)
    return Picture(Markup(drawn), words[:MOST_WORDS], max(0, len(words) - MOST_WORDS))


def timeline_page(panels: Sequence[Panel], *, title: str, said: Sequence[str]) -> str:
    """Return one self-contained page of HTML; `said` stands above the picture, a paragraph each."""
    policy = f"default-src 'none'; style-src {_hash(STYLE)} {_hash(PICTURE_STYLE)}; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{_text(title)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{_text(title)}</h1>",
            *(f"<p>{_text(one)}</p>" for one in said if one),
            '<div class="scroll" tabindex="0" role="group" aria-label="The picture">',
            svg(panels, title=title).rstrip("\n"),
            "</div>",
            "<h2>In words</h2>",
            *(line for panel in panels for line in _words(panel)),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _words(panel: Panel) -> list[str]:
    """Return each task with what it did, as a list of lists."""
    lines = [f"<h3>{_text(panel.heading)}</h3>"] if panel.heading else []
    first, *rest = tell(panel.events) or ("Nothing ran.",)
    lines += [f"<p>{_text(first)}</p>", "<ul>"]
    inside = False
    for sentence in rest:
        deep = sentence.startswith("  ")
        if deep and not inside:
            lines[-1] = lines[-1].removesuffix("</li>")
            lines.append("<ul>")
        elif inside and not deep:
            lines.append("</ul></li>")
        inside = deep
        lines.append(f"<li>{_text(sentence.strip())}</li>")
    return [*lines, *(["</ul></li>"] if inside else []), "</ul>"]


def _text(said: str) -> str:
    return html(one_line(said))


def _hash(style: str) -> str:
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


STYLE = """
:root{color-scheme:light dark}
body{margin:0;font:16px/1.5 system-ui,sans-serif;background:#fff;color:#1d2430}
main{max-width:64rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.15rem}h3{font-size:1rem}
.scroll{overflow-x:auto}
.scroll svg{min-width:44rem}
:focus-visible{outline:3px solid #6a3fa0}
@media (prefers-color-scheme:dark){body{background:#14181f;color:#e6eaf0}}
@media print{body{background:#fff;color:#000}.scroll{overflow:visible}.scroll svg{min-width:0}}
"""
