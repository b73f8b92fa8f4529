"""The checks of a kata as a set: points, sentences, needs, and the rules that they judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.authoring.kata_files import LOCKED, Claim
from grader.curriculum.names import named_rules
from grader.model import Check, Kata
from grader.text import count_of


def check_problems(kata: Kata, checks: Sequence[Check]) -> tuple[str, ...]:
    """Return a sentence for each way in which these checks do not make a kata."""
    return (*_sums(kata, checks), *_sentences(checks), *_names(checks))


def _sums(kata: Kata, checks: Sequence[Check]) -> list[str]:
    problems = []
    total = sum(check.points for check in checks)
    visible = sum(check.points for check in checks if not check.hidden)
    inside = sum(check.points for check in checks if check.inside)
    if total != kata.points:
        problems.append(
            f"its checks are worth {count_of(total, 'point')}; difficulty {kata.difficulty} asks for {kata.points}"
        )
    # Whole numbers: 30 to 40 % without a rounding, and a fifth likewise.
    if not 3 * kata.points <= 10 * visible <= 4 * kata.points:
        low, high = -(-3 * kata.points // 10), 4 * kata.points // 10
        problems.append(
            f"its visible checks are worth {count_of(visible, 'point')}; 30 to 40 % of {kata.points} is {low} to {high}"
        )
    if 5 * inside > kata.points:
        problems.append(
            f"its inside checks are worth {count_of(inside, 'point')}; at most a fifth of {kata.points} may be"
        )
    return problems


def _sentences(checks: Sequence[Check]) -> list[str]:
    return [
        f"{check.name} has no sentence: its docstring is one, and ends like one"
        for check in checks
        if not check.sentence.strip() or check.sentence.strip()[-1] not in ".!?"
    ]


def _names(checks: Sequence[Check]) -> list[str]:
    names = [check.name for check in checks]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [f"two checks are called {name}" for name in twice] + [
        f"{check.name} needs {need}, which is {'itself' if need == check.name else 'no check of this kata'}"
        for check in checks
        for need in check.needs
        if need == check.name or need not in names
    ]


def rule_problems(
    kata: Kata, rules: Mapping[int, str], checks: Sequence[Check], claims: Mapping[str, Claim]
) -> Iterator[str]:
    """Yield a sentence for each rule that is not judged, and for each check or wrong solution that names none or a
    wrong one.

    `rules` are the brief's, `claims` what the wrong solutions say of themselves, by their names.
    """
    if not rules:
        yield 'README.md has no numbered rules below "## The contract"'
        return
    if list(rules) != list(range(1, len(rules) + 1)):
        yield f"README.md numbers its rules {', '.join(map(str, rules))}: number them from 1 on"
    for check in checks:
        yield from _unruled(check.name, check.rules, rules, "judges", "rules=")
    for name, claim in claims.items():
        yield from _unruled(name, claim.breaks, rules, "breaks", "# breaks:")
        yield from _caught_elsewhere(name, claim, checks)
    yield from _unjudged(kata, rules, checks, claims)


def _unruled(name: str, named: Sequence[int], rules: Mapping[int, str], does: str, where: str) -> Iterator[str]:
    if not named and where == "rules=":
        yield f"{name} does not say which rules it judges: {where}"
    for rule in named:
        if rule not in rules:
            yield f"{name} says that it {does} rule {rule}, which README.md does not have"


def _caught_elsewhere(name: str, claim: Claim, checks: Sequence[Check]) -> Iterator[str]:
    """Yield a sentence where a wrong solution is caught by a check that judges none of the rules it breaks."""
    catcher = next((check for check in checks if check.name == claim.caught_by), None)
    if catcher is not None and catcher.rules and claim.breaks and not set(catcher.rules) & set(claim.breaks):
        judged = named_rules(catcher.rules)
        yield f"{name} breaks {named_rules(claim.breaks)}, and is caught by {catcher.name}, which judges {judged}"


def _unjudged(
    kata: Kata, rules: Mapping[int, str], checks: Sequence[Check], claims: Mapping[str, Claim]
) -> Iterator[str]:
    excused = dict(kata.not_judged)
    for rule in excused:
        if rule not in rules:
            yield f"kata.yaml says that rule {rule} is not judged, and README.md has no such rule"
    for rule in rules:
        judges = [check.name for check in checks if rule in check.rules]
        broken = [claim for claim in claims.values() if rule in claim.breaks]
        locked = any(claim.caught_by == LOCKED for claim in broken)
        if rule in excused:
            if judges or locked:
                yield f"kata.yaml says that rule {rule} is not judged, and {(judges or ['a locked name'])[0]} judges it"
        elif not judges and not locked:
            yield f"no check judges rule {rule}: rules={rule} on one, or not_judged in kata.yaml with the reason"
        elif not any(claim.caught_by in (LOCKED, *judges) for claim in broken):
            yield f"no wrong solution breaks rule {rule} and is caught by a check that judges it"
