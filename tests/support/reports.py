"""Make reports that nobody had to grade for."""

from __future__ import annotations

from typing import Any

from grader.model import CheckResult, Mode, Report, Verdict


def report(*results: CheckResult, **facts: Any) -> Report:
    """Return a rejected report of kata01 with these results, with the usual facts but for these."""
    usual: dict[str, Any] = {
        "kata": "kata01",
        "kata_title": f"The {facts.get('kata', 'kata01')}",
        "kata_version": "f" * 64,
        "submit": "alpha.py",
        "verdict": Verdict.REJECTED,
        "mode": Mode.SPLIT,
        "seed": "0" * 32,
        "sha256": "e" * 64,
        "results": results,
    }
    return Report(**(usual | facts))
