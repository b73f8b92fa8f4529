"""JUnit XML of each attempt, for an instructor's CI server."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.report.json import report_document
from grader.report.scoring import View
from tests.exports_attempts.classroom import ADA, CLASS, GATHER, REJECTED, one, scored, table_of, written

SCHEMA = Path(__file__).parent.parent / "report_html" / "junit.xsd"
WILD = "]]>\x00\x1b[31m\ufffe<&\"'\ud800 ok\r\n\tend"


def wild() -> bytes:
    """The file of an attempt in which every text is as bad as it can be."""
    first = replace(REJECTED.results[2], headline=WILD, got=WILD, expected=WILD, output=WILD)
    report = replace(REJECTED, reason=WILD, kata_title=WILD, results=(first,))
    table = table_of((ADA, [scored(1, "0", 0)]), columns=[GATHER])
    table = replace(table, document=lambda attempt: report_document(report, View.INSTRUCTOR))
    (content,) = written("junit", table).values()
    return content


def suite(content: bytes) -> ElementTree.Element:
    """The one suite of a document."""
    (found,) = ElementTree.fromstring(content)
    return found


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed (Debian: libxml2-utils)")
def test_every_file_holds_to_the_schema_ci_servers_read(tmp_path: Path) -> None:
    """All kinds of attempts, and the worst of texts, are valid by the XML schema."""
    paths = []
    for number, content in enumerate([*written("junit").values(), one("junit", 5), wild()]):
        paths.append(tmp_path / f"{number}.xml")
        paths[-1].write_bytes(content)

    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", str(SCHEMA), *map(str, paths)], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("attempt", [1, 2, 3, 4, 5])
def test_the_counts_are_those_of_the_cases(attempt: int) -> None:
    """Which the schema does not check: a server shows them as they are."""
    found = suite(one("junit", attempt))

    cases = found.findall("testcase")
    assert int(found.attrib["tests"]) == len(cases)
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(found.attrib[name]) == sum(case.find(tag) is not None for case in cases)
    assert len({case.attrib["name"] for case in cases}) == len(cases)


def test_times_are_plain_decimals() -> None:
    """Three places and no exponent, in virtual seconds."""
    written_ = one("junit").decode()

    assert set(re.findall(r' time="([^"]*)"', written_)) == {"9.000", "3.000", "6.000", "0.000"}


def test_an_instructor_reads_everything() -> None:
    """A hidden check stands under its own name, with what it expected and got."""
    case = suite(one("junit")).findall("testcase")[1]
    failure = case.find("failure")

    assert case.attrib["name"] == "test_secret_empty: No jobs at all give an empty list."
    assert failure is not None
    assert failure.attrib == {"message": "It never came back.", "type": "M27"}
    assert (failure.text or "").splitlines()[1:] == [
        "expected: hidden_value 1",
        "got: hidden_value 2",
        "line: gather.py:9",
    ]


def test_points_stand_in_the_suite_and_never_in_a_case() -> None:
    """A case may have no properties by the schema; what the course counts is told beside what was earned."""
    found = suite(one("junit", points="3.35", late_s=7200))

    told = {entry.attrib["name"]: entry.attrib["value"] for entry in found.findall("properties/property")}
    assert (told["points"], told["max"], told["counted"], told["late_seconds"]) == ("4", "10", "3.35", "7200")
    assert told["protections"] == "strong"
    assert found.find("testcase/properties") is None


def test_what_xml_cannot_hold_is_replaced() -> None:
    """The document can be read, and says what could be said."""
    found = suite(wild()).find("testcase/system-out")

    assert found is not None
    assert found.text == "]]>\ufffd\ufffd[31m\ufffd<&\"'\ufffd ok\r\n\tend"


def test_the_class_is_the_same_twice() -> None:
    """No time of the day and no machine's name is in any file."""
    assert written("junit", CLASS) == written("junit", CLASS)
