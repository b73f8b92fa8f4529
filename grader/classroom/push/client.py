"""Who we are to a platform, as course.yaml says under `lms: lti:`, and which addresses scores may go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from grader.errors import UsageError

NEEDED = ("issuer", "client_id", "token_url", "lineitems_url", "private_key")
DEFAULT_PORTS = {"https": 443, "http": 80}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
EXAMPLE = """Put it into course.yaml:
lms:
  lti:
    issuer: https://platform.example            # who the platform is
    client_id: "1234"                           # who you are to it
    token_url: https://platform.example/token
    lineitems_url: https://platform.example/courses/7/lineitems
    private_key: lti-key.pem                    # beside course.yaml; the platform has its public half"""


@dataclass(frozen=True, slots=True)
class Client:
    """A registration with one platform, and the place of one course's line items there. `key` is a PEM private key.

    `audience` is whom the platform wants a token request to be addressed to, where that is not the token URL.
    """

    issuer: str
    client_id: str
    token_url: str
    lineitems_url: str
    key: str = field(repr=False)
    audience: str = ""


def client_of(settings: Mapping[str, str], folder: Path) -> Client:
    """Return the client of these settings; the key's file is found from the course's folder.

    Raises UsageError when a setting is missing, an address is not https, or there is no key.
    """
    missing = [name for name in NEEDED if not settings.get(name)]
    if missing:
        raise UsageError(f"course.yaml does not say under lms: lti: the {', '.join(missing)}.", hint=EXAMPLE)
    for name in ("token_url", "lineitems_url"):
        _must_be_private(name, settings[name])
    return Client(
        issuer=settings["issuer"],
        client_id=settings["client_id"],
        token_url=settings["token_url"],
        lineitems_url=settings["lineitems_url"],
        key=_key(folder / settings["private_key"]),
        audience=settings.get("audience", ""),
    )


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address that scores may be sent to: https, or this machine itself.

    None for any other address, also for one that programs read differently: with a login, a backslash or a space in it.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").casefold(), parts.port
    except ValueError:
        return None
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(" \\") and "@" not in parts.netloc
    is_private = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (is_plain and is_private and host):
        return None
    return parts.scheme, host, port or DEFAULT_PORTS[parts.scheme]


def _must_be_private(name: str, url: str) -> None:
    """Who can read along could send scores of their own."""
    if origin_of(url) is None:
        raise UsageError(f"The {name} in course.yaml is not an https address.", hint="Scores are only sent over https.")


def _key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        key = ""
    if "PRIVATE KEY" not in key:
        raise UsageError(f"{path.name} is not a private key in PEM form.", hint="It begins with: -----BEGIN")
    return key
