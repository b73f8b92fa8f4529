"""Bars in a row as a small picture: one path, and its words beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 150
TOP, BOTTOM = 18, 20
HALF_A_LABEL = 24
MOST_NUMBERS = 16


def bars(counts: Sequence[int], *, labels: Sequence[str], title: str) -> Markup:
    """A picture of counts, each over its label; empty labels are left out, as are numbers where the bars are many."""
    most = max(counts, default=0) or 1
    step = WIDTH / max(1, len(counts))
    inside = [f'<path d="{_path(counts, most, step)}"/>']
    for number, (count, label) in enumerate(zip(counts, labels, strict=True)):
        middle = step * (number + 0.5)
        if count and len(counts) <= MOST_NUMBERS:
            inside.append(f'<text x="{middle:.1f}" y="{_top(count, most) - 5:.1f}">{count}</text>')
        if label:
            within = min(max(middle, HALF_A_LABEL), WIDTH - HALF_A_LABEL)
            inside.append(f'<text x="{within:.1f}" y="{HEIGHT - 5}">{escape(label)}</text>')
    return Markup(
        f'<svg class="bars" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"{''.join(inside)}</svg>"
    )


def spark(counts: Sequence[int]) -> Markup:
    """The same without words, as high as a line of text: for a row of a table that says the rest."""
    most = max(counts, default=0) or 1
    drawn = "".join(
        f"M{number * 8} 20v-{max(2, round(18 * count / most))}h7v{max(2, round(18 * count / most))}z"
        for number, count in enumerate(counts)
        if count
    )
    return Markup(
        f'<svg class="bars spark" viewBox="0 0 {8 * len(counts)} 21" width="{8 * len(counts)}" height="21" '
        f'aria-hidden="true"><path class="ground" d="M0 20.5h{8 * len(counts)}"/><path d="{drawn}"/></svg>'
    )


def _path(counts: Sequence[int], most: int, step: float) -> str:
    parts = [f"M0 {HEIGHT - BOTTOM}h{WIDTH}v1h-{WIDTH}z"]
    gap = min(4.0, step / 5)
    for number, count in enumerate(counts):
        if count:
            high, wide = HEIGHT - BOTTOM - _top(count, most), step - gap
            parts.append(f"M{step * number + gap / 2:.1f} {HEIGHT - BOTTOM}v-{high:.1f}h{wide:.1f}v{high:.1f}z")
    return "".join(parts)


def _top(count: int, most: int) -> float:
    return HEIGHT - BOTTOM - max(2.0, (HEIGHT - BOTTOM - TOP) * count / most)
