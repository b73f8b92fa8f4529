"""Read a page as its tags."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """A page as its tags: refuses what is not closed, and notes elements, attributes, style sheets and its policy."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.style = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data

    def all(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [value for _, attributes in self.tags for key, value in attributes.items() if key == name and value]

    @property
    def names(self) -> set[str]:
        """The names of the elements that there are."""
        return {tag for tag, _ in self.tags}

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that the page sets itself; empty where it sets none."""
        rules = (found for _, found in self.tags if found.get("http-equiv") == "Content-Security-Policy")
        return next(rules, {}).get("content") or ""
