"""Reports as one page."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

from grader.model import CheckResult, Finding, Outcome, Report, TimelineEvent, Verdict
from grader.report.html import page
from tests.report_html.conftest import EVIL
from tests.support.claims import nonempty
from tests.support.pages import Page


def several(report: Report) -> str:
    """A page of three katas, one of them not gradable and one accepted."""
    passed = tuple(replace(result, outcome=Outcome.PASSED) for result in report.results)
    return page(
        [
            report,
            replace(report, kata="kata12", verdict=Verdict.NOT_GRADABLE, reason="No.", results=(), findings=()),
            replace(report, kata="kata13", verdict=Verdict.ACCEPTED, results=passed),
        ]
    )


def test_it_needs_nothing_else(report: Report) -> None:
    """No script, no other file, no address of the network: the page is complete as it is."""
    read = Page(several(report))

    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in read.tags}
    assert all(href.startswith("#") for href in nonempty(read.all("href")))
    assert not read.all("src")
    assert not read.all("style")
    assert not [key for _, attributes in read.tags for key in attributes if key.startswith("on")]


def test_its_policy_allows_its_own_style_only(report: Report) -> None:
    """Everything is forbidden but the one style sheet, which is named by its hash."""
    written = page([report])
    (style,) = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()

    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in written


def test_every_id_stands_once_and_every_reference_leads_somewhere(report: Report) -> None:
    """Links and labels of several katas with several pictures never mix."""
    read = Page(several(report))
    ids = read.all("id")
    wanted = [href[1:] for href in read.all("href")]
    wanted += [name for value in read.all("aria-labelledby") for name in value.split()]

    assert len(ids) == len(set(ids))
    assert set(wanted) <= set(ids)


def test_text_of_a_submission_is_only_text(report: Report, order: CheckResult) -> None:
    """Whatever stands in values, prints, names and labels, no tag and no attribute comes of it."""
    event = TimelineEvent(0.0, "-1", "made", EVIL, 3)
    wild = replace(
        order,
        headline=EVIL,
        expected=f"[{EVIL!r}]",
        got=f"['a', {EVIL!r}]",
        output=EVIL,
        findings=(Finding("never awaited", EVIL, "gather.py", 3),),
        timeline=(event, *order.timeline[1:2], TimelineEvent(0.0, "-1", "wait", EVIL, 4), *order.timeline[3:]),
    )
    written = page([replace(report, reason=EVIL, results=(wild,), submit=EVIL, kata_title=EVIL)])

    read = Page(written)

    assert "script" not in {tag for tag, _ in read.tags}
    assert "onmouseover" not in {key for _, attributes in read.tags for key in attributes}


def test_a_hidden_check_shows_the_student_view(report: Report) -> None:
    """Nothing of a hidden check but its sentence, prepared words and points is on the page."""
    written = page([report])

    assert "secret" not in written
    assert "No jobs at all give an empty list at once." in written
    assert "you expect at least one argument" in written


def test_the_first_difference_is_marked(report: Report, order: CheckResult) -> None:
    """Expected and got stand under each other and what differs is marked."""
    written = page([replace(report, results=(order,))])

    assert "[<mark>&#39;a&#39;</mark>, &#39;b&#39;, &#39;c&#39;]" in written
    assert "[<mark>&#39;b&#39;</mark>, &#39;a&#39;, &#39;c&#39;]" in written


def test_what_is_cut_says_so(report: Report, order: CheckResult) -> None:
    """A thousand printed lines and findings make no endless page, and the page says how many are missing."""
    found = tuple(Finding("never awaited", f"f{number}() was made", "gather.py", number) for number in range(1, 101))
    printed = "\n".join(f"0 s  line {number}" for number in range(1000))
    written = page([replace(report, results=(replace(order, output=printed, findings=found),), findings=())])

    assert "Truncated: 940 more lines." in written
    assert "Truncated: 70 more." in written


def test_no_katas_make_a_page_too() -> None:
    """Where there was nothing to grade the page says so."""
    assert "0 of 0 katas accepted" in page([])


def test_the_same_reports_give_the_same_page(report: Report) -> None:
    """No wall time is on the page."""
    assert several(report) == several(report)


def judging(report: Report, *rules: int) -> Report:
    """The same report in which the first check judges these rules and did not pass."""
    first, *others = report.results
    judged = replace(first, check=replace(first.check, rules=rules), outcome=Outcome.FAILED)
    return replace(report, results=(judged, *others))


def test_a_failed_check_leads_to_its_rules(report: Report) -> None:
    """Each rule that is known is a link to its words, which stand on the page once; code in them is code."""
    told = judging(report, 2, 5, 9)
    contract = {2: "All <at> once.", 3: "Never shown.", 5: "**Order** of `jobs`."}

    written = page([told], contracts={report.kata: contract})
    read = Page(written)

    assert [href for href in read.all("href") if "-rule-" in href] == [
        f"#{report.kata}-rule-2",
        f"#{report.kata}-rule-5",
    ]
    assert {f"{report.kata}-rule-2", f"{report.kata}-rule-5"} <= set(read.all("id"))
    assert "<dd>Order of <code>jobs</code>.</dd>" in written
    assert "<dd>All &lt;at&gt; once.</dd>" in written
    assert "Never shown." not in written


def test_without_the_contract_rules_are_only_named(report: Report) -> None:
    """A page made where the kata is not at hand has no link that leads nowhere."""
    written = page([judging(report, 2, 5)])

    assert "-rule-" not in written
    assert re.search(r"\(rules\s+2\s+and\s+5\)", written)
