"""A platform that is reached through PyLTI1p3, the extra `lti`: token, line items, scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import requests
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

from grader.classroom.exports.lti_ags import line_item
from grader.classroom.push.client import Client, origin_of
from grader.classroom.push.sending import ScoreRefused, Unreachable
from grader.classroom.scores.model import Column
from grader.cleaning import clean
from grader.errors import GraderError, UsageError

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPES = [SCOPE + "lineitem", SCOPE + "score"]
SCORE = "application/vnd.ims.lis.v1.score+json"
CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json"
TIMEOUT_S = 30.0
MOST_PAGES = 1000
SHOWN = 200
MISDIRECTED = 421


class NoToken(GraderError):
    """The platform does not accept us as its client."""


class _Session(requests.Session):
    """A session that waits for no answer for ever, and goes to one place only: neither redirected nor elsewhere.

    Whichever address a line item has, by course.yaml or by the platform's own answer, it is asked through here.
    """

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._token_url = client.token_url
        self._origin = origin_of(client.lineitems_url)

    def request(self, method: Any, url: Any, *given: Any, **named: Any) -> requests.Response:
        if url != self._token_url and origin_of(str(url)) != self._origin:
            raise ScoreRefused(MISDIRECTED, "a line item is not at the https address of lineitems_url")
        response = super().request(method, url, *given, **{**named, "timeout": TIMEOUT_S, "allow_redirects": False})
        if response.is_redirect:
            raise ScoreRefused(
                response.status_code, "the platform points elsewhere: correct the addresses in course.yaml"
            )
        if response.ok and named.get("headers", {}).get("Content-Type") == SCORE:
            # Taken is taken: what some say beside it is no JSON, which PyLTI1p3 would read it as.
            response._content = b""
        return response


class AgsPlatform:
    """One course on a platform. The token is asked for when it is first needed, and again when it has run out."""

    def __init__(self, client: Client) -> None:
        """Raises UsageError when the key is not one."""
        self._client = client
        self._registration = _registration(client)
        self._items: dict[str, str] | None = None
        self._renew()

    def item_of(self, column: Column) -> str:
        """Return the address course.yaml names; else that of the line item tagged with the kata, made where there is
        none.
        """
        named = line_item(column)
        if named:
            return named
        if self._items is None:
            self._items = self._asked(self._listed)
        if column.kata not in self._items:
            self._items[column.kata] = self._asked(lambda: self._made(column))
        return self._items[column.kata]

    def send(self, item: str, body: Mapping[str, Any]) -> None:
        """Tell one score."""
        grade = _grade(body)
        self._asked(lambda: self._service.put_grade(grade, LineItem({"id": item})))

    def _renew(self) -> None:
        self._connector = ServiceConnector(self._registration, _Session(self._client))
        service_data: Any = {"scope": SCOPES, "lineitems": self._client.lineitems_url}
        self._service = AssignmentsGradesService(self._connector, service_data)

    def _asked(self, step: Any) -> Any:
        try:
            return self._told(step)
        except ScoreRefused as error:
            if error.status != 401:
                raise
            # A token is good for an hour or so, and a large class may take longer.
            self._renew()
            return self._told(step)

    def _told(self, step: Any) -> Any:
        """Return the step's result; what can go wrong in the words of this package."""
        try:
            return step()
        except LtiServiceException as error:
            raise self._refused(error.response) from None
        except requests.RequestException as error:
            raise Unreachable(type(error).__name__) from None
        except (LtiException, ValueError, KeyError, TypeError) as error:
            raise ScoreRefused(502, f"its answer makes no sense: {clean(str(error), SHOWN)}") from None

    def _refused(self, response: requests.Response) -> ScoreRefused | NoToken:
        status, said = response.status_code, clean(" ".join(response.text[: 2 * SHOWN].split()), SHOWN)
        if response.url == self._client.token_url and status < 500 and status != 429:
            return NoToken(
                f"The platform gives us no token ({status}): {said}",
                hint="Check client_id, token_url and private_key in course.yaml, and the public key at the platform.",
            )
        return ScoreRefused(status, said, wait=_wait(response.headers.get("Retry-After", "")))

    def _listed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in self._every_item():
            for name in (item.get("resourceId"), item.get("tag")):
                if isinstance(name, str) and isinstance(item.get("id"), str):
                    found.setdefault(name, item["id"])
        return found

    def _every_item(self) -> Iterator[Mapping[str, Any]]:
        """Page by page. PyLTI1p3 reads the next page's address in lower case, which another page may have."""
        url = self._client.lineitems_url
        for _ in range(MOST_PAGES):
            answer = self._connector.make_service_request(SCOPES, url, accept=CONTAINER, case_insensitive_headers=True)
            if not isinstance(answer["body"], list):
                raise ValueError("line items that are no list")
            yield from (item for item in answer["body"] if isinstance(item, dict))
            links = requests.utils.parse_header_links(answer["headers"].get("Link", ""))
            next_page = next((link["url"] for link in links if link.get("rel") == "next"), "")
            if not next_page:
                return
            url = urljoin(url, next_page)

    def _made(self, column: Column) -> str:
        item = LineItem().set_tag(column.kata).set_resource_id(column.kata).set_label(column.title)
        made = self._connector.make_service_request(
            SCOPES,
            self._client.lineitems_url,
            is_post=True,
            data=item.set_score_maximum(column.max).get_value(),
            content_type="application/vnd.ims.lis.v2.lineitem+json",
            accept="application/vnd.ims.lis.v2.lineitem+json",
        )["body"]
        if not isinstance(made, dict) or not isinstance(made.get("id"), str):
            raise ValueError("a line item without an id")
        return str(made["id"])


def _registration(client: Client) -> Registration:
    try:
        private = load_pem_private_key(client.key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError(
            "The private_key in course.yaml is damaged, or locked with a password.",
            hint="It is an RSA key in PEM form.",
        ) from None
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    registration = Registration().set_issuer(client.issuer).set_client_id(client.client_id)
    registration.set_auth_token_url(client.token_url).set_tool_private_key(client.key)
    # Its thumbprint is the key's id, by which a platform finds it among others.
    registration.set_tool_public_key(public)
    return registration.set_auth_audience(client.audience) if client.audience else registration


def _grade(body: Mapping[str, Any]) -> Grade:
    grade = Grade().set_user_id(body["userId"]).set_timestamp(body["timestamp"])
    grade.set_activity_progress(body["activityProgress"]).set_grading_progress(body["gradingProgress"])
    if "scoreGiven" in body:
        grade.set_score_given(body["scoreGiven"]).set_score_maximum(body["scoreMaximum"])
    if "comment" in body:
        grade.set_comment(body["comment"])
    return grade.set_extra_claims({"submission": body["submission"]}) if "submission" in body else grade


def _wait(retry_after: str) -> float | None:
    """Seconds to wait, where the platform says them as a number."""
    return float(retry_after) if retry_after.isdecimal() else None
