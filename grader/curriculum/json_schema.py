"""jsonschema without its optional formats, which no schema of ours asks for and Jupyter installs: they take seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# What jsonschema._format takes an ImportError of for an answer (jsonschema's optional dependencies "format").
OPTIONAL = (
    *("fqdn", "idna", "isoduration", "jsonpointer", "rfc3339_validator", "rfc3986_validator", "rfc3987"),
    *("rfc3987_syntax", "uri_template", "webcolors"),
)


@contextmanager
def _without_formats() -> Iterator[None]:
    hidden = [name for name in OPTIONAL if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without_formats():
    from jsonschema import Draft202012Validator, ValidationError

__all__ = ["Draft202012Validator", "ValidationError"]
