"""docs/course.md names every setting, every heading and every platform's key that the code reads, and no others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.classroom.exports import (
    blackboard,
    brightspace,
    canvas,
    edx,
    lti_ags,
    moodle,
    moodle_worksheet,
    oneroster,
    sakai,
)
from grader.classroom.plan.loading import schema_text
from grader.classroom.plan.roster_file import COLUMNS
from grader.classroom.push import client

HOME = Path(__file__).parents[2]
REFERENCE = (HOME / "docs" / "course.md").read_text(encoding="utf-8")
BELOW = {"katas": "KATA", "categories": "NAME"}
# Ways to match that are no headings.
NO_HEADINGS = {"name", "group of canvas_id"}


def part(title: str) -> str:
    """The words below this heading."""
    return REFERENCE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str, number: int = 0) -> set[str]:
    """Every word in ticks in this column of the tables."""
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]
    return {word for cells in rows for word in re.findall(r"`([^`]+)`", cells[number])}


def settings(schema: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[str]:
    """The path of each setting that this part of the schema knows."""
    definitions = json.loads(schema_text())["$defs"]
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    schema = schema.get("then", schema.get("items", schema))
    if "$ref" in schema:
        yield from settings(schema, place)
        return
    for name, below in schema.get("properties", {}).items():
        yield ".".join((*place, name))
        # A kata's own policy is the course's, told once; what an export knows has tables of its own.
        if (*place, name) not in (("katas", "KATA", "late"), ("lms",), ("katas", "KATA", "lms")):
            yield from settings(below, (*place, name))
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        yield from settings(more, (*place, BELOW[place[-1]]))


def test_every_setting_of_course_yaml_is_told() -> None:
    """By its path, as the schema knows it."""
    assert {*settings(json.loads(schema_text()))} == first_cells(part("course.yaml"))


def test_every_key_that_a_platform_takes_is_told() -> None:
    """What exports and push look up in the settings of their format."""
    text = "".join(path.read_text(encoding="utf-8") for path in (HOME / "grader/classroom/exports").glob("*.py"))
    text += (HOME / "grader/classroom/push/client.py").read_text(encoding="utf-8")
    looked_up = {*re.findall(r'\bsettings(?:\.get\(|\[)"(\w+)"', text)}
    worksheet = (HOME / "grader/classroom/exports/moodle_worksheet.py").read_text(encoding="utf-8")
    looked_up |= {*re.findall(r'\bsaid\.get\("(\w+)"', worksheet)}

    known = part("What platforms are told").partition("Under `lms:` at the top")[2]

    assert looked_up | {*oneroster.NEEDED, *client.NEEDED} == first_cells(known, 1)


def test_every_format_with_a_word_for_a_kata_is_told() -> None:
    """Those that ask course.yaml what a kata is called."""
    folders = (HOME / "grader/classroom/exports", HOME / "grader/classroom/push")
    text = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    asked = {name for call in re.findall(r'lms_name\(\w+, ("[^)]+)\)', text) for name in re.findall(r'"([^"]+)"', call)}

    assert asked == first_cells(part("What platforms are told").partition("Under `lms:` at the top")[0])


def test_every_heading_of_the_roster_is_told() -> None:
    """What exports take for a key, and what collecting matches by."""
    collecting = "".join(path.read_text(encoding="utf-8") for path in (HOME / "grader/classroom/collect").rglob("*.py"))
    exporting = "".join(path.read_text(encoding="utf-8") for path in (HOME / "grader/classroom/exports").glob("*.py"))
    kinds = {*re.findall(r'SourceIdentity\("([^"]+)"', collecting)}
    kinds |= {
        kind for call in re.findall(r'key_of\([\w.]+, ("[^)]+)\)', exporting) for kind in re.findall(r"\w+", call)
    }
    kinds |= {*canvas.KINDS, *blackboard.USERNAME, *blackboard.STUDENT_ID, *sakai.EID, lti_ags.USER_ID, "participant"}
    kinds |= {*moodle_worksheet.KINDS, *oneroster.PERSON.kinds}
    for known in (moodle.SAYS_WHO, edx.SAYS_WHO, brightspace.KINDS):
        kinds |= {kind for several in known.values() for kind in several}

    assert (kinds | {*COLUMNS}) - NO_HEADINGS == first_cells(part("The roster"))
