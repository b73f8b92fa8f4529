"""What a student reads holds nothing that belongs to the instructor."""

from __future__ import annotations

from base64 import b64decode

import pytest

from tests.exports_attempts.classroom import REJECTED, SECRETS, whole, written
from tests.support.claims import nonempty

PRIVATE = ("a private reason", "privately", REJECTED.seed, "lovelace", "Lovelace")


@pytest.mark.parametrize("format", ["gradescope", "github-classroom", "exercism"])
def test_no_file_gives_a_hidden_check_away(format: str) -> None:
    """Neither name, values, prints, timeline nor words of the submission under a hidden check; no seed, no reason."""
    for name, content in nonempty(written(format).items()):
        text = (b64decode(content) if name.endswith(".txt") else content).decode()

        assert [word for word in (*SECRETS, *PRIVATE) if word in text] == [], name


def test_the_instructors_words_are_in_the_instructors_file() -> None:
    """The test above can fail: the same attempts hold what it looks for."""
    text = b"".join(written("junit").values()).decode()

    assert "test_secret_empty" in text and "hidden_value" in text and REJECTED.seed in text


@pytest.mark.parametrize("format", ["lti-ags", "oneroster"])
def test_a_reason_of_the_instructor_is_not_sent(format: str) -> None:
    """Why somebody was excused is private."""
    content = whole(format, settings={"class": "c1", "school": "s1", "academic_session": "t1"})

    assert b"priva" not in content
