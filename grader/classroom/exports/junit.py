"""JUnit XML for each attempt, for a CI server that instructors read: hidden checks stand under their own names.

Times are virtual seconds. Points stand in the suite's properties: a case has no place for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from grader.classroom.exports.attempts import FILE_ITSELF, CountingAttempt, facts, files, said
from grader.classroom.exports.columns import Notes
from grader.classroom.exports.format import ExportFormat, Holds, Options
from grader.classroom.scores.model import ScoreTable, points_text
from grader.text import xml, xml_attribute

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SECONDS = "{:.3f}"


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """A file for every attempt that counts points."""
    return files(table, "xml", written)


def written(one: CountingAttempt) -> bytes:
    """The file of one attempt: one suite, a case for each check."""
    document = one.document
    classname = f"{document['kata']}.{PurePath(document['submit']).stem}"
    cases = [_reason(document, classname)] if document["reason"] else []
    cases += [_case(check, classname, document["submit"]) for check in document["checks"]]
    counts = _counted(document)
    # A server adds up many files: each says its own sums twice, as a suite and as the document.
    lines = [
        HEAD,
        f"<testsuites{_attributes({'name': 'grade', **counts})}>",
        f"<testsuite{_attributes({'name': _title(document), **counts, 'skipped': _skipped(document)})}>",
        "<properties>",
        *(f"<property{_attributes({'name': name, 'value': value})}/>" for name, value in _properties(one)),
        "</properties>",
        *cases,
        *([f"<system-out>{xml(chr(10).join(one.score.comments))}</system-out>"] if one.score.comments else []),
        "</testsuite>",
        "</testsuites>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _title(document: Mapping[str, Any]) -> str:
    return f"{document['kata']} {document['title']}"


def _properties(one: CountingAttempt) -> Sequence[tuple[str, str]]:
    return (
        ("verdict", one.document["verdict"]),
        ("points", str(one.document["points"])),
        ("max", str(one.document["max"])),
        ("pending", str(one.score.pending)),
        ("counted", points_text(one.points)),
        ("standing", one.score.standing.value),
        ("late_seconds", str(one.score.late_s)),
        ("protections", one.document["protections"]["level"]),
        ("unconfined", "yes" if one.score.unconfined else "no"),
        ("seed", one.document["seed"]),
        ("kata_version", one.document["kata_version"]),
        ("sha256", one.document["sha256"]),
    )


def _counted(document: Mapping[str, Any]) -> dict[str, str]:
    checks = document["checks"]
    failed = sum(check["outcome"] in ("failed", "timed out") for check in checks)
    errors = sum(check["outcome"] == "errored" for check in checks)
    if document["reason"]:
        rejected = document["verdict"] == "rejected"
        failed, errors = failed + rejected, errors + (not rejected)
    return {
        "tests": str(len(checks) + bool(document["reason"])),
        "failures": str(failed),
        "errors": str(errors),
        "time": SECONDS.format(sum(check["took"] or 0.0 for check in checks)),
    }


def _skipped(document: Mapping[str, Any]) -> str:
    return str(sum(check["outcome"] == "not run" for check in document["checks"]))


def _reason(document: Mapping[str, Any], classname: str) -> str:
    """A verdict that no check explains is a case of its own, so that no server shows a green suite."""
    tag = "failure" if document["verdict"] == "rejected" else "error"
    return _element(classname, FILE_ITSELF, 0.0, _problem(tag, document["reason"], document["verdict"], ()))


def _case(check: Mapping[str, Any], classname: str, submit: str) -> str:
    inside = ""
    if check["outcome"] == "not run":
        inside = f"<skipped{_attributes({'message': said(check)})}/>"
    elif check["outcome"] != "passed":
        tag = "error" if check["outcome"] == "errored" else "failure"
        kind = check["misconception"] or check["outcome"]
        inside = _problem(tag, said(check), kind, facts(check, submit))
    if check["output"]:
        inside += f"<system-out>{xml(check['output'])}</system-out>"
    return _element(classname, f"{check['id']}: {check['sentence']}", check["took"] or 0.0, inside)


def _problem(tag: str, message: str, kind: str, lines: Sequence[str]) -> str:
    return f"<{tag}{_attributes({'message': message, 'type': kind})}>{xml(chr(10).join([message, *lines]))}</{tag}>"


def _element(classname: str, name: str, seconds: float, inside: str) -> str:
    time = SECONDS.format(seconds)
    return f"<testcase{_attributes({'classname': classname, 'name': name, 'time': time})}>{inside}</testcase>"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{xml_attribute(value)}"' for name, value in values.items())


FORMAT = ExportFormat(
    name="junit",
    title="JUnit XML with every check, for you and your CI server",
    holds=frozenset({Holds.LATE, Holds.LEVEL, Holds.COMMENT}),
    in_words=frozenset({Holds.COMMENT}),
    suffix=".xml",
    files=export,
)
