"""What a command writes where it was asked to: a file whole or not at all, anything else as it comes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.files import write_output


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """Whoever reads it meanwhile reads the old one or the new one."""
    (tmp_path / "page.html").write_text("old")

    write_output(tmp_path / "page.html", "new\n")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.html": b"new\n"}


def test_a_device_takes_it_as_it_comes() -> None:
    """No file is laid in its place."""
    before = os.stat(os.devnull)

    write_output(Path(os.devnull), b"new\n")

    assert os.path.samestat(before, os.stat(os.devnull))


@pytest.mark.parametrize("name", ["nowhere/page.html", "."])
def test_where_it_cannot_be_is_said_with_the_way_out(tmp_path: Path, name: str) -> None:
    """A folder that is not there is a slip, and none is made; a folder is no file."""
    with pytest.raises(UsageError) as refused:
        write_output(tmp_path / name, "new\n")

    assert "cannot be written" in refused.value.message
    assert refused.value.hint == "Name another place."
    assert [*tmp_path.iterdir()] == []
