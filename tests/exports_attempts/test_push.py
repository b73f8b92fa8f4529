"""Scores pushed with the real PyLTI1p3 to a small platform that holds us to the rules."""

from __future__ import annotations

import json
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.support.claims import nonempty

pytest.importorskip("pylti1p3", reason="PyLTI1p3 is not installed: the extra lti")

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from grader.classroom.exports import Notes, Options
from grader.classroom.exports.lti_ags import KATA
from grader.classroom.push import Client, Pushed, Sending, Way, client_of, due_scores, send
from grader.classroom.push.ags import AgsPlatform, NoToken
from grader.classroom.push.changes import FILE_NAME, forget_pushed
from grader.classroom.push.client import origin_of
from grader.classroom.push.sending import WAITS, PushStopped
from grader.classroom.scores.model import Score, ScoreTable, Standing, Student
from grader.errors import GraderError
from tests.exports_attempts.classroom import ADA, CLASS, GATHER, MADE, QUEUE, ZOE, scored, table_of, whole
from tests.exports_attempts.platform import ASSERTION, CLIENT, SCOPE, Answer, Platform, running

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PEOPLE = ("5323497", "znunez", "u/3?x=1")


@pytest.fixture
def platform() -> Iterator[Platform]:
    """A platform that knows the class."""
    with running(Platform(PUBLIC, PEOPLE)) as one:
        yield one


class Bench:
    """A course's folder, and pushes from it; `waited` are the seconds that would have been waited."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        self.platform = platform
        self.folder = folder
        self.now = MADE
        self.tick = timedelta(0)
        self.waited: list[float] = []
        self.so_far = Sending()

    def time(self) -> datetime:
        """What the clock says; each look at it may take a moment."""
        self.now += self.tick
        return self.now

    def client(self, **other: str) -> Client:
        """The client that course.yaml would give."""
        (self.folder / "key.pem").write_text(PRIVATE)
        settings = {
            "issuer": "https://platform.example",
            "client_id": CLIENT,
            "token_url": self.platform.url + "/token",
            "lineitems_url": self.platform.url + "/Course/LineItems",
            "private_key": "key.pem",
        }
        return client_of({**settings, **other}, self.folder)

    def push(self, table: ScoreTable = CLASS, *, client: Client | None = None, on_step: Any = lambda: None) -> Sending:
        """Send what is due, with the real client."""
        who = client or self.client()
        self.so_far = Sending()
        with Pushed(self.folder, write=True) as pushed:
            way = Way(AgsPlatform(who), who.lineitems_url, pushed, self.time, self.waited.append)
            send(due_scores(table, Options(), Notes(), pushed, way.name), way, self.so_far, on_step)
        return self.so_far

    def taken(self) -> list[tuple[str, float | None]]:
        """Whose scores the platform took, and how many points, in the order they came."""
        return [(score["userId"], score.get("scoreGiven")) for _, score in self.platform.scores]


@pytest.fixture
def bench(platform: Platform, tmp_path: Path) -> Bench:
    """A course that has sent nothing yet."""
    return Bench(platform, tmp_path)


def one(points: str = "4", student: Student = ADA, **more: Any) -> ScoreTable:
    """A class of one student with one score."""
    return table_of((student, [scored(1, points, 4, **more)]), columns=[GATHER])


def test_a_class_arrives(bench: Bench) -> None:
    """One token, a line item for each kata, and every score in its own, with /scores before the query."""
    told = bench.push()

    assert (told.sent.total(), told.failed) == (4, [])
    assert bench.taken() == [("5323497", 3.35), ("5323497", 10), ("znunez", 0), ("u/3?x=1", 0)]
    assert [
        (item["tag"], item["resourceId"], item["label"], item["scoreMaximum"]) for item in bench.platform.items
    ] == [
        ("kata11", "kata11", GATHER.title, 10),
        ("kata12", "kata12", QUEUE.title, 20),
    ]
    assert [item.rpartition("/LineItems/")[2] for item, _ in bench.platform.scores] == [
        *("0/LineItem?type_id=3", "1/LineItem?type_id=3", "0/LineItem?type_id=3", "0/LineItem?type_id=3")
    ]
    assert bench.platform.scores[0][1]["submission"] == {"submittedAt": "2026-11-20T12:00:00.000+00:00"}
    assert len(bench.platform.seen) == 1 and bench.platform.kids[0]


def test_a_token_is_asked_for_the_scopes_that_are_needed(bench: Bench) -> None:
    """Line items and scores, and no others: results are nobody's business here."""
    bench.push(one())

    assert list(bench.platform.tokens.values()) == [{SCOPE + "lineitem", SCOPE + "score"}]


