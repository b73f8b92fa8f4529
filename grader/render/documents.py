"""A report read back from its document, the reverse of `json_report.report_document`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.model import (
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


def report_of(document: Mapping[str, Any]) -> Report:
    """The report that this document of docs/report.schema.json was made from. Raises KeyError for what is none."""
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
