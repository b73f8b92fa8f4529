"""What goes back to students through a platform: names as it takes them again, and a file with its marks on top. Pure.

Moodle's assignfeedback_file (importziplib.php) reads whose a file is from `<name>_<participant id>_<type>_<plugin>`,
and keeps what lies below it under its own name. Canvas's re-upload (assignment.rb) takes a file for an annotated copy
of the attachment whose numbers stand in its name, and shows it under that attachment's name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from grader.classroom.exports.attempts import CountingAttempt, facts, said
from grader.classroom.scores.model import points_text
from grader.text import count_of, one_line

_MOODLE = re.compile(r"[^_]+_[0-9]+_assignsubmission_[a-z]+")
SAME_TIME = (1980, 1, 1, 0, 0, 0)


def moodle_name(parts: Sequence[str], kata: str) -> str:
    """Return where a page about this kata lies in a feedback zip, from where the submission lay; "" where it lay
    elsewhere.
    """
    found = next((found for part in parts if (found := _MOODLE.match(part))), None)
    return f"{found[0]}/{kata}-feedback.html" if found is not None else ""


def canvas_name(parts: Sequence[str]) -> str:
    """Return the name that Canvas gave the file, which is what it asks for again."""
    return parts[-1]


def annotated(one: CountingAttempt, source: bytes, *, alone: bool = True) -> bytes:
    """Return what was handed in with its marks above it, as comments. `alone` is False where a group shares it.

    Then nothing stands there but what the attempt itself earned.
    """
    lines = [f"# {one_line(line)}".rstrip() for line in _marks(one, alone=alone)]
    return "\n".join([*lines, "", source.decode("utf-8-sig", "replace")]).encode("utf-8")


def _marks(one: CountingAttempt, *, alone: bool) -> Iterator[str]:
    document = one.for_student()
    points = one.points if alone else Decimal(document["points"])
    yield f"{one.column.kata} {one.column.title}: {points_text(points)} of {count_of(one.column.max, 'point')}"
    if alone:
        yield from filter(None, (one.told, one.confined))
    if document["reason"]:
        yield document["reason"]
    for check in document["checks"]:
        yield ""
        yield f"{check['outcome']}  {check['points']}/{check['max']}  {check['sentence']}"
        if check["outcome"] != "passed":
            yield from (f"    {line}" for line in (said(check), *facts(check, document["submit"])))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a zip, the same bytes for the same files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, SAME_TIME), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
