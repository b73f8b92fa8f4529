"""kata.yaml checked against its schema, every problem a sentence, and made into a Kata."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from grader.curriculum.names import kata_id
from grader.curriculum.sets import load_set
from grader.curriculum.yaml_facts import NotYaml, facts_in
from grader.errors import BrokenKata
from grader.model import POINTS_FOR_DIFFICULTY, Kata, KataKind

TRACKS = (
    "first-steps",
    "tasks",
    "iteration",
    "event-loop",
    "cancellation",
    "synchronisation",
    "structure",
    "streams",
    "debugging",
    "capstones",
)
LISTS = ("after", "seeds", "concepts", "locked", "docs", "hints", "not_guessed")
RULE = re.compile(r"[1-9][0-9]?\Z")
CODE = re.compile(r"[MX][0-9]{2}\Z")
KEYS = {"title", "track", "kind", "difficulty", "submit", "locked_because", "not_judged", *LISTS}
HINTS = 3
SUBMIT = re.compile(r"[a-z][a-z0-9_]*\.py\Z")
KATA_ID = re.compile(r"kata[0-9]{2}\Z")


def load_kata(folder: Path) -> Kata:
    """The kata in this folder. Raises BrokenKata with every problem of its kata.yaml, a sentence each."""
    text = _read_facts(folder)
    tracks = (*TRACKS, *load_set(folder.parent).tracks)
    try:
        facts = facts_in(text, folder.absolute().parent.parent / ".grade" / "facts" / f"{folder.name}.json")
    except NotYaml as error:
        place = f":{error.args[0]}" if error.args[0] else ""
        raise BrokenKata(f"{folder.name}/kata.yaml{place} is not YAML.", hint=MEND) from None
    if not is_right(facts, tracks):
        pass

        raise BrokenKata("\n".join(f"{folder.name}/{line}" for line in problems(text, facts, tracks)), hint=MEND)
    return Kata(
        id=kata_id(folder.name),
        slug=folder.name,
        folder=folder,
        title=facts["title"],
        track=facts["track"],
        kind=KataKind(facts["kind"]),
        difficulty=facts["difficulty"],
        submit=facts["submit"],
        locked_because=facts.get("locked_because", ""),
        not_judged=tuple((int(rule), reason) for rule, reason in facts.get("not_judged", {}).items()),
        **{key: tuple(facts.get(key, ())) for key in LISTS},
    )


def is_right(facts: Any, tracks: Collection[str] = TRACKS) -> bool:
    """Whether kata.yaml's content is as kata.schema.json wants it; `tracks` are those of the kata's set."""
    return (
        isinstance(facts, dict)
        and facts.keys() <= KEYS
        and _is_line(facts.get("title"))
        and facts.get("track") in tracks
        and facts.get("kind") in list(KataKind)
        and type(facts.get("difficulty")) is int
        and facts["difficulty"] in POINTS_FOR_DIFFICULTY
        and isinstance(facts.get("submit"), str)
        and bool(SUBMIT.match(facts["submit"]))
        and _is_line(facts.get("locked_because", "-"))
        and all(_is_lines(facts.get(key, [])) for key in LISTS)
        and all(KATA_ID.match(name) for name in facts.get("after", []))
        and len(facts.get("hints", ())) == HINTS
        and all(CODE.match(code) for code in facts.get("not_guessed", []))
        and _is_reasons(facts.get("not_judged", {}))
    )


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_reasons(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and RULE.match(key) and _is_line(reason) for key, reason in value.items()
    )


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(_is_line(item) for item in value)


def _read_facts(folder: Path) -> str:
    try:
        return (folder / "kata.yaml").read_text(encoding="utf-8")
    except OSError:
        raise BrokenKata(f"{folder.name}/kata.yaml is missing or cannot be read.", hint=MEND) from None
    except UnicodeDecodeError:
        raise BrokenKata(f"{folder.name}/kata.yaml is not UTF-8.", hint=MEND) from None


MEND = "Mend it, then try: grade dev check"


def schema(tracks: Sequence[str] = ()) -> dict[str, Any]:
    """The published schema of kata.yaml; `tracks` are those of the kata's set, where it has some of its own."""
    loaded = _schema("kata.schema.json")
    if tracks:
        loaded["properties"]["track"]["enum"] = list(tracks)
    return loaded


def set_schema() -> dict[str, Any]:
    """The published schema of set.yaml."""
    return _schema("set.schema.json")


def problems(text: str, facts: Any, tracks: Sequence[str] = ()) -> tuple[str, ...]:
    """One sentence for each problem, such as `kata.yaml:4: difficulty: 9 is not one of [1, 2, 3, 4, 5].`"""
    return _problems("kata.yaml", schema(tracks), text, facts) or (f"kata.yaml{UNSAID}",)


def problems_of_set(text: str, facts: Any) -> tuple[str, ...]:
    """The same of a set.yaml."""
    return _problems("set.yaml", set_schema(), text, facts) or (f"set.yaml{UNSAID}",)


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("grader.curriculum").joinpath(name).read_text(encoding="utf-8"))
    return loaded


def _problems(file: str, schema: dict[str, Any], text: str, facts: Any) -> tuple[str, ...]:
    found = sorted(Draft202012Validator(schema).iter_errors(facts), key=lambda error: list(map(str, error.path)))
    lines = _lines(text)
    return tuple(f"{file}:{_sentence(list(error.path), _said(error), lines)}" for error in found)


def _said(error: ValidationError) -> str:
    if error.validator in ("minItems", "maxItems") and isinstance(error.instance, list):
        return f"there are {len(error.instance)}, and there should be {error.validator_value}"
    return error.message


def _sentence(path: Sequence[str | int], message: str, lines: dict[tuple[str | int, ...], int]) -> str:
    where = lines.get(tuple(path), lines.get(tuple(path[:1]), 1))
    name = ".".join(map(str, path))
    return f"{where}: {name}: {message}." if name else f"{where}: {message}."


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of each key and each list item, counted from 1."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    lines: dict[tuple[str | int, ...], int] = {}
    if not isinstance(root, yaml.MappingNode):
        return lines
    for key, value in root.value:
        lines[(key.value,)] = key.start_mark.line + 1
        if isinstance(value, yaml.SequenceNode):
            for position, item in enumerate(value.value):
                lines[(key.value, position)] = item.start_mark.line + 1
    return lines


# Equal to JSON Schema and not to us: 3.0 for 3, or a line break at the end of a name.
UNSAID = ":1: a value is nearly right: write whole numbers as 3 and names without a line break."
