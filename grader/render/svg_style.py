"""How a timeline's picture looks: its colours in light, dark and on paper, and what its shapes share."""

from __future__ import annotations

DEFINITIONS = (
    '<defs><pattern id="timeline-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="hatch-ground" width="7" height="7"/>'
    '<rect class="hatch-line" width="3" height="7"/></pattern>'
    '<marker id="timeline-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path class="wake-head" d="M0 0.5L8 4L0 7.5z"/></marker></defs>'
)
STYLE = """
svg.timeline{--page:#fff;--ink:#1d2430;--quiet:#5a6472;--grid:#dfe3e8;--wait:#cfe0f5;--on-wait:#173a63;--block:#b3261e;
--on-block:#fff;--hold:#e0a100;--hold-ground:#fdf0cc;--run:#1d2430;--wake:#6a3fa0;--done:#1e7b3c;--failed:#b3261e;
--cancelled:#8a5a00;--open:#5a6472;--sign:#fff;max-width:100%;height:auto;font:12px ui-monospace,Menlo,Consolas,
"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){svg.timeline{--page:#14181f;--ink:#e6eaf0;--quiet:#a4afbd;
--grid:#2c3440;--wait:#21466f;--on-wait:#e3efff;--block:#f2766d;--on-block:#2b0805;--hold:#d9a520;--hold-ground:#3f340f;--run:#e6eaf0;--wake:#c3a3f0;
--done:#5fc27e;--failed:#f2766d;--cancelled:#e0b050;--open:#a4afbd;--sign:#14181f}}
@media print{svg.timeline{--page:#fff;--ink:#000;--quiet:#333;--grid:#ccc;--wait:#dbe7f5;--on-wait:#000;--block:#b3261e;
--on-block:#fff;--hold:#e0a100;--hold-ground:#fdf0cc;--run:#000;--wake:#6a3fa0;--done:#1e7b3c;--failed:#b3261e;
--cancelled:#8a5a00;--open:#333;--sign:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
svg.timeline .page{fill:var(--page)}
svg.timeline text{fill:var(--ink)}
svg.timeline .head{font-weight:600;font-size:14px}
svg.timeline .name{text-anchor:end}
svg.timeline .tick,svg.timeline .note{fill:var(--quiet);font-size:11.5px}
svg.timeline .tick{text-anchor:middle}
svg.timeline .grid{stroke:var(--grid)}
svg.timeline .wait{fill:var(--wait)}
svg.timeline .block{fill:var(--block)}
svg.timeline .hatch-ground{fill:var(--hold-ground)}
svg.timeline .hatch-line{fill:var(--hold)}
svg.timeline .starve{fill:url(#timeline-hatch)}
svg.timeline .label{pointer-events:none}
svg.timeline .on-wait{fill:var(--on-wait)}
svg.timeline .on-block{fill:var(--on-block)}
svg.timeline .run{stroke:var(--run);stroke-width:2;fill:none}
svg.timeline .wake{stroke:var(--wake);stroke-width:1.6;fill:none}
svg.timeline .wake-head{fill:var(--wake)}
svg.timeline .end path{stroke:var(--sign);stroke-width:2;stroke-linecap:round;fill:none}
svg.timeline .done circle{fill:var(--done)}
svg.timeline .failed circle{fill:var(--failed)}
svg.timeline .cancelled circle{fill:var(--cancelled)}
svg.timeline .open circle{fill:var(--open)}
"""
