"""The page in a real browser: axe-core finds nothing, nothing is blocked, nothing runs off the side."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from grader.model import CheckResult, Outcome, Report, Verdict
from grader.report.html import page

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-extensions --allow-file-access-from-files"
)
ASK = """
const blocked = [];
document.addEventListener("securitypolicyviolation", event => blocked.push(event.violatedDirective));
addEventListener("load", async () => {
  document.querySelectorAll("details").forEach(details => details.open = true);
  const narrow = document.documentElement;
  const found = await axe.run(document, {resultTypes: ["violations"], runOnly: %s});
  const told = {
    blocked,
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    wide: narrow.scrollWidth - narrow.clientWidth,
    violations: found.violations.map(one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 160)).join(" | ")),
  };
  const answer = document.createElement("template");
  answer.id = "answer";
  answer.setAttribute("data-told", JSON.stringify(told));
  document.body.append(answer);
});
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe() -> Path | None:
    """The script of axe-core, where npm keeps it: in this folder, in a named one, or for the whole machine."""
    places = [os.environ.get("AXE_CORE", ""), "node_modules", "/usr/lib/node_modules", "/usr/local/lib/node_modules"]
    found = (Path(place) / "axe-core" / "axe.min.js" for place in places if place)
    return next((path for path in found if path.is_file()), None)


AXE = axe()
needs_both = pytest.mark.skipif(
    BROWSER is None or AXE is None,
    reason="needs a Chromium (Debian: chromium) and axe-core (npm install axe-core, or AXE_CORE=its node_modules)",
)


def with_questions(written: str, script: str) -> str:
    """The page with a script that its policy allows for this once; all else of the policy stays."""
    allowed = f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'; style-src"
    return written.replace("style-src", allowed, 1).replace("</head>", f"<script>{script}</script></head>", 1)


def told(written: str, folder: Path, *, width: int, dark: bool) -> dict[str, object]:
    """What the browser and axe-core say of the page, all its details open."""
    assert BROWSER is not None
    assert AXE is not None
    script = AXE.read_text(encoding="utf-8") + (ASK % json.dumps(RULES))
    file = folder / "page.html"
    file.write_text(with_questions(written, script), encoding="utf-8")
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
    done = subprocess.run(
        [
            BROWSER,
            *FLAGS.split(),
            *scheme,
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900",
            "--virtual-time-budget=20000",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=100,
    )
    found = re.search(r'<template id="answer" data-told="(.*?)">', done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    answer: dict[str, object] = json.loads(found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&"))
    return answer


@pytest.fixture
def written(report: Report, order: CheckResult) -> str:
    """A page of four katas with every kind of verdict."""
    passed = tuple(replace(result, outcome=Outcome.PASSED) for result in report.results)
    long = replace(order, got=f"[{', '.join(['0' * 60] * 5)}]", output="x" * 400)
    return page(
        [
            replace(report, results=(long, *report.results[1:])),
            replace(report, kata="kata12", verdict=Verdict.NOT_GRADABLE, reason="No.", results=(), findings=()),
            replace(report, kata="kata13", verdict=Verdict.ACCEPTED, results=passed),
            replace(report, kata="kata14", verdict=Verdict.UNABLE_TO_GRADE, reason="Ours.", results=(), findings=()),
        ]
    )


@needs_both
@pytest.mark.parametrize(("width", "dark"), [(1200, False), (1200, True), (500, False)])
def test_axe_finds_nothing(written: str, tmp_path: Path, width: int, dark: bool) -> None:
    """No accessibility rule is broken, no style is blocked by the policy, and nothing runs off the side."""
    answer = told(written, tmp_path, width=width, dark=dark)

    assert answer["violations"] == []
    assert answer["blocked"] == []
    assert answer["wide"] == 0
    assert answer["dark"] is dark


@needs_both
def test_axe_finds_nothing_on_the_page_of_one_kata(report: Report, tmp_path: Path) -> None:
    """A page of one kata is as sound, its headings included."""
    answer = told(page([report]), tmp_path, width=500, dark=True)

    assert (answer["violations"], answer["blocked"], answer["wide"]) == ([], [], 0)


@needs_both
def test_the_browser_would_tell(report: Report, tmp_path: Path) -> None:
    """A style that the policy does not name is blocked and reported: the questions above are really asked."""
    answer = told(page([report]).replace("<style>", "<style> "), tmp_path, width=1200, dark=False)

    assert answer["blocked"] == ["style-src-elem"]
