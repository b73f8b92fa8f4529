"""The files of a new kata, as texts by their names. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from grader.authoring.new import predicting, programming, texts
from grader.model import POINTS_FOR_DIFFICULTY, Kind

VISIBLE, HIDDEN = 2, 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a kata before it is written; `function` is what its stub offers."""

    id: str
    slug: str
    title: str
    track: str
    kind: Kind
    difficulty: int
    submit: str
    after: tuple[str, ...]
    function: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file's text, and what it is for in half a sentence."""

    text: str
    purpose: str


def kata_texts(facts: Facts) -> dict[str, Written]:
    """What belongs into katas/, by its path in the kata's folder."""
    made = predicting if facts.kind is Kind.PREDICT else programming
    stem = facts.submit.removesuffix(".py")
    return {
        "README.md": _written(texts.README, facts, "the task as the student reads it"),
        "kata.yaml": _written(texts.KATA_YAML, facts, "the facts a machine needs, and the hints"),
        facts.submit: _written(made.STUB, facts, "the stub: it runs, and fails"),
        f"test_{stem}.py": _written(made.VISIBLE, facts, "visible checks, with the main timing"),
        f"hidden/test_{stem}_hidden.py": _written(made.HIDDEN, facts, "hidden checks: the rest of the contract"),
    }


def solution_texts(facts: Facts) -> dict[str, Written]:
    """What belongs into solutions/, by its path in the kata's folder there."""
    made = predicting if facts.kind is Kind.PREDICT else programming
    return {
        facts.submit: _written(made.REFERENCE, facts, "the reference"),
        "alternatives/another_way.py": _written(made.ALTERNATIVE, facts, "a correct solution of another shape"),
        f"wrong/{made.WRONG_NAME}": _written(made.WRONG, facts, "the first wrong solution: copy it for more"),
    }


def shares(points: int) -> Mapping[str, int]:
    """Points for two visible checks, about 35 % together, and three hidden ones."""
    visible = round(points * 0.35)
    parts = {"visible": (visible, VISIBLE), "hidden": (points - visible, HIDDEN)}
    return {
        f"{kind}_{number + 1}": whole // count + (number < whole % count)
        for kind, (whole, count) in parts.items()
        for number in range(count)
    }


def _written(template: str, facts: Facts, purpose: str) -> Written:
    points = POINTS_FOR_DIFFICULTY[facts.difficulty]
    values = {
        "id": facts.id,
        "slug": facts.slug,
        "title": facts.title,
        "quoted_title": json.dumps(facts.title, ensure_ascii=False),
        # A docstring of three quotes holds neither those nor a stray backslash.
        "docstring_title": facts.title.replace("\\", "/").replace('"', "'"),
        "track": facts.track,
        "kind": str(facts.kind),
        "difficulty": facts.difficulty,
        "points": points,
        "submit": facts.submit,
        "stem": facts.submit.removesuffix(".py"),
        "after": ", ".join(facts.after),
        "function": facts.function,
        "task": texts.TASKS[facts.kind].replace("$submit", facts.submit),
        **shares(points),
    }
    return Written(Template(template).substitute(values), purpose)