def test_an_assertion_is_good_once(bench: Bench) -> None:
    """The platform refuses a replayed one, and PyLTI1p3 makes a new one for every token."""
    now = int(time.time())
    claims = {
        "iss": CLIENT,
        "sub": CLIENT,
        "aud": bench.platform.url + "/token",
        "iat": now,
        "exp": now + 60,
        "jti": "1",
    }
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": jwt.encode(claims, PRIVATE, algorithm="RS256", headers={"kid": "1"}),
        "scope": SCOPE + "score",
    }
    urlopen(bench.platform.url + "/token", urlencode(form).encode()).close()

    with pytest.raises(HTTPError) as refused:
        urlopen(bench.platform.url + "/token", urlencode(form).encode())
    assert b"jti was used before" in refused.value.read()
    refused.value.close()
    bench.push(one())
    bench.push(one("5"))
    assert len(bench.platform.seen) == 3


def test_unchanged_scores_are_not_sent_again(bench: Bench) -> None:
    """Only what has changed is, with a strictly later time, even where the clock stands still or goes back."""
    bench.push()
    bench.now -= timedelta(hours=1)

    told = bench.push(table_of((ADA, [scored(1, "4", 4), scored(2, "10", 10)]), (ZOE, [scored(3, "0", 0)])))

    assert (told.done, told.unchanged, told.failed) == (1, 2, [])
    first, last = bench.platform.scores[0][1]["timestamp"], bench.platform.scores[-1][1]["timestamp"]
    assert datetime.fromisoformat(last) - datetime.fromisoformat(first) == timedelta(milliseconds=1)


def test_a_score_that_is_taken_back_is_cleared(bench: Bench) -> None:
    """Excused after it was sent: a message without points clears it; what was never sent is not cleared."""
    bench.push(one())

    excused = table_of(*[(student, [Score(Standing.EXCUSED, 10)]) for student in (ADA, ZOE)], columns=[GATHER])
    told = bench.push(excused)

    assert (told.done, bench.taken()) == (1, [("5323497", 4), ("5323497", None)])
    assert bench.push(excused).done == 0


def test_what_waits_is_left_as_it_is_there(bench: Bench) -> None:
    """A new submission that is not graded yet must not clear the score of the old one."""
    bench.push(one())

    assert bench.push(table_of((ADA, [Score(Standing.WAITING, 10)]), columns=[GATHER])).done == 0


def test_line_items_that_are_there_are_used(bench: Bench) -> None:
    """Found on a later page too, whose address tells capitals apart; none is made twice."""
    for number in range(4):
        bench.platform.made({"label": f"Essay {number}", "scoreMaximum": 5, "tag": f"essay{number}"})
    bench.platform.made({"label": "Gather", "scoreMaximum": 10, "resourceId": "kata11"})

    bench.push(one())
    bench.push(one("5"))

    assert len(bench.platform.items) == 5
    assert {item for item, _ in bench.platform.scores} == {bench.platform.items[4]["id"]}


def test_course_yaml_can_name_the_line_item(bench: Bench) -> None:
    """Then none is looked for."""
    _, item, _ = bench.platform.made({"label": "Gather", "scoreMaximum": 10})
    assert isinstance(item, dict)
    column = replace(GATHER, lms={"lti": item["id"]})

    bench.push(table_of((ADA, [scored(1, "4", 4)]), columns=[column]))

    assert [where for where, _ in bench.platform.scores] == [item["id"]]
    assert len(bench.platform.items) == 1


def test_one_bad_student_never_stops_the_rest(bench: Bench) -> None:
    """Unknown there, refused, or too late: named with the reason, and everybody after them is sent."""
    bench.platform.next = {"znunez": deque([(422, {})])}
    gone = Student("gone", ids={"lti_user_id": "gone"})

    told = bench.push(table_of(*[(student, [scored(1, "4", 4)]) for student in (gone, ZOE, ADA)], columns=[GATHER]))

    assert [(failure.student, failure.why.rpartition(" ")[2]) for failure in told.failed] == [
        ("gone", "(404)"),
        ("0123456", "(422)"),
    ]
    assert bench.taken() == [("5323497", 4)]
    assert [failure.student for failure in bench.push(one(student=ZOE)).failed] == []


