"""The picture to look at."""

from __future__ import annotations

from xml.etree import ElementTree

from grader.model import TimelineEvent
from grader.report.timeline.html import timeline_page
from grader.report.timeline.svg import Panel, svg
from tests.timeline.programs import graded

SVG = "{http://www.w3.org/2000/svg}"


def test_it_has_a_title_and_a_description() -> None:
    """Who cannot see it hears what it is and everything that happened."""
    root = ElementTree.fromstring(svg([Panel("", graded("gathered").timeline)], title="Three at once"))

    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text == "Three at once"
    assert description is not None and "it waited for gather of 3 (line 15)" in str(description.text)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_text_of_a_submission_is_only_text() -> None:
    """Whatever a submission calls its functions, no tag and no attribute comes of it."""
    picture = svg([Panel("", graded("evil").timeline)], title="<b>&")

    root = ElementTree.fromstring(picture)
    assert [node for node in root.iter() if node.tag.endswith(("script", "b"))] == []
    assert "<script" not in picture
    assert "<script" not in timeline_page([Panel("<i>", graded("evil").timeline)], title="<b>", said=("<u>",))


def test_what_xml_cannot_bear_is_left_out() -> None:
    """Control characters, broken surrogates and writing direction never reach the picture."""
    events = [TimelineEvent(0.0, "a\x00\ud800\u202e", "wait", "\x1b[31m"), TimelineEvent(1.0, "a", "done", "\x07")]

    picture = svg([Panel("", events)], title="\x00")

    ElementTree.fromstring(picture)
    assert not set(picture) & set("\x00\x07\x1b\u202e\ud800")


def test_it_needs_nothing_else() -> None:
    """No script, no link, nothing loaded: the only address in it is the name of SVG itself."""
    picture = svg([Panel("", graded("blocked").timeline)], title="Blocked")

    assert "script" not in picture
    assert "href" not in picture
    assert picture.count("http") == 1


def test_two_panels_have_one_scale() -> None:
    """The same second stands in the same column in both."""
    panels = [Panel("Yours", graded("sequential").timeline), Panel("The reference", graded("rung").timeline)]

    root = ElementTree.fromstring(svg(panels, title="Both"))

    last = [node.get("x") for node in root.iter(f"{SVG}text") if node.text == "3 s"]
    assert len(last) == 2
    assert len(set(last)) == 1


def test_a_page_of_several_gives_each_its_own_names() -> None:
    """With a key of its own no id of a picture stands on the page twice."""
    events = graded("rung").timeline

    pictures = [svg([Panel("", events)], title="T", styled=False, key=key) for key in ("one", "two")]

    ids = [node.get("id") for picture in pictures for node in ElementTree.fromstring(picture).iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_ten_thousand_tasks_still_fit() -> None:
    """A crowd is cut to a few rows and counted."""
    events = [TimelineEvent(1.0, f"Task-{number}", "run") for number in range(10_000)]

    picture = svg([Panel("", events)], title="A crowd")

    assert "and 9960 more tasks" in picture
    assert len(picture) < 400_000
