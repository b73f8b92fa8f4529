"""Reports as JUnit XML."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.model import CheckResult, Mode, Outcome, Report, Verdict
from grader.report.junit import junit

SCHEMA = Path(__file__).with_name("junit.xsd")


def suites(*reports: Report) -> list[ElementTree.Element]:
    """The suites of a document, read back."""
    return list(ElementTree.fromstring(junit(reports).encode()))


def test_each_check_is_a_case_and_the_counts_are_true(report: Report) -> None:
    """The suite counts its cases, failures and skipped checks as a CI server would."""
    (suite,) = suites(report)

    assert suite.attrib["name"] == "kata11 Build your own gather"
    assert [suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")] == ["4", "3", "0", "1"]
    assert len(suite.findall("testcase")) == 4
    assert len(suite.findall("testcase/failure")) == 3


def test_a_failure_says_what_was_misunderstood(report: Report) -> None:
    """Message, misconception, expected, got and line are there; times are virtual."""
    (suite,) = suites(report)
    case = suite.findall("testcase")[0]
    failure = case.find("failure")

    assert failure is not None
    assert failure.attrib["type"] == "M07"
    assert case.attrib["time"] == "3.000"
    assert (failure.text or "").splitlines()[1:] == [
        "expected: ['a', 'b', 'c']",
        "got: ['b', 'a', 'c']",
        "line: gather.py:9",
    ]


def test_a_hidden_check_is_shown_as_to_its_student(report: Report) -> None:
    """Neither its name nor anything it expected, got or printed is in the file."""
    written = junit([report])

    assert "secret" not in written
    assert "h1: No jobs at all give an empty list at once." in written


@pytest.mark.parametrize(
    ("verdict", "tag"),
    [(Verdict.NOT_GRADABLE, "error"), (Verdict.UNABLE_TO_GRADE, "error"), (Verdict.REJECTED, "failure")],
)
def test_a_verdict_without_a_failed_check_is_never_green(report: Report, verdict: Verdict, tag: str) -> None:
    """A file that cannot be read, our own fault and a locked name each are a case that did not pass."""
    (suite,) = suites(replace(report, verdict=verdict, reason="gather.py has no my_gather.", results=()))

    found = suite.find(f"testcase/{tag}")
    assert found is not None
    assert found.attrib["message"] == "gather.py has no my_gather."


def test_no_text_breaks_the_document(report: Report, order: CheckResult) -> None:
    """Whatever a submission says, the document can be read and says the same."""
    wild = "]]>\x00\x1b[31m\ufffe<&\"'\ud800 ok"
    (suite,) = suites(replace(report, results=(replace(order, output=wild, headline=wild, got=wild),)))

    printed = suite.find("testcase/system-out")
    assert printed is not None
    assert printed.text == "]]>\ufffd\ufffd[31m\ufffd<&\"'\ufffd ok"


def test_the_same_report_gives_the_same_file(report: Report) -> None:
    """No wall time and no machine's name is in it."""
    assert junit([report]) == junit([report])


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed (Debian: libxml2-utils)")
def test_it_holds_to_the_schema_ci_servers_read(report: Report, tmp_path: Path) -> None:
    """The document is valid by the XML schema of JUnit results that CI servers accept."""
    file = tmp_path / "report.xml"
    reason = replace(report, verdict=Verdict.NOT_GRADABLE, reason="No.", results=(), mode=Mode.IN_PROCESS)
    broken = replace(report, results=(replace(report.results[0], outcome=Outcome.ERRORED),))
    file.write_text(junit([report, reason, broken]), encoding="utf-8")

    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", str(SCHEMA), str(file)], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
