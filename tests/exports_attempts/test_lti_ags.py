"""LTI score messages, read by the rules of Assignment and Grade Services 2.0."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from grader.classroom.exports import Missing, Notes, NothingToSend
from grader.classroom.scores.model import Score, Standing
from grader.errors import UsageError
from tests.exports_attempts.classroom import ADA, CLASS, GATHER, MADE, QUEUE, ZOE, scored, table_of, whole
from tests.support.claims import nonempty

ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
REQUIRED = {"userId", "timestamp", "activityProgress", "gradingProgress"}
KNOWN = REQUIRED | {"lineItem", "scoreGiven", "scoreMaximum", "comment", "submission"}


def read(message: dict[str, Any]) -> dict[str, Any]:
    """One score message, after every rule was checked."""
    assert set(message) >= REQUIRED
    assert all(name in KNOWN or name.startswith("https://") for name in nonempty(message))
    assert isinstance(message["userId"], str) and message["userId"]
    moment = datetime.fromisoformat(message["timestamp"])
    assert moment.utcoffset() is not None and "." in message["timestamp"]
    assert message["activityProgress"] in ACTIVITY and message["gradingProgress"] in GRADING
    if "scoreGiven" in message:
        assert message["scoreGiven"] >= 0 and message["scoreMaximum"] > 0
    return message


def test_every_score_is_a_message() -> None:
    """The file is one array; points, time, comment and whose it is are in each."""
    found = [read(message) for message in json.loads(whole("lti-ags"))]

    assert [(message["userId"], message["scoreGiven"]) for message in found] == [
        ("5323497", 3.35),
        ("5323497", 10),
        ("znunez", 0),
        ("u/3?x=1", 0),
    ]
    assert found[0]["timestamp"] == "2026-11-20T18:54:36.736+00:00"
    assert found[0]["submission"] == {"submittedAt": "2026-11-20T12:00:00.000+00:00"}
    assert "2 h late" in found[0]["comment"]
    assert [message[next(name for name in message if name.startswith("https://"))] for message in found] == [
        *("kata11", "kata12", "kata11", "kata11")
    ]


def test_blank_is_never_sent() -> None:
    """A message without points would clear what the platform holds."""
    found = json.loads(whole("lti-ags"))

    assert [message for message in found if "scoreGiven" not in message] == []


def test_missing_can_be_zero() -> None:
    """Then it is a score; excused is none."""
    table = table_of((ADA, [Score(Standing.MISSING, 10)]), (ZOE, [Score(Standing.EXCUSED, 10)]), columns=[GATHER])

    (message,) = json.loads(whole("lti-ags", table, missing=Missing.ZERO))

    assert (message["userId"], message["scoreGiven"]) == ("5323497", 0)
    with pytest.raises(NothingToSend):
        whole("lti-ags", table)


def test_who_the_platform_does_not_know_is_left_out_by_name() -> None:
    """Our own id is not its id, and would be somebody else's or nobody's."""
    notes = Notes()

    whole("lti-ags", CLASS, notes)

    assert [said for said in notes.sentences() if said.startswith("left out: ") and "lti_user_id" in said]


def test_a_score_may_be_above_and_never_below() -> None:
    """Above the maximum is allowed by the specification, below zero is not."""
    table = table_of((ADA, [scored(2, "12.5", 10)]), (ZOE, [scored(1, "-1", 4)]), columns=[GATHER])

    assert [message["scoreGiven"] for message in json.loads(whole("lti-ags", table))] == [12.5, 0]


def test_another_zone_is_told_in_utc() -> None:
    """The moment is the same."""
    east = timezone(timedelta(hours=9))
    table = replace(table_of((ADA, [scored(1, "4", 4)]), columns=[GATHER]), made=MADE.astimezone(east))

    (message,) = json.loads(whole("lti-ags", table))

    assert message["timestamp"] == "2026-11-20T18:54:36.736+00:00"


def test_each_message_says_its_line_item() -> None:
    """The address in course.yaml where it has one, else the kata, with which `push` tags the item it makes."""
    columns = [replace(GATHER, lms={"lti": "https://lms.example/items/7"}), QUEUE]
    table = table_of((ADA, [scored(1, "4", 4), scored(2, "10", 10)]), columns=columns)

    items = [message["lineItem"] for message in json.loads(whole("lti-ags", table))]

    assert items == ["https://lms.example/items/7", "kata12"]


def test_two_katas_with_one_line_item_are_refused() -> None:
    """Of two scores of one moment the platform would take one, and nobody knows which."""
    columns = [replace(one, lms={"lti": "https://lms.example/items/7"}) for one in (GATHER, QUEUE)]

    with pytest.raises(UsageError, match="one line item"):
        whole("lti-ags", table_of((ADA, [scored(1, "4", 4), scored(2, "10", 10)]), columns=columns))


def test_the_next_export_is_later_for_everybody() -> None:
    """A user's score in a line item has one message in a file, and the next file's time is later."""
    table = table_of((ADA, [scored(1, "4", 4)]), (ZOE, [scored(3, "0", 0)]), columns=[GATHER])
    again = replace(table, made=MADE + timedelta(milliseconds=1))

    first, second = (
        {(one["userId"], one["lineItem"]): one["timestamp"] for one in json.loads(whole("lti-ags", each))}
        for each in (table, again)
    )

    assert len(first) == 2
    assert all(first[key] < second[key] for key in nonempty(first))
