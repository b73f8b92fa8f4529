"""The files of a new kata, as texts by their names; `$$name` stands for what is filled in. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from grader.authoring.new import predicting, programming
from grader.model import POINTS_FOR_DIFFICULTY, KataKind

TASKS = {
    KataKind.IMPLEMENT: "Fill in the functions in `$submit`.",
    KataKind.BUILD: "Fill in `$submit`. TODO: say which names are locked here, as kata.yaml lists them, and why.",
    KataKind.FIX: "`$submit` runs, and is wrong. Repair it. TODO: say what must stay as it is.",
    KataKind.REFACTOR: "`$submit` is right, and slow. Make it fast. TODO: say what must stay as it is.",
    KataKind.PREDICT: "Each program below is run alone. In `$submit`, fill in what each of them prints.",
}
README = """\
# $title

TODO: the story, in three to five sentences: who has which trouble, and why it matters. No word of the solution.

## The contract

$task

1. TODO: one promise a sentence, with its moment: what happens, when, in which order. Checks name it: rules=1.
2. TODO: what happens when something fails; which exception leaves, and when.
3. TODO: what happens when the caller is cancelled.
4. TODO: the edges: nothing to do, one, the same one twice. And what does not occur, so that nobody writes code for it.

## An example

```python
TODO  # one call and what it gives, with its time; other values than the hidden checks use
```

## What you need to know

TODO: the two or three facts of asyncio that this kata needs, and what lesson notes often get wrong about them.

## Check yourself

```
grade $id
```
"""
KATA_YAML = """\
title: $quoted_title
track: $track
kind: $kind                 # implement | fix | refactor | predict | build
difficulty: $difficulty                  # 1 to 5, for 10, 15, 25, 40 or 60 points in all
submit: $submit
after: [$after]             # the katas to do first
seeds: []                      # codes of the lessons' concepts, if your lessons number them
concepts: []                   # what it teaches, in a word or two each
locked: []                     # names that a submission may not use, such as asyncio.gather; then also, why:
# locked_because: you are building what it does
docs: []                       # such as library/asyncio-task.html#asyncio.gather
hints:                         # three, from a nudge to nearly the answer
  - "TODO: a nudge: a question to ask oneself."
  - "TODO: the idea: which tool, and why."
  - "TODO: nearly the answer."
"""


VISIBLE, HIDDEN = 2, 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a kata before it is written; `function` is what its stub offers."""

    id: str
    slug: str
    title: str
    track: str
    kind: KataKind
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
    """Return what belongs into katas/, by its path in the kata's folder."""
    texts = predicting if facts.kind is KataKind.PREDICT else programming
    stem = facts.submit.removesuffix(".py")
    return {
        "README.md": _written(README, facts, "the task as the student reads it"),
        "kata.yaml": _written(KATA_YAML, facts, "the facts a machine needs, and the hints"),
        facts.submit: _written(texts.STUB, facts, "the stub: it runs, and fails"),
        f"test_{stem}.py": _written(texts.VISIBLE, facts, "visible checks, with the main timing"),
        f"hidden/test_{stem}_hidden.py": _written(texts.HIDDEN, facts, "hidden checks: the rest of the contract"),
    }


def solution_texts(facts: Facts) -> dict[str, Written]:
    """Return what belongs into solutions/, by its path in the kata's folder there."""
    texts = predicting if facts.kind is KataKind.PREDICT else programming
    return {
        facts.submit: _written(texts.REFERENCE, facts, "the reference"),
        "alternatives/another_way.py": _written(texts.ALTERNATIVE, facts, "a correct solution of another shape"),
        f"wrong/{texts.WRONG_NAME}": _written(texts.WRONG, facts, "the first wrong solution: copy it for more"),
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
        "task": TASKS[facts.kind].replace("$submit", facts.submit),
        **shares(points),
    }
    return Written(Template(template).substitute(values), purpose)
