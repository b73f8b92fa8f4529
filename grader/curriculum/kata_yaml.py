"""kata.yaml made into a Kata.

A file that is right is accepted by a short check of our own. jsonschema is slow to import and is only asked, with
kata.schema.json, to explain a file that is wrong; a test holds the two to the same opinion.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from grader.curriculum.names import kata_id
from grader.curriculum.sets import load_set
from grader.curriculum.yaml_facts import YamlForm, right_facts
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
    """Return the kata in this folder. Raises BrokenKata with every problem of its kata.yaml, a sentence each."""
    text = _read_facts(folder)
    tracks = (*TRACKS, *load_set(folder.parent).tracks)

    def schema() -> Mapping[str, Any]:
        from grader.curriculum.yaml_file import schema

        return schema(tracks)

    kept = folder.absolute().parent.parent / ".grade" / "facts" / f"{folder.name}.json"
    form = YamlForm(lambda facts: is_right(facts, tracks), schema, MEND)
    facts = right_facts(f"{folder.name}/kata.yaml", text, kept, form)
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
    """Return whether kata.yaml's content is as kata.schema.json wants it; `tracks` are those of the kata's set."""
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