def test_a_conflict_is_explained(bench: Bench) -> None:
    """409: the platform has a later score, from somebody else or another clock."""
    bench.push(one())
    (item,) = bench.platform.items
    bench.platform.latest[item["id"], "5323497"] = MADE + timedelta(days=1)

    told = bench.push(one("5"))

    assert "a score with a later time" in told.failed[0].why
    bench.now = MADE + timedelta(days=2)
    assert bench.push(one("5")).done == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_platform_is_waited_for(bench: Bench, status: int) -> None:
    """Longer each time, and the score arrives once."""
    bench.platform.next = {"5323497": deque([(status, {})] * 3)}

    assert bench.push(one()).done == 1
    assert bench.waited == [1.0, 2.0, 4.0]
    assert bench.taken() == [("5323497", 4)]


def test_the_platform_says_how_long_to_wait(bench: Bench) -> None:
    """In seconds, within reason; a date or nonsense counts as not said."""
    wished = [(429, {"Retry-After": value}) for value in ("7", "99999", "soon")]
    bench.platform.next = {"5323497": deque(wished)}

    assert bench.push(one()).done == 1
    assert bench.waited == [7.0, 120.0, 4.0]


def test_a_score_is_given_up_after_some_tries(bench: Bench) -> None:
    """It is named, the next student is tried, and sent again it arrives."""
    bench.platform.next = {"znunez": deque([(503, {})] * (len(WAITS) + 1))}

    told = bench.push(table_of((ZOE, [scored(1, "4", 4)]), (ADA, [scored(1, "4", 4)]), columns=[GATHER]))

    assert ([failure.student for failure in told.failed], told.done) == (["0123456"], 1)
    assert bench.waited == list(WAITS)


def test_a_token_that_has_run_out_is_renewed(bench: Bench) -> None:
    """A large class takes longer than a token lives."""
    told = bench.push(on_step=bench.platform.revoke)

    assert (told.sent.total(), told.failed) == (4, [])
    assert len(bench.platform.seen) == 4


def test_an_interrupted_push_goes_on(bench: Bench) -> None:
    """What was sent before Ctrl-C is remembered, and not sent again."""

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.push(on_step=stop)
    assert bench.so_far.done == 1

    told = bench.push()

    assert (told.done, told.unchanged) == (3, 1)
    assert len(bench.taken()) == 4


def test_a_platform_that_is_gone_ends_it(bench: Bench, tmp_path: Path) -> None:
    """After a few in a row nobody else is tried, and what to do is said."""
    with running(Platform(PUBLIC, PEOPLE)) as other:
        client = Bench(other, tmp_path).client()

    with pytest.raises(PushStopped, match="nobody answered"):
        bench.push(client=client)
    assert len(bench.so_far.failed) == 3


def test_a_platform_that_moved_has_taken_nothing(bench: Bench) -> None:
    """A redirection is no success, and our token is not carried elsewhere."""
    bench.platform.moved = True

    told = bench.push(one())

    assert (told.done, "points elsewhere" in told.failed[0].why) == (0, True)


class Elsewhere(Platform):
    """A platform whose line items, or the next page of them, are at another address."""

    def __init__(self, how: str, other: str) -> None:
        super().__init__(PUBLIC, PEOPLE)
        self.how = how
        self.other = other

    def listed(self, query: dict[str, list[str]]) -> Answer:
        """One line item, or a page that points elsewhere."""
        if self.how == "page":
            return 200, [], {"Link": f'<{self.other}/more>; rel="next"'}
        return 200, [{"id": f"{self.other}/1", "tag": "kata11"}] if self.how == "listed" else [], {}

    def made(self, item: dict[str, Any]) -> Answer:
        """A new line item somewhere else."""
        return 201, {**item, "id": f"{self.other}/1"}, {}


