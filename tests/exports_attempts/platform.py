"""A small learning platform on this machine: it holds us to the rules of LTI Advantage and remembers what it took."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT = "client-7"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCORE = "application/vnd.ims.lis.v1.score+json"
LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")
LONGEST_LIFE_S = 300
Answer = tuple[int, object, dict[str, str]]


class Platform:
    """What the platform knows: people, line items, tokens given, scores taken, and what it answers next."""

    def __init__(self, public_key: bytes, people: tuple[str, ...]) -> None:
        self.public_key = public_key
        self.people = people
        self.url = ""
        self.seen: set[str] = set()
        self.kids: list[str] = []
        self.tokens: dict[str, set[str]] = {}
        self.items: list[dict[str, Any]] = []
        self.scores: list[tuple[str, dict[str, Any]]] = []
        self.latest: dict[tuple[str, str], datetime] = {}
        self.page = 2
        self.moved = False
        # What it says to a score it has taken, in place of JSON; and whether it then hangs up before saying it.
        self.words = b""
        self.hangs_up = 0
        # The next answers to scores of a person, before the rules are asked.
        self.next: dict[str, deque[tuple[int, dict[str, str]]]] = {}

    def revoke(self) -> None:
        """Every token has run out."""
        self.tokens.clear()

    def token(self, form: dict[str, list[str]]) -> Answer:
        """RFC 7523 as the LTI security framework narrows it."""
        try:
            assert form["grant_type"] == ["client_credentials"], "grant_type"
            assert form["client_assertion_type"] == [ASSERTION], "client_assertion_type"
            (assertion,) = form["client_assertion"]
            assert jwt.get_unverified_header(assertion)["alg"] == "RS256", "alg"
            claims = jwt.decode(assertion, self.public_key, algorithms=["RS256"], audience=self.url + "/token")
            assert claims["iss"] == claims["sub"] == CLIENT, "iss and sub"
            assert claims["iat"] <= time.time() + 5 and claims["exp"] - claims["iat"] <= LONGEST_LIFE_S, "iat and exp"
            assert claims["jti"] and claims["jti"] not in self.seen, "jti was used before"
        except (AssertionError, KeyError, ValueError, jwt.PyJWTError) as error:
            return 400, {"error": "invalid_client", "error_description": str(error)}, {}
        self.seen.add(claims["jti"])
        self.kids.append(jwt.get_unverified_header(assertion)["kid"])
        token = f"token-{len(self.seen)}"
        self.tokens[token] = set(form["scope"][0].split())
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": form["scope"][0]}, {}

    def listed(self, query: dict[str, list[str]]) -> Answer:
        """The line items, a page at a time; the address of the next page tells capitals apart."""
        begin = int(query.get("Page", ["0"])[0])
        rest = begin + self.page < len(self.items)
        link = {"Link": f'<{self.url}/Course/LineItems?Page={begin + self.page}>; rel="next"'} if rest else {}
        return 200, self.items[begin : begin + self.page], link

    def made(self, item: dict[str, Any]) -> Answer:
        """One more line item, whose address has a query as Moodle's have."""
        if not item.get("label") or not item.get("scoreMaximum", 0) > 0:
            return 400, {"error": "label and scoreMaximum are required"}, {}
        made = {**item, "id": f"{self.url}/Course/LineItems/{len(self.items)}/LineItem?type_id=3"}
        self.items.append(made)
        return 201, made, {}

    def scored(self, path: str, query: str, score: dict[str, Any]) -> Answer:
        """Take one score, if it keeps every rule."""
        item = f"{self.url}{path.removesuffix('/scores')}" + (f"?{query}" if query else "")
        user = score.get("userId", "")
        if self.next.get(user):
            status, headers = self.next[user].popleft()
            return status, {"error": "as you wished"}, headers
        problem = wrong_with(score)
        if problem:
            return 400, {"error": problem}, {}
        if user not in self.people or item not in [known["id"] for known in self.items]:
            return 404, {"error": "nobody here"}, {}
        moment = datetime.fromisoformat(score["timestamp"])
        if (item, user) in self.latest and moment <= self.latest[item, user]:
            return 409, {"error": "a score can only be updated to a later point in time"}, {}
        self.latest[item, user] = moment
        self.scores.append((item, score))
        return 200, {"resultUrl": item}, {}


def wrong_with(score: dict[str, Any]) -> str:
    """The rule of Assignment and Grade Services that a score breaks, or nothing."""
    moment = datetime.fromisoformat(score["timestamp"])
    if moment.utcoffset() is None or "." not in score["timestamp"]:
        return "timestamp needs a zone and fractions of a second"
    if score["activityProgress"] not in ACTIVITY or score["gradingProgress"] not in GRADING:
        return "progress"
    if "scoreGiven" in score and not (score["scoreGiven"] >= 0 and score.get("scoreMaximum", 0) > 0):
        return "scoreGiven needs scoreMaximum"
    return ""


@contextmanager
def running(platform: Platform) -> Iterator[Platform]:
    """The platform behind an address of this machine, in a thread."""

    class Handler(BaseHTTPRequestHandler):
        # Head and body leave together: apart, the second waits for the first to be acknowledged.
        wbufsize = -1

        def do_GET(self) -> None:
            self.answer(*self.get())

        def do_POST(self) -> None:
            self.answer(*self.post(self.rfile.read(int(self.headers["Content-Length"]))))

        def get(self) -> Answer:
            parts = urlsplit(self.path)
            refused = self.refused("lineitem", "lineitem.readonly")
            if refused or parts.path != "/Course/LineItems" or self.headers["Accept"] != CONTAINER:
                return refused or (404, {"error": "nothing here"}, {})
            return platform.listed(parse_qs(parts.query))

        def post(self, body: bytes) -> Answer:
            parts = urlsplit(self.path)
            kind = self.headers["Content-Type"]
            if platform.moved:
                return 302, {}, {"Location": platform.url + "/elsewhere"}
            if parts.path == "/token":
                return platform.token(parse_qs(body.decode()))
            if parts.path == "/Course/LineItems" and kind == LINE_ITEM:
                return self.refused("lineitem") or platform.made(json.loads(body))
            if parts.path.endswith("/scores") and kind == SCORE:
                return self.refused("score") or platform.scored(parts.path, parts.query, json.loads(body))
            return 404, {"error": "nothing here"}, {}

        def refused(self, *scopes: str) -> Answer | None:
            token = (self.headers["Authorization"] or "").removeprefix("Bearer ")
            if token not in platform.tokens:
                return 401, {"error": "no such token"}, {}
            if not platform.tokens[token] & {SCOPE + scope for scope in scopes}:
                return 403, {"error": "not in scope"}, {}
            return None

        def answer(self, status: int, said: object, headers: dict[str, str]) -> None:
            taken = status == 200 and "/scores" in self.path
            if taken and platform.hangs_up:
                platform.hangs_up -= 1
                self.close_connection = True
                return
            body = platform.words if taken and platform.words else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: a test tells what it needs."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        platform.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield platform
        finally:
            server.shutdown()
            thread.join()
