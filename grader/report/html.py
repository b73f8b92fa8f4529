"""Reports as one page of HTML that needs nothing else: no script, no other file, a strict policy. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.model import CheckResult, Finding, Mode, Outcome, Report, Verdict
from grader.report.diff import AlignedValues, difference
from grader.report.headline import (
    FAILURES,
    Headline,
    HeadlineSource,
    explained,
    line_of,
    needing,
    ruled,
    source_of,
    stated,
    took,
    waiting,
)
from grader.report.scoring import View, viewed
from grader.report.timeline import critical_path
from grader.report.timeline.html import SHARED, STYLES, Picture, picture
from grader.text import count_of


def page_of(template: str, *, title: str, skip: str, styles: tuple[str, ...] = (), **values: object) -> str:
    """Return one self-contained page; `skip` leads past its head, `styles` are more style sheets, of ours only."""
    sheets = [templates().get_template("report.css").render(), *styles]
    style = Markup("\n").join(map(Markup, sheets))
    return (
        templates().get_template(template).render(title=title, skip=skip, style=style, policy=_policy(style), **values)
    )


@cache
def templates() -> Environment:
    """Return the templates; whatever they are given is escaped, and what they are not given is an error."""
    environment = Environment(
        loader=PackageLoader("grader.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["count_of"] = count_of
    return environment


def _policy(style: str) -> Markup:
    """Nothing may be loaded, and no style but ours is applied: it is named by its hash."""
    named = b64encode(sha256(style.encode()).digest()).decode()
    return Markup(f"default-src 'none'; style-src 'sha256-{named}'; base-uri 'none'; form-action 'none'")


Contracts: TypeAlias = Mapping[str, Mapping[int, str]]
WIDTH = 76
MOST_FINDINGS = 30
MOST_PRINTED = 60
MARKS = {Outcome.PASSED: "✔", Outcome.NOT_RUN: "–"}


@dataclass(frozen=True, slots=True)
class CheckRowHtml:
    """One check as the page shows it."""

    result: CheckResult
    mark: str
    state: str
    headline: str
    printed: tuple[str, ...]
    unprinted: int
    picture: Picture | None
    told: bool
    ruled: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract: `pieces` are its words, each with whether it is code."""

    number: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One report as the page shows it; `told` is its one headline."""

    report: Report
    told: Headline | None
    line: int
    difference: AlignedValues | None
    took: str
    why: str
    rows: tuple[CheckRowHtml, ...]
    needing: str
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    unsaid: int
    self_check: str


def page(
    reports: Sequence[Report], *, view: View = View.STUDENT, said: str = "", contracts: Contracts | None = None
) -> str:
    """Return one page for one report or for all katas of a run; `said` stands for the word on self-checks.

    `contracts` holds the rules of each kata by its id: what a failed check judges is then linked to its words.
    """
    rules = contracts or {}
    cards = [card(viewed(report, view), said=said, rules=rules.get(report.kata, {})) for report in reports]
    return page_of(
        "report.html",
        title=_title(cards),
        skip="Skip to the report",
        styles=(STYLES,),
        cards=cards,
        shared=SHARED,
        points=sum(card.report.points for card in cards),
        possible=sum(card.report.max for card in cards),
        accepted=sum(card.report.verdict is Verdict.ACCEPTED for card in cards),
        so_far=sum(card.report.verdict is Verdict.PASSED_SO_FAR for card in cards),
        pending=sum(card.report.pending for card in cards),
    )


def card(report: Report, *, said: str = "", rules: Mapping[int, str] | None = None) -> Card:
    """Return one report, in the view it has already, as a page shows it; `said` stands for the word on self-checks.

    `rules` are the words of the kata's contract by their numbers.
    """
    told = explained(report)
    result = told.result if told is not None else None
    kept_back = waiting(report.results)
    findings = list(dict.fromkeys([*report.findings, *(f for result in report.results for f in result.findings)]))
    return Card(
        report=report,
        told=told,
        line=line_of(told) if told is not None else 0,
        difference=difference(result.expected, result.got, width=WIDTH) if result is not None else None,
        took=took(result) if result is not None else "",
        why=critical_path(result.timeline, result.took, result.possible) if result is not None else "",
        rows=tuple(_rows(report, result)),
        needing=needing(len(kept_back)) if kept_back else "",
        rules=tuple(_rules(report, rules or {})),
        findings=tuple(findings[:MOST_FINDINGS]),
        unsaid=max(0, len(findings) - MOST_FINDINGS),
        self_check=said or NOT_A_GRADE[report.mode],
    )


def _title(cards: Sequence[Card]) -> str:
    if len(cards) == 1:
        return f"{cards[0].report.kata} {cards[0].report.kata_title}: {cards[0].report.verdict}"
    return count_of(len(cards), "kata")


def _rows(report: Report, told: CheckResult | None) -> Iterator[CheckRowHtml]:
    kept_back = waiting(report.results)
    for number, result in enumerate(report.results):
        failed = result.outcome in FAILURES
        printed = result.output.splitlines()
        yield CheckRowHtml(
            result=result,
            mark=MARKS.get(result.outcome, "✘"),
            state="failed" if failed else result.outcome.replace(" ", "-"),
            headline="" if result in kept_back else _headline(result),
            printed=tuple(printed[:MOST_PRINTED]),
            unprinted=max(0, len(printed) - MOST_PRINTED),
            picture=picture(result.timeline, key=f"{report.kata}-{number}", title=result.check.sentence),
            told=result is told,
            ruled=ruled(result),
        )


def _rules(report: Report, rules: Mapping[int, str]) -> Iterator[Rule]:
    """Yield the rules that failed checks judge, as far as their words are known."""
    judged = {rule for result in report.results if result.outcome in FAILURES for rule in result.check.rules}
    for number in sorted(judged & rules.keys()):
        pieces = rules[number].replace("**", "").split("`")
        yield Rule(number, tuple((piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece))


def _headline(result: CheckResult) -> str:
    """Return what a failed check says beside its own sentence."""
    if result.outcome is Outcome.PASSED:
        return ""
    if result.outcome is not Outcome.FAILED or source_of(result) is not HeadlineSource.BEHAVIOUR:
        return stated(result)
    return f"Expected {result.expected}, got {result.got}." if result.expected else ""


NOT_A_GRADE = {
    Mode.SPLIT: "This is a self-check, not a grade.",
    Mode.IN_PROCESS: "It ran in-process, for a debugger: not a grade.",
}
