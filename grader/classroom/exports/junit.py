"""JUnit XML for each attempt, for a CI server that instructors read: hidden checks stand under their own names.

Times are virtual seconds. Points stand in the suite's properties: a case has no place for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.classroom.exports.attempts import CountingAttempt, facts, files, said
from grader.classroom.exports.columns import Notes
from grader.classroom.exports.format import ExportFormat, Holds, Options
from grader.classroom.scores.model import ScoreTable, points_text
from grader.report.junit import JUnitCase, JUnitSuite, classname, junit_xml, reason_case


def export(table: ScoreTable, options: Options, notes: Notes) -> Iterator[tuple[str, bytes]]:
    """Yield a file for every attempt that counts points."""
    return files(table, "xml", written)


def written(one: CountingAttempt) -> bytes:
    """Return the file of one attempt: one suite, a case for each check."""
    document = one.document
    cases = [reason_case(document["verdict"], document["reason"])] if document["reason"] else []
    cases += [_case(check, document["submit"]) for check in document["checks"]]
    name, group = f"{document['kata']} {document['title']}", classname(document["kata"], document["submit"])
    return junit_xml([JUnitSuite(name, group, _properties(one), cases, "\n".join(one.score.comments))]).encode()


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


ENDED = {"passed": "", "not run": "skipped", "errored": "error"}


def _case(check: Mapping[str, Any], submit: str) -> JUnitCase:
    ended = ENDED.get(check["outcome"], "failure")
    return JUnitCase(
        name=f"{check['id']}: {check['sentence']}",
        seconds=check["took"] or 0.0,
        ended=ended,
        message=said(check) if ended else "",
        kind=check["misconception"] or check["outcome"],
        lines=facts(check, submit) if ended else (),
        output=check["output"],
    )


FORMAT = ExportFormat(
    name="junit",
    title="JUnit XML with every check, for you and your CI server",
    holds=frozenset({Holds.LATE, Holds.LEVEL, Holds.COMMENT}),
    in_words=frozenset({Holds.COMMENT}),
    suffix=".xml",
    files=export,
)