@pytest.mark.parametrize("how", ["listed", "made", "page", "course.yaml"])
def test_no_token_and_no_score_leaves_the_platform(how: str, tmp_path: Path) -> None:
    """A line item that the platform, or course.yaml, places at another origin is told, and nothing goes there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        url = f"http://127.0.0.1:{other.getsockname()[1]}"
        named = {"lti": f"{url}/1"} if how == "course.yaml" else {}
        with running(Elsewhere(how, url)) as platform:
            bench = Bench(platform, tmp_path)

            told = bench.push(table_of((ADA, [scored(1, "4", 4)]), columns=[replace(GATHER, lms=named)]))

        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()
    assert (told.done, bench.waited) == (0, [])
    assert "not at the https address of lineitems_url" in told.failed[0].why


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Lms.Example/items", ("https", "lms.example", 443)),
        ("https://lms.example:443/other?x=1", ("https", "lms.example", 443)),
        ("https://lms.example:8443/items", ("https", "lms.example", 8443)),
        ("http://127.0.0.1:8000/items", ("http", "127.0.0.1", 8000)),
        ("http://lms.example/items", None),
        ("https://lms.example@evil.example/items", None),
        ("https://evil.example\\@lms.example/items", None),
        ("https://lms.example\t/items", None),
        ("https://lms.ex\u0430mple/items", None),
        ("https://lms.example:99999/items", None),
        ("//lms.example/items", None),
        ("/items", None),
        ("file:///etc/passwd", None),
    ],
)
def test_an_address_has_one_origin_or_none(url: str, origin: tuple[str, str, int] | None) -> None:
    """What two programs could read as two hosts, or what anybody could read along, is no address for a score."""
    assert origin_of(url) == origin


@pytest.mark.parametrize("wrong", ["client", "key"])
def test_a_client_the_platform_does_not_know_is_told(bench: Bench, wrong: str) -> None:
    """Nothing is tried for each student in turn: it is one sentence, and where to look."""
    if wrong == "key":
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
        bench.platform.public_key = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(NoToken) as told:
        bench.push(client=bench.client(**({"client_id": "nobody"} if wrong == "client" else {})))
    assert "client_id" in told.value.hint
    assert bench.waited == []


def test_taken_is_taken_whatever_is_said(bench: Bench) -> None:
    """A platform may answer a score with words that are no JSON."""
    bench.platform.words = b"OK <br>"

    assert bench.push().sent.total() == 4
    assert (bench.waited, len(bench.taken())) == ([], 4)


def test_a_lost_answer_is_no_conflict(bench: Bench) -> None:
    """The score was taken and nobody said so: it is sent again with a later time, and taken again."""
    bench.platform.hangs_up = 1
    bench.tick = timedelta(seconds=1)

    told = bench.push(one())

    assert (told.done, told.failed, bench.waited) == (1, [], [1.0])
    assert bench.taken() == [("5323497", 4), ("5323497", 4)]


def test_two_pushes_at_once_are_one_too_many(bench: Bench) -> None:
    """The second is refused at once, in words."""
    with Pushed(bench.folder, write=True), pytest.raises(GraderError, match="just now"):
        bench.push()


def test_a_forgotten_student_is_not_remembered_here(bench: Bench) -> None:
    """Nothing of them is left in the file, down to its free pages."""
    bench.push(table_of((ADA, [scored(1, "4", 4)]), (ZOE, [scored(1, "4", 4)]), columns=[GATHER]))

    assert forget_pushed(bench.folder, ZOE.id) == 1
    content = (bench.folder / FILE_NAME).read_bytes()
    assert b"znunez" not in content and ZOE.id.encode() not in content and b"5323497" in content


def test_what_is_remembered_says_nothing_of_names(bench: Bench) -> None:
    """Ids and points are enough."""
    bench.push()

    assert b"Lovelace" not in b"".join(path.read_bytes() for path in nonempty(bench.folder.glob("pushed*")))


def test_the_message_is_what_the_export_writes(bench: Bench) -> None:
    """`grade class export lti-ags` shows exactly what would be sent."""
    bench.push()

    exported = json.loads(whole("lti-ags"))
    sent = [score for _, score in bench.platform.scores]
    ours = ("lineItem", KATA)
    assert [{name: value for name, value in message.items() if name not in ours} for message in exported] == sent


def test_of_two_with_one_id_neither_is_sent(bench: Bench) -> None:
    """The platform would give one person the other's points: nothing goes out for either."""
    twin = replace(ZOE, ids={"lti_user_id": ADA.ids["lti_user_id"]})

    bench.push(table_of((ADA, [scored(1, "4", 4)]), (twin, [scored(2, "10", 10)]), columns=[GATHER]))

    assert bench.taken() == []
