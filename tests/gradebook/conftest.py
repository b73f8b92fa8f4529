"""A course and its gradebook for every test of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.classroom.gradebook import Gradebook
from tests.gradebook.books import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course's folder."""
    return Course.make(tmp_path)


@pytest.fixture
def book(course: Course) -> Iterator[Gradebook]:
    """Its gradebook, open."""
    with course.book() as opened:
        yield opened
