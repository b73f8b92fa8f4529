"""Reports as JUnit XML, which CI servers show: a suite for each kata, a case for each check. Pure.

Times are virtual seconds, so the same submission gives the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.curriculum.names import named_rules
from grader.model import CheckResult, Outcome, Report, Verdict
from grader.report.headline import FAILURES, Headline, explained, stated
from grader.report.scoring import View, viewed
from grader.text import xml_characters

GROUND = "the file itself"


def junit(reports: Sequence[Report], *, view: View = View.STUDENT) -> str:
    """One document for all katas of a run."""
    suites = [_suite(viewed(report, view)) for report in reports]
    root = Element("testsuites", {"name": "grade", **_counted(suites)})
    root.extend(suites)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _counted(suites: Sequence[Element]) -> dict[str, str]:
    counts = {name: sum(int(suite.attrib[name]) for suite in suites) for name in ("tests", "failures", "errors")}
    time = sum(float(suite.attrib["time"]) for suite in suites)
    return {**{name: str(count) for name, count in counts.items()}, "time": f"{time:.3f}"}


def _suite(report: Report) -> Element:
    told = explained(report)
    cases = [_case(report, result, told) for result in report.results]
    if report.reason:
        cases.insert(0, _reason(report))
    suite = Element(
        "testsuite",
        {
            "name": xml_characters(f"{report.kata} {report.kata_title}"),
            "tests": str(len(cases)),
            "failures": str(_holding(cases, "failure")),
            "errors": str(_holding(cases, "error")),
            "skipped": str(_holding(cases, "skipped")),
            "time": f"{sum(result.took or 0.0 for result in report.results):.3f}",
        },
    )
    _properties(suite, report)
    suite.extend(cases)
    return suite


def _holding(cases: Sequence[Element], tag: str) -> int:
    return sum(case.find(tag) is not None for case in cases)


def _properties(suite: Element, report: Report) -> None:
    properties = SubElement(suite, "properties")
    for name, value in (
        ("verdict", str(report.verdict)),
        ("points", str(report.points)),
        ("max", str(report.max)),
        ("pending", str(report.pending)),
        ("seed", report.seed),
        ("mode", str(report.mode)),
        ("kata_version", report.kata_version),
        ("sha256", report.sha256),
    ):
        SubElement(properties, "property", {"name": name, "value": xml_characters(value)})


def _reason(report: Report) -> Element:
    """A verdict that no check explains is a case of its own, so that no server shows a green suite."""
    case = Element("testcase", {"classname": _classname(report), "name": GROUND, "time": "0.000"})
    tag = "failure" if report.verdict is Verdict.REJECTED else "error"
    reason = xml_characters(report.reason)
    SubElement(case, tag, {"message": reason, "type": str(report.verdict)}).text = reason
    return case


def _case(report: Report, result: CheckResult, told: Headline | None) -> Element:
    case = Element(
        "testcase",
        {
            "classname": _classname(report),
            "name": xml_characters(f"{result.check.name}: {result.check.sentence}"),
            "time": f"{result.took or 0.0:.3f}",
        },
    )
    if result.outcome is Outcome.NOT_RUN:
        SubElement(case, "skipped", {"message": xml_characters(stated(result))})
    elif result.outcome in FAILURES:
        ours = result.outcome is Outcome.ERRORED
        _failure(case, "error" if ours else "failure", report, result, told)
    if result.output:
        SubElement(case, "system-out").text = xml_characters(result.output)
    return case


def _failure(case: Element, tag: str, report: Report, result: CheckResult, told: Headline | None) -> None:
    main = told if told is not None and told.result is result else None
    said, code = (main.sentence, main.code) if main is not None else (stated(result), result.misconception)
    failure = SubElement(case, tag, {"message": xml_characters(said), "type": code or str(result.outcome)})
    facts = [
        ("contract", named_rules(result.check.rules)),
        ("expected", result.expected),
        ("got", result.got),
        ("line", f"{report.submit}:{result.line}" if result.line else ""),
        ("seen", main.seen.message if main is not None and main.seen is not None else ""),
    ]
    failure.text = xml_characters("\n".join([said, *(f"{name}: {value}" for name, value in facts if value)]))


def _classname(report: Report) -> str:
    return xml_characters(f"{report.kata}.{PurePath(report.submit).stem}")
