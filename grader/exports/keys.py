"""The keys by which a platform knows a student: sent as they are, or the student is left out and named."""

from __future__ import annotations

import re

from grader.errors import GraderError
from grader.escaping import identity_key
from grader.exports.notes import Notes
from grader.exports.table import who
from grader.scores import Student

# PHP's and other readers take such a backslash for an escape, and swallow the rows that follow.
ESCAPES = re.compile(r'\\(?="|$)')


class Keys:
    """The keys of one export. With `fold`, keys that differ in case only are one, as for an e-mail address."""

    def __init__(self, notes: Notes, what: str, *, fold: bool = False) -> None:
        self._notes = notes
        self._what = what
        self._fold = fold
        self._seen: set[str] = set()

    def take(self, student: Student, key: str) -> str:
        """The key, unchanged; "" when the student has to be left out, which is then noted."""
        why = unsendable(key, self._what) if key else f"The roster has no {self._what} of theirs."
        told = key.casefold() if self._fold else key
        if not why and told in self._seen:
            why = f"The {self._what} {key} stands more than once in the roster."
        if why:
            self._notes.leave_out(who(student), why)
            return ""
        self._seen.add(told)
        return key


def unsendable(key: str, what: str) -> str:
    """Why this key cannot be sent as it is; "" when it can."""
    try:
        identity_key(key, what=what)
    except GraderError as error:
        return error.message
    return f"The {what} {key} has a backslash that readers take for an escape." if ESCAPES.search(key) else ""
