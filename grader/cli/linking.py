"""Whether a place in a file may be clicked in this terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.render.style import Style

# OSC 8 is known to work in these; elsewhere a place is written as file:line, which many terminals know how to open.
PROGRAMS = frozenset({"vscode", "iTerm.app", "WezTerm", "ghostty", "Hyper", "rio", "Tabby"})
SIGNS = frozenset({"WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID", "DOMTERM"})
OLDEST_VTE = 5000


def links(path: Path, env: Mapping[str, str], style: Style) -> str:
    """The URI to link places in this file to, or nothing where links would show as rubbish."""
    return path.absolute().as_uri() if style is Style.COLOUR and _can_link(env) else ""


def _can_link(env: Mapping[str, str]) -> bool:
    # tmux and screen pass such codes on only when they are told to.
    if env.get("TERM", "").startswith(("screen", "tmux")) or "TMUX" in env:
        return False
    vte = env.get("VTE_VERSION", "")
    newer_vte = vte.isdecimal() and int(vte) >= OLDEST_VTE
    return newer_vte or env.get("TERM_PROGRAM") in PROGRAMS or not SIGNS.isdisjoint(env)
