"""What every page of HTML shares: templates that escape, one style sheet, a policy that lets in nothing else. Pure."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def page_of(template: str, *, title: str, skip: str, styles: tuple[str, ...] = (), **values: object) -> str:
    """One self-contained page; `skip` leads past its head, `styles` are more style sheets, of ours only."""
    sheets = [templates().get_template("report.css").render(), *styles]
    style = Markup("\n").join(map(Markup, sheets))
    return (
        templates().get_template(template).render(title=title, skip=skip, style=style, policy=_policy(style), **values)
    )


@cache
def templates() -> Environment:
    """The templates; whatever they are given is escaped, and what they are not given is an error."""
    return Environment(
        loader=PackageLoader("grader.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _policy(style: str) -> Markup:
    """Nothing may be loaded, and no style but ours is applied: it is named by its hash."""
    named = b64encode(sha256(style.encode()).digest()).decode()
    return Markup(f"default-src 'none'; style-src 'sha256-{named}'; base-uri 'none'; form-action 'none'")
