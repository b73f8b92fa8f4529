"""A report as a JSON document, and back: docs/report.schema.json describes it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.model import (
    REPORT_VERSION,
    Basis,
    Check,
    CheckResult,
    Clue,
    Finding,
    Level,
    Mode,
    Outcome,
    Protections,
    Report,
    TimelineEvent,
    Verdict,
)
from grader.report.scoring import View, viewed


def report_document(report: Report, view: View) -> dict[str, Any]:
    """Return the report in plain data, its keys always in the same order, without wall times or dates."""
    shown = viewed(report, view)
    return {
        "version": REPORT_VERSION,
        "view": str(view),
        "kata": shown.kata,
        "title": shown.kata_title,
        "kata_version": shown.kata_version,
        "submit": shown.submit,
        "verdict": str(shown.verdict),
        "reason": shown.reason,
        "points": shown.points,
        "max": shown.max,
        "pending": shown.pending,
        "checks": [_check(result) for result in shown.results],
        "findings": [_finding(finding) for finding in shown.findings],
        "clues": [{"kind": clue.kind, "line": clue.line} for clue in shown.clues],
        "protections": {
            "level": str(shown.protections.level),
            "layers": list(shown.protections.layers),
            "missing": list(shown.protections.missing),
        },
        "mode": str(shown.mode),
        "seed": shown.seed,
        "sha256": shown.sha256,
        "versions": dict(shown.versions),
    }


def report_line(report: Report, view: View) -> str:
    """Return the document on one line, without its line end."""
    return json.dumps(report_document(report, view), ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _check(result: CheckResult) -> dict[str, Any]:
    check = result.check
    return {
        "id": check.name,
        "sentence": check.sentence,
        "hidden": check.hidden,
        "inside": check.inside,
        "needs": list(check.needs),
        "rules": list(check.rules),
        "outcome": str(result.outcome),
        "points": result.points,
        "max": check.points,
        "headline": result.headline,
        "misconception": result.misconception,
        "expected": result.expected,
        "got": result.got,
        "took": result.took,
        "possible": result.possible,
        "line": result.line,
        "output": result.output,
        "findings": [_finding(finding) for finding in result.findings],
        "timeline": [event._asdict() for event in result.timeline],
        "basis": str(result.basis),
        "raised": result.raised,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
        "seconds": finding.seconds,
    }


def report_of(document: Mapping[str, Any]) -> Report:
    """Return the report that this document of docs/report.schema.json was made from.

    Raises KeyError for what is none.
    """
    protections = document["protections"]
    return Report(
        kata=document["kata"],
        kata_title=document["title"],
        kata_version=document["kata_version"],
        submit=document["submit"],
        verdict=Verdict(document["verdict"]),
        mode=Mode(document["mode"]),
        seed=document["seed"],
        sha256=document["sha256"],
        reason=document["reason"],
        results=tuple(map(_result, document["checks"])),
        findings=tuple(Finding(**finding) for finding in document["findings"]),
        protections=Protections(
            Level(protections["level"]), tuple(protections["layers"]), tuple(protections["missing"])
        ),
        pending=document["pending"],
        versions=tuple(document["versions"].items()),
        # Reports that were kept before clues were written have none.
        clues=tuple(Clue(**clue) for clue in document.get("clues", ())),
    )


def _result(check: Mapping[str, Any]) -> CheckResult:
    return CheckResult(
        check=Check(
            name=check["id"],
            sentence=check["sentence"],
            points=check["max"],
            hidden=check["hidden"],
            inside=check["inside"],
            needs=tuple(check["needs"]),
            # Reports that were kept before rules were traced have none.
            rules=tuple(check.get("rules", ())),
        ),
        outcome=Outcome(check["outcome"]),
        headline=check["headline"],
        misconception=check["misconception"],
        expected=check["expected"],
        got=check["got"],
        took=check["took"],
        possible=check["possible"],
        line=check["line"],
        output=check["output"],
        findings=tuple(Finding(**finding) for finding in check["findings"]),
        timeline=tuple(TimelineEvent(**event) for event in check["timeline"]),
        # Reports that were kept before these were written have neither.
        basis=Basis(check.get("basis", "")),
        raised=check.get("raised", ""),
    )
