"""The files a course begins with, as text. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from grader.classroom.plan.loading import SCHEMA
from grader.model import Kata
from grader.text import count_of

ROSTER_TEXT = "id,first name,last name,email,group,section\n"
IGNORED_TEXT = """\
# Names, submissions and scores of people: they belong in no repository that others can read.
roster.csv
aliases.csv
gradebook.sqlite3*
pushed.sqlite3*
*.pem
reports/
"""


def plan_text(name: str, zone: str, katas: Sequence[Kata], *, katas_from: str = "") -> str:
    """Return a course.yaml that lists every kata, commented for whoever fills it in; `katas_from` empty is left out."""
    place = f"katas_from: {_quoted(katas_from)}" if katas_from else "# katas_from: ../asyncio-katas"
    listed = "\n".join(f"  {kata.id}:        # {kata.title}, {count_of(kata.points, 'point')}" for kata in katas)
    return TEXT.format(schema=SCHEMA, name=_quoted(name), zone=zone, katas_from=place, katas=listed)


def _quoted(text: str) -> str:
    """Text as YAML reads it back whatever is in it: JSON is YAML too."""
    return json.dumps(text, ensure_ascii=False)


TEXT = """\
# yaml-language-server: $schema={schema}
# What you decide about your course. Editors complete this file from the schema above.
# Every command checks all of it first and tells each problem with its line: grade class status

course: {name}
time_zone: {zone}       # where times without an offset are meant, such as Europe/Berlin

# The students: a table with the headings id, first name, last name, email, group, section, and any others, such as
# canvas id, github or username, by which `collect` and `export` know them.
roster: roster.csv
# What a platform calls somebody otherwise stands in aliases.csv beside it, with the headings alias and id.

# Where katas/ is, if it is neither in a folder above this one nor the installed clone:
{katas_from}

# Which of a student's submissions counts: last | best | last before the deadline.
# With "last before the deadline", where there is none, the last counts, under the late policy.
counting: last

# What handing in late costs: none, cut-off (late earns nothing), or one of these.
late: none
# late:
#   kind: percent per day      # for each begun day, by the calendar of the time zone
#   percent: 10                # of the points earned
#   most: 50                   # never more than this
#   cut_off_hours: 168         # what comes later earns nothing
#   grace_minutes: 15          # up to here nothing is late
# late:
#   kind: steps
#   steps:
#     - {{after_hours: 0, percent: 10}}
#     - {{after_hours: 48, percent: 50}}

# The katas of the course, in the order in which they are shown. Take out those you do not use. Each may have
#   kata01:
#     deadline: 2026-10-12 23:59           # in the course's time zone, or with its offset: 2026-10-12 23:59 +02:00
#     counting: best                       # else as above; so is late:
#     lms:
#       canvas: "Week 1: gather (4123)"    # the column's heading or id, by export format
katas:
{katas}

# Deadlines moved for a student or a group, and katas they need not hand in; without kata: all of them.
# `grade class extend` and `grade class excuse` do the same and keep a log.
extensions:
#  - {{student: "0123456", kata: kata01, until: 2026-10-19 23:59, reason: ill}}
excuses:
#  - {{group: team1, kata: kata02, reason: moved house}}

# How scores come together; left out, all points are added. A kata's points count its own weight: (1, if left out).
# total:
#   drop_lowest: 1
#   categories:                # by track, or by names that say their katas: the total is then in percent
#     tasks: {{weight: 60}}
#     homework: {{weight: 40, drop_lowest: 1, katas: [kata02, kata03]}}

# What an export needs to know of the whole course, by its format; those that are not here need nothing.
lms:
#  moodle: {{key: email}}                # which column of the roster Moodle knows students by, else id
#  sakai: {{decimal: ","}}               # where numbers are written with a comma
#  oneroster: {{class: c1, school: s1, academic_session: a1}}
"""
