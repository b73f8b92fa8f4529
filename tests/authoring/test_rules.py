"""Every rule of a contract is judged, and shown to be judged."""

from __future__ import annotations

from dataclasses import replace

from grader.authoring.kata_files import LOCKED, Claim
from grader.authoring.rules import rule_problems
from grader.model import Check, Kata

RULES = {1: "It opens.", 2: "It waits."}
CLAIMS = {
    "w1": Claim("Believes.", "M02", "test_opens", "words", (1,)),
    "w2": Claim("Believes.", "M02", "test_waits", "words", (2,)),
}
Checks = tuple[Check, ...]


def problems(
    kata: Kata, checks: Checks, rules: dict[int, str] | None = None, claims: dict[str, Claim] | None = None
) -> list[str]:
    """What is wrong with these; what is not given is right."""
    return list(rule_problems(kata, RULES if rules is None else rules, checks, CLAIMS if claims is None else claims))


def test_a_traced_contract_has_no_problem(kata: Kata, checks: Checks):
    """Each rule has a check and a wrong solution that breaks it and is caught by that check."""
    assert problems(kata, checks) == []


def test_a_brief_without_rules_is_one_problem(kata: Kata, checks: Checks):
    """Nothing more is said where there is nothing to trace."""
    assert problems(kata, checks, {}) == ['README.md has no numbered rules below "## The contract"']


def test_numbers_begin_at_one_and_miss_none(kata: Kata, checks: Checks):
    """A gap is told, and so is every rule that is named and not there."""
    told = problems(kata, checks, {1: "It opens.", 3: "It waits."})

    assert told[0] == "README.md numbers its rules 1, 3: number them from 1 on"
    assert "test_waits says that it judges rule 2, which README.md does not have" in told
    assert "w2 says that it breaks rule 2, which README.md does not have" in told


def test_a_check_names_its_rules(kata: Kata, checks: Checks):
    """A check without rules judges nothing that a student was promised."""
    first, second = checks

    told = problems(kata, (replace(first, rules=()), second))

    assert told[0] == "test_opens does not say which rules it judges: rules="


def test_a_wrong_solution_is_caught_where_its_rule_is_judged(kata: Kata, checks: Checks):
    """A catcher that judges other rules catches it by chance."""
    chance = {**CLAIMS, "w2": replace(CLAIMS["w2"], caught_by="test_opens")}

    assert problems(kata, checks, claims=chance) == [
        "w2 breaks rule 2, and is caught by test_opens, which judges rule 1",
        "no wrong solution breaks rule 2 and is caught by a check that judges it",
    ]


def test_a_rule_nobody_judges_needs_a_reason(kata: Kata, checks: Checks):
    """A check, a locked name, or not_judged: one of them; and not_judged only for a rule that is there and unjudged."""
    rules = {**RULES, 3: "It is quiet."}
    locked = {**CLAIMS, "w3": Claim("Believes.", "M02", LOCKED, "words", (3,))}
    excused = replace(kata, not_judged=((3, "a promise to the student"),))

    assert problems(kata, checks, rules) == [
        "no check judges rule 3: rules=3 on one, or not_judged in kata.yaml with the reason"
    ]
    assert problems(kata, checks, rules, locked) == []
    assert problems(excused, checks, rules) == []
    assert problems(excused, checks, rules, locked) == [
        "kata.yaml says that rule 3 is not judged, and a locked name judges it"
    ]
    assert problems(replace(kata, not_judged=((9, "why"),)), checks) == [
        "kata.yaml says that rule 9 is not judged, and README.md has no such rule"
    ]
