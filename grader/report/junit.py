"""JUnit XML, which CI servers show: a suite for each kata, a case for each check. Pure.

Times are virtual seconds, so the same submission gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.curriculum.names import named_rules
from grader.model import CheckResult, Outcome, Report, Verdict
from grader.report.headline import FAILURES, Headline, explained, stated
from grader.report.scoring import View, viewed
from grader.text import xml_characters

FILE_ITSELF = "the file itself"


@dataclass(frozen=True, slots=True)
class JUnitCase:
    """One case. `ended` is "failure", "error" or "skipped" with what there is to say, or "" where it passed."""

    name: str
    seconds: float = 0.0
    ended: str = ""
    message: str = ""
    kind: str = ""
    lines: Sequence[str] = ()
    output: str = ""


@dataclass(frozen=True, slots=True)
class JUnitSuite:
    """One submission of one kata."""

    name: str
    classname: str
    properties: Sequence[tuple[str, str]]
    cases: Sequence[JUnitCase]
    output: str = ""


def classname(kata: str, submit: str) -> str:
    """Return what all cases of a kata's file are grouped under."""
    return f"{kata}.{PurePath(submit).stem}"


def reason_case(verdict: str, reason: str) -> JUnitCase:
    """Make a verdict that no check explains a case of its own, so that no server shows a green suite."""
    ended = "failure" if verdict == Verdict.REJECTED else "error"
    return JUnitCase(FILE_ITSELF, ended=ended, message=reason, kind=verdict)


def junit_xml(suites: Sequence[JUnitSuite]) -> str:
    """Write one document of these suites."""
    elements = [_suite(suite) for suite in suites]
    counts = {name: str(sum(int(one.attrib[name]) for one in elements)) for name in ("tests", "failures", "errors")}
    time = f"{sum(float(one.attrib['time']) for one in elements):.3f}"
    root = Element("testsuites", {"name": "grade", **counts, "time": time})
    root.extend(elements)
    indent(root)
    # ElementTree leaves a carriage return in a text as it is, and whoever reads it would read a line feed.
    written = tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _suite(suite: JUnitSuite) -> Element:
    ended = [case.ended for case in suite.cases]
    about = {
        "name": suite.name,
        "tests": str(len(suite.cases)),
        "failures": str(ended.count("failure")),
        "errors": str(ended.count("error")),
        "skipped": str(ended.count("skipped")),
        "time": f"{sum(case.seconds for case in suite.cases):.3f}",
    }
    made = Element("testsuite", _clean(about))
    properties = SubElement(made, "properties")
    for name, value in suite.properties:
        SubElement(properties, "property", _clean({"name": name, "value": value}))
    made.extend(_case(case, suite.classname) for case in suite.cases)
    if suite.output:
        SubElement(made, "system-out").text = xml_characters(suite.output)
    return made


def _case(case: JUnitCase, classname: str) -> Element:
    about = {"classname": classname, "name": case.name, "time": f"{case.seconds:.3f}"}
    made = Element("testcase", _clean(about))
    if case.ended == "skipped":
        SubElement(made, case.ended, _clean({"message": case.message}))
    elif case.ended:
        problem = SubElement(made, case.ended, _clean({"message": case.message, "type": case.kind}))
        problem.text = xml_characters("\n".join([case.message, *case.lines]))
    if case.output:
        SubElement(made, "system-out").text = xml_characters(case.output)
    return made


def _clean(attributes: dict[str, str]) -> dict[str, str]:
    return {name: xml_characters(value) for name, value in attributes.items()}


def junit(reports: Sequence[Report], *, view: View = View.STUDENT) -> str:
    """Write one document for all katas of a run."""
    return junit_xml([_of_report(viewed(report, view)) for report in reports])


def _of_report(report: Report) -> JUnitSuite:
    told = explained(report)
    cases = [reason_case(report.verdict, report.reason)] if report.reason else []
    cases += [_of_result(report, result, told) for result in report.results]
    properties = (
        ("verdict", report.verdict),
        ("points", str(report.points)),
        ("max", str(report.max)),
        ("pending", str(report.pending)),
        ("seed", report.seed),
        ("mode", report.mode),
        ("kata_version", report.kata_version),
        ("sha256", report.sha256),
    )
    return JUnitSuite(f"{report.kata} {report.kata_title}", classname(report.kata, report.submit), properties, cases)


def _of_result(report: Report, result: CheckResult, told: Headline | None) -> JUnitCase:
    name, seconds = f"{result.check.name}: {result.check.sentence}", result.took or 0.0
    if result.outcome is Outcome.NOT_RUN:
        return JUnitCase(name, seconds, "skipped", stated(result), output=result.output)
    if result.outcome not in FAILURES:
        return JUnitCase(name, seconds, output=result.output)
    main = told if told is not None and told.result is result else None
    message, code = (main.sentence, main.code) if main is not None else (stated(result), result.misconception)
    ended = "error" if result.outcome is Outcome.ERRORED else "failure"
    lines = tuple(_facts(report, result, main))
    return JUnitCase(name, seconds, ended, message, code or result.outcome, lines, result.output)


def _facts(report: Report, result: CheckResult, main: Headline | None) -> Iterator[str]:
    for name, value in (
        ("contract", named_rules(result.check.rules)),
        ("expected", result.expected),
        ("got", result.got),
        ("line", f"{report.submit}:{result.line}" if result.line else ""),
        ("seen", main.seen.message if main is not None and main.seen is not None else ""),
    ):
        if value:
            yield f"{name}: {value}"
