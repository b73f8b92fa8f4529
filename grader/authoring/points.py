"""The checks of a kata as a set: their points, their sentences, what they need."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Check, Kata


def check_problems(kata: Kata, checks: Sequence[Check]) -> tuple[str, ...]:
    """A sentence for each way in which these checks do not make a kata."""
    return (*_sums(kata, checks), *_sentences(checks), *_names(checks))


def _sums(kata: Kata, checks: Sequence[Check]) -> list[str]:
    problems = []
    total = sum(check.points for check in checks)
    visible = sum(check.points for check in checks if not check.hidden)
    inside = sum(check.points for check in checks if check.inside)
    if total != kata.points:
        problems.append(f"its checks are worth {total} points; difficulty {kata.difficulty} asks for {kata.points}")
    # Whole numbers: 30 to 40 % without a rounding, and a fifth likewise.
    if not 3 * kata.points <= 10 * visible <= 4 * kata.points:
        low, high = -(-3 * kata.points // 10), 4 * kata.points // 10
        problems.append(
            f"its visible checks are worth {visible} points; 30 to 40 % of {kata.points} is {low} to {high}"
        )
    if 5 * inside > kata.points:
        problems.append(f"its inside checks are worth {inside} points; at most a fifth of {kata.points} may be")
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
