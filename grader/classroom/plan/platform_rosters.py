"""Rosters as learning platforms write them: which of their columns is whose, in their own words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FULL_NAME = "full_name"
NAME_COLUMNS = frozenset(
    ("name", "full_name", "fullname", "student", "student_name", "students_name", "display_name", "participant_name")
)
ENROLLED = ("", "student", "learner", "participant")


@dataclass(frozen=True, slots=True)
class PlatformRoster:
    """One platform's table of people.

    `needs` are the headings that tell it; `columns` says what each column is here, and every other one is left out.
    The id is the first of `id_from` that everybody has.
    """

    name: str
    needs: tuple[str, ...]
    columns: Mapping[str, str]
    id_from: tuple[str, ...]
    leaves_out: Callable[[Mapping[str, str]], bool] = field(default=lambda row: False)
    id_is_theirs: bool = False


def _is_no_person(row: Mapping[str, str]) -> bool:
    """Canvas's row of points, and the student that a teacher is to themselves."""
    name = row.get(FULL_NAME, "")
    return "Points Possible" in name or name in ("", "Student, Test", "Test Student")


def _has_another_role(row: Mapping[str, str]) -> bool:
    return row.get("role", "").casefold() not in ENROLLED


NAMES = {"first_name": "first_name", "last_name": "last_name", "email": "email"}
PLATFORMS = (
    PlatformRoster(
        "Canvas",
        ("student", "id", "section"),
        {
            "student": FULL_NAME,
            "id": "canvas_id",
            "sis_user_id": "sis_user_id",
            "sis_login_id": "sis_login_id",
            "integration_id": "integration_id",
            "section": "section",
        },
        ("sis_user_id", "sis_login_id", "canvas_id"),
        _is_no_person,
        id_is_theirs=True,
    ),
    PlatformRoster(
        "Brightspace",
        ("orgdefinedid",),
        {"orgdefinedid": "orgdefinedid", "username": "username", **NAMES, "section": "section"},
        ("username", "orgdefinedid"),
    ),
    PlatformRoster(
        "Gradescope",
        ("sid", "email"),
        {"sid": "sid", **NAMES, "name": FULL_NAME, "role": "role", "section": "section", "sections": "section"},
        ("sid", "email"),
        _has_another_role,
    ),
    PlatformRoster(
        "GitHub Classroom",
        ("identifier", "github_username"),
        {
            "identifier": "identifier",
            "github_username": "github",
            "github_id": "github_id",
            "name": FULL_NAME,
            "group_name": "group",
        },
        ("identifier", "github"),
    ),
    PlatformRoster(
        "Blackboard",
        ("username", "first_name", "last_name", "availability"),
        {"username": "username", "student_id": "student_id", **NAMES},
        ("username", "student_id"),
    ),
    PlatformRoster(
        "Moodle",
        ("first_name", "last_name", "email"),
        {"id_number": "idnumber", "username": "username", **NAMES, "groups": "group", "group": "group"},
        ("idnumber", "username", "email"),
    ),
)


def platform_of(headings: Sequence[str]) -> PlatformRoster | None:
    """Whose table has these headings, in lower case with underscores; None for one of the instructor's own."""
    for platform in PLATFORMS:
        theirs = headings[:2] == platform.needs[:2] if platform.id_is_theirs else "id" not in headings
        if theirs and {*platform.needs} <= {*headings}:
            return platform
    return None


def people_of(platform: PlatformRoster, rows: Sequence[dict[str, str]]) -> list[dict[str, str] | None]:
    """Return each row as our own roster would have it; None for one that is no student's."""
    made = [_row(platform, row) for row in rows]
    people = [row for row in made if row is not None]
    whole = next((key for key in platform.id_from if all(row.get(key) for row in people)), "")
    for row in people:
        row["id"] = row.get(whole, "") or next((row[key] for key in platform.id_from if row.get(key)), "")
        if "," in row.get("group", ""):
            # Moodle tells all groups of somebody in one cell: which of them hands in together is not known.
            del row["group"]
    return made


def _row(platform: PlatformRoster, row: Mapping[str, str]) -> dict[str, str] | None:
    made = {ours: row[theirs].strip() for theirs, ours in platform.columns.items() if row.get(theirs, "").strip()}
    if platform.name == "Brightspace":
        # It guards zeros at the front with a sign before its keys.
        made |= {key: made[key].removeprefix("#") for key in platform.id_from if key in made}
    if platform.leaves_out(made):
        return None
    made.pop("role", None)
    return named(made)


def named(row: dict[str, str]) -> dict[str, str]:
    """Return the row with its full name, "First Last" or "Last, First", as two."""
    whole = row.pop(FULL_NAME, "")
    if whole and not row.get("first_name") and not row.get("last_name"):
        last, comma, first = whole.partition(",")
        if not comma:
            first, _, last = whole.rpartition(" ")
        row |= {"first_name": first.strip(), "last_name": last.strip()}
    return row
