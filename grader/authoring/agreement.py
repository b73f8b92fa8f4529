"""Whether the two ways of running, split and in-process, come to the same outcome of each check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.model import CheckResult, Outcome, Report, Verdict

NOT_PASSED = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a program fared in-process. `verdict` is None when it hung its process or took it down with it."""

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    verdict: Verdict | None = None


def differences(report: Report, rehearsal: Rehearsal) -> tuple[str, ...]:
    """A sentence for each check on which the two ways differ.

    A program that ended its own process is judged up to the check it ended in, which split must not have passed.
    """
    problems: list[str] = []
    for result in report.results:
        told = rehearsal.outcomes.get(result.check.name)
        if told is None and rehearsal.verdict is None:
            if result.outcome not in NOT_PASSED:
                problems.append(_says(result, "it hung or ended its process"))
            break
        if told is None or not _agree(result.outcome, told):
            problems.append(_says(result, told or "it was not judged at all"))
    if not problems and rehearsal.verdict is not None and rehearsal.verdict is not report.verdict:
        problems.append(f"is {report.verdict} in split mode and {rehearsal.verdict} in-process")
    return tuple(problems)


def _agree(split: Outcome, told: Outcome) -> bool:
    # What one mode can only end from outside, the other may still be able to fail from within.
    return split is told or (split is Outcome.TIMED_OUT and told in NOT_PASSED)


def _says(result: CheckResult, told: str) -> str:
    return f"differs between the modes on {result.check.name}: split says {result.outcome}, in-process {told}"
